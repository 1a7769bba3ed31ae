"""The notes of a range as a list: what the flags of the charts stand for, and where they are changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from learning.domain.annotations import ACTION_TAG, ALERT_TAG, Annotation
from learning.domain.brands import Brand
from ui import reads
from ui.calendar_words import range_words
from ui.imports.wording import plain
from ui.notes.form import add_note_dialog, edit_note_dialog
from ui.notes.marks import NumberedNote, note_first, note_last, numbered
from ui.numbers import count_words

MOST_SHOWN: Final = 25


def with_tags(notes: Sequence[Annotation], tags: Sequence[str]) -> list[Annotation]:
    """Keep the notes that carry one of the tags; all of them where no tag is asked for."""
    wanted = set(tags)
    return [note for note in notes if not wanted or wanted.intersection(note.tags)]


def add_note_button(brand: Brand, day: date, *, key: str) -> None:
    """Draw the button that opens the form for a new note; `key` names the chart that it stands under."""
    if st.button(
        "Add a note",
        icon=":material/add_comment:",
        type="tertiary",
        key=f"{key}_add_note",
        help="Or click a point of the chart to write one there",
    ):
        add_note_dialog(brand, day, day)


def notes_block(brand: Brand, notes: Sequence[Annotation], first: date, last: date, *, key: str) -> None:
    """Draw the list of the notes that stand in a range; closed, it says how many; `key` names the chart."""
    if not notes:
        return
    by_people = sum(note.by_person for note in notes)
    counts = [count_words(by_people, "note")] if by_people else []
    if by_people < len(notes):
        of_others = [note for note in notes if not note.by_person]
        alerts, steps = (sum(tag in note.tags for note in of_others) for tag in (ALERT_TAG, ACTION_TAG))
        imports = len(of_others) - alerts - steps
        told = ((imports, "import"), (alerts, "alert"), (steps, "change"))
        counts += [count_words(count, noun) for count, noun in told if count]
    listed = st.expander(
        f"{' and '.join(counts)} on these days",
        icon=":material/sticky_note_2:",
        type="compact",
        key=f"{key}_notes",
        on_change="rerun",
    )
    if listed.open:
        with listed:
            _list(brand, numbered(notes, first, last), key)


def notes_of_days(brand: Brand, first: date, last: date, *, key: str) -> None:
    """Draw the list of what people noted about some days, where there is no chart to write it on."""
    notes = [note for note in reads.notes(brand, first, last) if note.by_person]
    notes_block(brand, notes, first, last, key=key)


def _list(brand: Brand, notes: Sequence[NumberedNote], key: str) -> None:
    """People's notes first: they are what the flags are about."""
    own = [one for one in notes if one.note.by_person]
    for one in own[:MOST_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(line_words(one), width="stretch")
            if st.button(
                "Edit",
                icon=":material/edit:",
                type="tertiary",
                key=f"{key}_edit_{one.note.id}",
                help="Change or remove this note",
            ):
                edit_note_dialog(brand, one.note)
    imports = [one for one in notes if not one.note.by_person]
    if imports:
        st.markdown("  \n".join(line_words(one) for one in imports[:MOST_SHOWN]))
    hidden = max(len(own) - MOST_SHOWN, 0) + max(len(imports) - MOST_SHOWN, 0)
    if hidden:
        st.caption(f"{hidden:,} more. Choose fewer days, or a tag under Show, to see them.")


def line_words(one: NumberedNote) -> str:
    """Write one line of the list as Markdown."""
    note = one.note
    days = range_words(note_first(note), note_last(note))
    if not note.by_person:
        return f":small[▲ {plain(note.text)}]"
    tags = " ".join(f":gray-badge[{plain('#' + tag)}]" for tag in note.tags)
    seen = "" if note.shared else " :gray-badge[:material/lock: only you]"
    number = f"**{one.label}** · " if one.label else ""
    return f"{number}{days} · {plain(note.text)} {tags}{seen} :small[:gray[by {plain(note.who)}]]"
