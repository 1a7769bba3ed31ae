"""One note in the inbox: what was said, its clock, its labels corrected in one click, and its ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling
from learning.domain.feedback_entries import FeedbackEntry, Labeller
from learning.models.feedback.topics import topic_names
from services.feedback.entries import LONGEST_FIELD, MOST_THEMES, Labels
from services.feedback.likeness import most_alike
from ui import runtime
from ui.addresses import go_to
from ui.feedback.reads import desk_of
from ui.feedback.words import NOTE_KEY, badge_of, clock_words, masked_words, state_words, unread_words
from ui.imports.wording import plain
from ui.lazy_menu import lazy_menu
from ui.numbers import count_words
from ui.problems import kept_problem

PROBLEM: Final = "feedback_inbox_problem"
LONGEST_OPTION: Final = 90


def note_card(brand: Brand, entry: FeedbackEntry, every: Sequence[FeedbackEntry], now: int) -> None:
    """Draw one note."""
    with st.container(border=True):
        st.markdown(f"\u201c{plain(entry.text)}\u201d")
        told = [state_words(entry), clock_words(entry, now), *entry.themes]
        told += [entry.source] if entry.source else []
        asked = [one for one in every if one.same_as == entry.id]
        told += [f"said by {count_words(len(asked) + 1, 'customer')}"] if asked else []
        # In a caption the badge would fade with the words.
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(badge_of(entry, now), width="content")
            st.caption(" · ".join(plain(one) for one in told), width="stretch")
        if entry.answer:
            st.caption(f"No change, because {plain(entry.answer)}")
        for told_of in (masked_words(entry.masked), unread_words(entry)):
            if told_of:
                st.caption(told_of)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _one_of(brand, entry, "feeling", Feeling, "Feeling")
            _one_of(brand, entry, "kind", FeedbackKind, "Kind")
            _one_of(brand, entry, "strength", FeedbackStrength, "How strong")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _topics(brand, entry)
            if entry.answered_at is None:
                _answer(brand, entry)
            lazy_menu(
                "Same as \u2026",
                partial(_merge, brand, entry, every),
                key=f"feedback_merge_{entry.id}",
                icon=":material/merge:",
            )
            st.button(
                "Thread",
                key=f"feedback_thread_{entry.id}",
                type="tertiary",
                icon=":material/account_tree:",
                on_click=go_to,
                args=("feedback",),
                kwargs={NOTE_KEY: str(entry.id)},
            )
            st.button(
                "Remove",
                key=f"feedback_remove_{entry.id}",
                type="tertiary",
                icon=":material/delete:",
                on_click=_try,
                args=(lambda: desk_of(brand).remove(entry.id, who=runtime.caller()),),
            )


def _one_of(brand: Brand, entry: FeedbackEntry, name: str, kinds: type[StrEnum], words: str) -> None:
    """Draw a label of a note as it was read or corrected; another choice corrects it. `name` is the label's field."""
    key = f"feedback_{name}_{entry.id}"
    told, by = getattr(entry, name), getattr(entry, f"{name}_by")

    def label(chosen: str) -> Labels:
        own: dict[str, Any] = {name: kinds(chosen)}
        return Labels(**own)

    st.segmented_control(
        f"{words}, by a person" if by is Labeller.PERSON else f"{words}, as read",
        [kind.value for kind in kinds],
        default=told.value if told else None,
        key=key,
        on_change=_relabel,
        args=(brand, entry.id, key, label),
        help="Choose another one if this is wrong: the system learns from it.",
    )


def _topics(brand: Brand, entry: FeedbackEntry) -> None:
    key = f"feedback_topics_{entry.id}"
    st.multiselect(
        "Topics, by a person" if entry.themes_by is Labeller.PERSON else "Topics, as read",
        sorted({*topic_names(), *entry.themes}),
        default=list(entry.themes),
        accept_new_options=True,
        max_selections=MOST_THEMES,
        placeholder="Choose or type one",
        key=key,
        on_change=_relabel,
        args=(brand, entry.id, key, lambda told: Labels(themes=tuple(told))),
        width=300,
    )


def _relabel(brand: Brand, entry_id: int, key: str, labels: Callable[[Any], Labels]) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        _try(lambda: desk_of(brand).relabel(entry_id, labels(chosen), who=runtime.caller()))


def _answer(brand: Brand, entry: FeedbackEntry) -> None:
    key = f"feedback_because_{entry.id}"
    with st.popover("No change, because \u2026", key=f"feedback_answer_{entry.id}"):
        st.text_input("Why does nothing change?", key=key, max_chars=LONGEST_FIELD)
        st.button(
            "Answer",
            key=f"feedback_end_{entry.id}",
            on_click=lambda: _try(lambda: desk_of(brand).answer(entry.id, st.session_state[key], who=runtime.caller())),
        )


def _merge(brand: Brand, entry: FeedbackEntry, every: Sequence[FeedbackEntry]) -> None:
    alike = most_alike(entry, every)
    if not alike:
        st.caption("No other note sounds like this one.")
    for other in alike:
        st.button(
            plain(_short(other.text)),
            key=f"feedback_merge_{entry.id}_{other.id}",
            type="tertiary",
            on_click=_try,
            args=(lambda one=other.id: desk_of(brand).merge(entry.id, one, who=runtime.caller()),),
        )
    if alike:
        st.caption("That note stands for both then; who said it is kept with each.")


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_OPTION else f"{words[: LONGEST_OPTION - 1]}\u2026"


def _try(act: Callable[[], object]) -> None:
    with kept_problem(PROBLEM):
        act()
