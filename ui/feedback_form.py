"""Entering what a customer said: one box, and suggestions that can be changed."""

from __future__ import annotations

import hashlib
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.feedback import FeedbackKind, Feeling
from learning.domain.feedback_entries import FeedbackDraft, FeedbackEntry, FeedbackSource, FeedbackStrength
from learning.domain.timekeys import day_key
from learning.models.feedback.topics import topic_names
from services.feedback.entries import LONGEST_FIELD, LONGEST_TEXT, MOST_THEMES
from ui import runtime
from ui.feedback_origin import links_of, prefilled
from ui.feedback_reads import desk_of
from ui.feedback_words import masked_words
from ui.import_wording import plain
from ui.problems import show_error

TEXT: Final = "feedback_text"
PROBLEM: Final = "feedback_problem"
SAVED: Final = "feedback_saved"
EXAMPLE: Final = "The delivery took two weeks, and nobody could tell me where it was."


def quick_add(brand: Brand) -> None:
    """Draw the box; once it holds words, the suggestions and the button to save."""
    with st.container(border=True):
        said = st.text_area("What did they say?", key=TEXT, placeholder=EXAMPLE, max_chars=LONGEST_TEXT, height=100)
        problem = st.session_state.pop(PROBLEM, None)
        if problem is not None:
            show_error(problem)
        saved = st.session_state.pop(SAVED, None)
        if saved is not None:
            st.success(f"Note {saved} is kept. Its clock runs: use or answer it within 24 hours.")
        if said.strip():
            _suggestions(brand, said)


def _suggestions(brand: Brand, said: str) -> None:
    read = desk_of(brand).read(FeedbackDraft(said), who=runtime.WHO)
    # Of the words: other words bring fresh suggestions.
    key = f"feedback_{hashlib.blake2b(said.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"
    if read.masked:
        st.caption(f"{masked_words(read.masked)}. Kept as: {plain(read.text)}")
    if read.unread is not None:
        st.caption(f"Not read by the system: {read.unread}. Say yourself what it feels like.")
    with st.grid(3, min_column_width=220):
        st.selectbox("Feeling", list(Feeling), _place(list(Feeling), read.feeling), key=f"{key}_feeling")
        st.selectbox("Kind", list(FeedbackKind), _place(list(FeedbackKind), read.kind), key=f"{key}_kind")
        st.multiselect(
            "Topics",
            sorted({*topic_names(), *read.themes}),
            default=list(read.themes),
            accept_new_options=True,
            max_selections=MOST_THEMES,
            placeholder="Choose or type one",
            key=f"{key}_themes",
        )
    about = prefilled()
    st.multiselect(
        "About",
        about,
        default=about,
        accept_new_options=True,
        placeholder="campaign: spring, test: 12, content: 345",
        key=f"{key}_about",
    )
    with st.expander("More: from whom, when, how strong, what to do"):
        _rest(key)
    st.button(
        "Save", type="primary", icon=":material/check:", key="feedback_save", on_click=_save, args=(brand, key, read)
    )


def _rest(key: str) -> None:
    with st.grid(3, min_column_width=220):
        st.selectbox("From", list(FeedbackSource), None, key=f"{key}_source", placeholder="Where was it said?")
        st.text_input("Who (a kind of customer, not a name)", key=f"{key}_persona", max_chars=LONGEST_FIELD)
        st.date_input("When", None, format="YYYY-MM-DD", key=f"{key}_when")
        st.selectbox(
            "How strong", list(FeedbackStrength), None, key=f"{key}_strength", placeholder="How much it matters"
        )
        st.text_input("What should we do?", key=f"{key}_suggestion", max_chars=LONGEST_FIELD)
    st.checkbox(
        "Keep the words as they were said, names included",
        key=f"{key}_keep",
        help="Only with that person's consent. They are sealed under a key of their own and can be erased.",
    )


def _place(options: list[Feeling] | list[FeedbackKind], chosen: Feeling | FeedbackKind | None) -> int | None:
    return None if chosen is None else [str(option) for option in options].index(str(chosen))


def _save(brand: Brand, key: str, read: FeedbackEntry) -> None:
    """Store the note and empty the box; what cannot be stored stays in it."""
    told = st.session_state
    themes, when = tuple(told[f"{key}_themes"]), told[f"{key}_when"]
    feeling, kind = told[f"{key}_feeling"], told[f"{key}_kind"]
    try:
        draft = FeedbackDraft(
            text=told[TEXT],
            source=told[f"{key}_source"],
            persona=told[f"{key}_persona"],
            said_day=None if when is None else day_key(when),
            about=links_of(told[f"{key}_about"]),
            # What was left as suggested stays the machine's.
            feeling=None if feeling == read.feeling else feeling,
            kind=None if kind == read.kind else kind,
            themes=None if themes == read.themes else themes,
            strength=told[f"{key}_strength"],
            suggestion=told[f"{key}_suggestion"],
            keep_names=told[f"{key}_keep"],
        )
        stored = desk_of(brand).add(draft, who=runtime.WHO)
    except BellwetherError as error:
        told[PROBLEM] = error
    else:
        told[TEXT], told[SAVED] = "", stored.id
