"""The inbox: what waits longest first, each note with its clock, its labels and its ends."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.feedback import Feeling
from learning.domain.feedback_entries import EntryState, FeedbackEntry, Labeller
from services.feedback.entries import LONGEST_FIELD, Labels
from ui import runtime
from ui.feedback_form import EXAMPLE
from ui.feedback_reads import desk_of, now_seconds
from ui.feedback_words import STATE_WORDS, clock_words, masked_words
from ui.import_wording import plain
from ui.numbers import count_words
from ui.problems import show_error

SHOWN: Final = 20
PROBLEM: Final = "feedback_inbox_problem"
OPEN: Final = "Waiting"
ALL: Final = "All"


def inbox(brand: Brand) -> None:
    """List the notes of a brand, or say how to begin."""
    problem = st.session_state.pop(PROBLEM, None)
    if problem is not None:
        show_error(problem)
    every = desk_of(brand).list_all()
    if not every:
        st.subheader("Log the first thing a customer said", anchor=False)
        st.markdown(f"For example: *{EXAMPLE}*")
        return
    found = _chosen(every)
    now = now_seconds()
    late = sum(entry.is_late(now) for entry in every)
    told = f"{count_words(len(found), 'note')}, the oldest first."
    st.caption(f"{told} {count_words(late, 'note')} past 24 hours." if late else told)
    for entry in found[:SHOWN]:
        _card(brand, entry, now)
    if len(found) > SHOWN:
        st.caption(f"{count_words(len(found) - SHOWN, 'more note')}: search, or choose another state.")


def _chosen(every: tuple[FeedbackEntry, ...]) -> list[FeedbackEntry]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.selectbox(
            "State",
            [OPEN, ALL, *EntryState],
            format_func=lambda one: STATE_WORDS[one] if isinstance(one, EntryState) else one,
            key="feedback_state",
            width=220,
        )
        words = st.text_input("Search", key="feedback_search", width=280).casefold()
    return [entry for entry in every if _is_in(entry, str(state)) and words in entry.text.casefold()]


def _is_in(entry: FeedbackEntry, state: str) -> bool:
    if state == OPEN:
        return entry.stopped_at is None and entry.same_as is None
    return state in {ALL, entry.state}


def _card(brand: Brand, entry: FeedbackEntry, now: int) -> None:
    icon = "alarm" if entry.is_late(now) else "hourglass_bottom" if entry.is_ageing(now) else "schedule"
    with st.container(border=True):
        st.markdown(f"\u201c{plain(entry.text)}\u201d")
        told = [STATE_WORDS[entry.state], f":material/{icon}: {clock_words(entry, now)}", *entry.themes]
        told += [entry.kind] if entry.kind else []
        told += [entry.source] if entry.source else []
        st.caption(" · ".join(plain(one) if not one.startswith(":material") else one for one in told))
        if entry.answer:
            st.caption(f"No change, because {plain(entry.answer)}")
        if entry.masked:
            st.caption(masked_words(entry.masked))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _feeling(brand, entry)
            if entry.answered_at is None:
                _answer(brand, entry)
            st.button(
                "Remove", key=f"feedback_remove_{entry.id}", type="tertiary", on_click=_remove, args=(brand, entry.id)
            )


def _feeling(brand: Brand, entry: FeedbackEntry) -> None:
    key = f"feedback_feeling_{entry.id}"
    st.segmented_control(
        "Feeling, by a person" if entry.feeling_by is Labeller.PERSON else "Feeling, as read",
        [feeling.value for feeling in Feeling],
        default=entry.feeling.value if entry.feeling else None,
        key=key,
        on_change=_relabel,
        args=(brand, entry.id, key),
        help="Choose another one if this is wrong: the system learns from it.",
    )


def _relabel(brand: Brand, entry_id: int, key: str) -> None:
    chosen = st.session_state[key]
    if chosen is None:
        return
    try:
        desk_of(brand).relabel(entry_id, Labels(feeling=Feeling(chosen)), who=runtime.WHO)
    except BellwetherError as error:
        st.session_state[PROBLEM] = error


def _answer(brand: Brand, entry: FeedbackEntry) -> None:
    key = f"feedback_because_{entry.id}"
    with st.popover("No change, because \u2026", key=f"feedback_answer_{entry.id}"):
        st.text_input("Why does nothing change?", key=key, max_chars=LONGEST_FIELD)
        st.button("Answer", key=f"feedback_end_{entry.id}", on_click=_end, args=(brand, entry.id, key))


def _end(brand: Brand, entry_id: int, key: str) -> None:
    try:
        desk_of(brand).answer(entry_id, st.session_state[key])
    except BellwetherError as error:
        st.session_state[PROBLEM] = error


def _remove(brand: Brand, entry_id: int) -> None:
    try:
        desk_of(brand).remove(entry_id)
    except BellwetherError as error:
        st.session_state[PROBLEM] = error
