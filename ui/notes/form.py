"""Writing a note: one small form, prefilled with the days that it was opened for."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from learning.domain.annotations import Annotation, NoteDraft
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from services.annotations import LONGEST_TEXT, MOST_TAGS, add_note, edit_note, remove_note
from ui import reads, runtime
from ui.notes.marks import note_first, note_last
from ui.problems import show_error

EVERYBODY: Final = "Everybody"
ONLY_ME: Final = "Only me"
SEEN_BY: Final = (EVERYBODY, ONLY_ME)


@st.dialog("Add a note", icon=":material/add_comment:")
def add_note_dialog(brand: Brand, first: date, last: date) -> None:
    """Open the form for a new note about some days."""
    note_form(brand, first, last)


@st.dialog("Change the note", icon=":material/edit_note:")
def edit_note_dialog(brand: Brand, note: Annotation) -> None:
    """Open the form for a note that is there."""
    note_form(brand, note_first(note), note_last(note), note)


def note_form(brand: Brand, first: date, last: date, note: Annotation | None = None) -> None:
    """Draw the form; a note that was saved or removed ends the dialog that it stands in."""
    key = f"note_{note.id if note else f'{first}_{last}'}"
    with st.form(key, border=False):
        text = st.text_input(
            "What happened?",
            value=note.text if note else "",
            placeholder="Black Friday",
            max_chars=LONGEST_TEXT,
            key=f"{key}_text",
        )
        days = _days(first, last, key)
        tags = st.multiselect(
            "Tags",
            sorted({*reads.note_tags(brand), *(note.tags if note else ())}),
            default=list(note.tags) if note else [],
            accept_new_options=True,
            max_selections=MOST_TAGS,
            placeholder="Choose or type one",
            key=f"{key}_tags",
        )
        seen_by = st.segmented_control(
            "Who sees it",
            SEEN_BY,
            default=EVERYBODY if note is None or note.shared else ONLY_ME,
            required=True,
            key=f"{key}_seen",
            help=f"Everybody who sees {brand.name}, on all its charts; or nobody but you.",
        )
        saved = st.form_submit_button("Save the note", type="primary")
    draft = NoteDraft(*days, text, tuple(tags), seen_by != ONLY_ME)
    if saved:
        _save(brand, draft, note)
    if note is not None and st.button(
        "Remove the note", icon=":material/delete:", type="tertiary", key=f"{key}_remove"
    ):
        _remove(brand, note)


def _days(first: date, last: date, key: str) -> tuple[date, date]:
    """The last day follows the first one as long as nobody has touched it."""
    left, right = st.columns(2)
    begin = left.date_input("From", value=first, format="YYYY-MM-DD", key=f"{key}_first")
    end = right.date_input("To", value=last, format="YYYY-MM-DD", key=f"{key}_last")
    return begin, begin if end < begin and end == last else end


def _save(brand: Brand, draft: NoteDraft, note: Annotation | None) -> None:
    store = runtime.services().store
    try:
        if note is None:
            add_note(store, brand.id, draft, who=runtime.caller(), now=runtime.now())
        else:
            edit_note(store, brand.id, note.id, draft, who=runtime.caller())
    except BellwetherError as error:
        show_error(error)
    else:
        st.rerun()


def _remove(brand: Brand, note: Annotation) -> None:
    try:
        remove_note(runtime.services().store, brand.id, note.id, who=runtime.caller())
    except BellwetherError as error:
        show_error(error)
    else:
        st.rerun()
