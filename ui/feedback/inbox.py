"""The inbox: what waits longest first, each note with its clock."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback_entries import EntryState, FeedbackEntry, FeedbackSource, LinkKind
from ui.feedback.card import PROBLEM, note_card
from ui.feedback.form import EXAMPLE
from ui.feedback.reads import behind, desk_of, now_seconds
from ui.feedback.words import BEHIND_KEY, STATE_WORDS
from ui.numbers import count_words
from ui.problems import show_kept_problem

SHOWN: Final = 10
MORE: Final = "feedback_shown"
OPEN: Final = "Waiting"
ALL: Final = "All"
ANY: Final = "Anywhere"


def inbox(brand: Brand) -> None:
    """List the notes of a brand, or say how to begin."""
    show_kept_problem(PROBLEM)
    every = desk_of(brand).list_all()
    if not every:
        st.subheader("Log the first thing a customer said", anchor=False)
        st.markdown(f"For example: *{EXAMPLE}*")
        return
    found, now = _chosen(brand, every), now_seconds()
    late, ageing = (sum(getattr(entry, name)(now) for entry in every) for name in ("is_late", "is_ageing"))
    told = [f"{count_words(len(found), 'note')}, the oldest first"]
    told += [f"{count_words(late, 'note')} past 24 hours"] if late else []
    told += [f"{count_words(ageing - late, 'note')} due soon"] if ageing > late else []
    st.caption(". ".join(told) + ".")
    shown = int(st.session_state.get(MORE, SHOWN))
    for entry in found[:shown]:
        note_card(brand, entry, every, now)
    if len(found) > shown:
        st.button(
            f"Show {min(SHOWN, len(found) - shown)} more of {len(found):,}",
            key="feedback_more",
            on_click=_show_more,
            args=(shown + SHOWN,),
        )


def _show_more(count: int) -> None:
    st.session_state[MORE] = count


def _chosen(brand: Brand, every: tuple[FeedbackEntry, ...]) -> list[FeedbackEntry]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.selectbox(
            "State",
            [OPEN, ALL, *EntryState],
            format_func=lambda one: STATE_WORDS[one] if isinstance(one, EntryState) else one,
            key="feedback_state",
            width=200,
        )
        source = st.selectbox("From", [ANY, *FeedbackSource], key="feedback_from", width=170)
        themes = sorted({theme for entry in every for theme in entry.themes})
        theme = st.selectbox("About", [ANY, *themes], key="feedback_theme", width=200)
        words = st.text_input("Search", key="feedback_search", width=240).casefold()
    known = {one.id for one in _behind(brand)} if BEHIND_KEY in st.query_params else None
    return [
        entry
        for entry in every
        if (known is not None and entry.id in known)
        or (
            known is None
            and _is_in(entry, str(state))
            and source in (ANY, entry.source)
            and (theme == ANY or theme in entry.themes)
            and words in entry.text.casefold()
        )
    ]


def _behind(brand: Brand) -> tuple[FeedbackEntry, ...]:
    """The notes that led to what the address names, whatever else is chosen."""
    kind, _, target = st.query_params[BEHIND_KEY].partition(":")
    if kind.strip() not in set(LinkKind):
        return ()
    st.caption(f"Only the notes behind {kind.strip()} {target.strip()}.")
    return behind(brand, LinkKind(kind.strip()), target.strip())


def _is_in(entry: FeedbackEntry, state: str) -> bool:
    if state == OPEN:
        return entry.stopped_at is None and entry.same_as is None
    return state in {ALL, entry.state}
