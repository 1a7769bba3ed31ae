"""Entering what a customer said: one box, and suggestions that can be changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling
from learning.domain.feedback_entries import (
    Attachment,
    FeedbackDraft,
    FeedbackEntry,
    FeedbackSource,
)
from learning.domain.timekeys import day_key
from learning.models.feedback.topics import topic_names
from services.feedback.attachments import ENDINGS, LARGEST, attachment_of
from services.feedback.entries import LONGEST_FIELD, LONGEST_TEXT, MOST_THEMES
from ui import runtime
from ui.feedback.draft import TEXT, field, forget_draft, keep_draft, restore_draft
from ui.feedback.origin import links_of, prefilled
from ui.feedback.reads import desk_of, subject_names
from ui.feedback.words import masked_words, unread_words
from ui.imports.wording import plain
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "feedback_problem"
SAVED: Final = "feedback_saved"
EXAMPLE: Final = "The delivery took two weeks, and nobody could tell me where it was."


def quick_add(brand: Brand) -> None:
    """Draw the box; once it holds words, the suggestions and the button to save."""
    restore_draft(brand)
    with st.container(border=True):
        said = st.text_area("What did they say?", key=TEXT, placeholder=EXAMPLE, max_chars=LONGEST_TEXT, height=100)
        show_kept_problem(PROBLEM)
        saved = st.session_state.pop(SAVED, None)
        if saved is not None:
            st.success(f"Note {saved} is kept. Its clock runs: use or answer it within 24 hours.")
        if said.strip():
            _suggestions(brand, said)
        else:
            forget_draft(brand)


def _suggestions(brand: Brand, said: str) -> None:
    read = desk_of(brand).read(FeedbackDraft(said), who=runtime.who())
    # Of the words: other words bring fresh suggestions.
    key = f"feedback_{hashlib.blake2b(said.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"
    if read.masked:
        st.caption(f"{masked_words(read.masked)}. Kept as: {plain(read.text)}")
    if unread_words(read):
        st.caption(unread_words(read))
    with st.grid(3, min_column_width=220):
        st.selectbox("Feeling", list(Feeling), key=field(key, "feeling", read.feeling, Feeling))
        st.selectbox("Kind", list(FeedbackKind), key=field(key, "kind", read.kind, FeedbackKind))
        themes = field(key, "themes", list(read.themes))
        st.multiselect(
            "Topics",
            sorted({*topic_names(), *read.themes, *st.session_state[themes]}),
            accept_new_options=True,
            max_selections=MOST_THEMES,
            placeholder="Choose or type one",
            key=themes,
        )
    names = subject_names(brand)
    about = field(key, "about", prefilled())
    st.multiselect(
        "About",
        list(dict.fromkeys((*st.session_state[about], *prefilled(), *names))),
        format_func=lambda one: names.get(one, one),
        accept_new_options=True,
        placeholder="Type a campaign, test, insight, action or post",
        key=about,
    )
    with st.expander("More: from whom, when, how strong, what to do, a picture"):
        _rest(key, read)
    keep_draft(brand, key)
    st.button(
        "Save", type="primary", icon=":material/check:", key="feedback_save", on_click=_save, args=(brand, key, read)
    )


def _rest(key: str, read: FeedbackEntry) -> None:
    with st.grid(3, min_column_width=220):
        st.selectbox(
            "From",
            list(FeedbackSource),
            key=field(key, "source", None, FeedbackSource),
            index=None,
            placeholder="Where was it said?",
        )
        st.text_input("Who (a kind of customer, not a name)", key=field(key, "persona", ""), max_chars=LONGEST_FIELD)
        st.date_input("When", None, format="YYYY-MM-DD", key=field(key, "when", None, date.fromisoformat))
        st.selectbox(
            "How strong",
            list(FeedbackStrength),
            index=None,
            key=field(key, "strength", read.strength, FeedbackStrength),
            placeholder="How much it matters",
        )
        st.text_input("What should we do?", key=field(key, "suggestion", ""), max_chars=LONGEST_FIELD)
    st.file_uploader(
        f"A picture or a text, up to {LARGEST // 1024**2} MB",
        list(ENDINGS),
        key=f"{key}_file",
        max_upload_size=LARGEST // 1024**2,
        help="Kept in the database, sealed: a picture of a chat shows names.",
    )
    st.checkbox(
        "Keep the words as they were said, names included",
        key=field(key, "keep", False),  # noqa: FBT003 - the value of the box
        help="Only with that person's consent. They are sealed under a key of their own and can be erased.",
    )


def _save(brand: Brand, key: str, read: FeedbackEntry) -> None:
    """Store the note and empty the box; what cannot be stored stays in it."""
    told = st.session_state
    with kept_problem(PROBLEM):
        draft = _draft(told, key, read)
        attachment = _attachment(told.get(f"{key}_file"))
        stored = desk_of(brand).add(draft, who=runtime.caller(), attachment=attachment)
        told[TEXT], told[SAVED] = "", stored.id


def _draft(told: Mapping[Any, Any], key: str, read: FeedbackEntry) -> FeedbackDraft:
    themes, when = tuple(told[f"{key}_themes"]), told[f"{key}_when"]
    feeling, kind = told[f"{key}_feeling"], told[f"{key}_kind"]
    return FeedbackDraft(
        text=told[TEXT],
        source=told[f"{key}_source"],
        persona=told[f"{key}_persona"],
        said_day=None if when is None else day_key(when),
        about=links_of(told[f"{key}_about"]),
        # What was left as suggested stays the machine's.
        feeling=None if feeling == read.feeling else feeling,
        kind=None if kind == read.kind else kind,
        themes=None if themes == read.themes else themes,
        strength=None if told[f"{key}_strength"] == read.strength else told[f"{key}_strength"],
        suggestion=told[f"{key}_suggestion"],
        keep_names=told[f"{key}_keep"],
    )


def _attachment(file: Any) -> Attachment | None:
    return None if file is None else attachment_of(file.name, file.getvalue())
