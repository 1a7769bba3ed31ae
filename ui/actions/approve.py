"""Saying yes to a change: first the guess, then the note, then when it starts."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.governance.situation import Wish
from learning.metrics.words import metric_words
from services.actions.cards import ActionCard
from ui.actions import reads as action_reads
from ui.actions.orders import give, say_done, start_after
from ui.actions.schedule import pick_moment
from ui.actions.words import PREDICTION_WORDS, at_words, expected_words, title_words, what_happens
from ui.imports.wording import plain
from ui.problems import shown_problems

NOW: Final = "Start now"
AT: Final = "Start at a time"
LATER: Final = "Only approve; somebody starts it later"


@st.dialog("Approve this change?", icon=":material/check:", width="medium")
def approve_dialog(brand: Brand, card: ActionCard) -> None:
    """Ask for the guess and the note, and approve what was shown."""
    record, draft = card.record, card.record.draft
    st.markdown(f"**{plain(title_words(draft))}**")
    st.caption(f"Expected: {expected_words(draft)}")
    metric = metric_words(draft.expected.metric) if draft.expected.metric else "result"
    guess = st.radio(
        f"First your guess: what will the {metric} be?",
        list(PREDICTION_WORDS),
        format_func=lambda name: PREDICTION_WORDS[name],
        index=None,
        horizontal=True,
        key="approve_guess",
        help="Kept with your approval, and scored once it is measured.",
    )
    note = st.text_area("A note (kept with your approval)", key="approve_note", max_chars=1000)
    last = len({vote.voter for vote in card.votes if vote.round == record.round}) + 1 >= card.policy.quorum
    when, at = LATER, None
    if last:
        when = str(st.radio("When?", [NOW, AT, LATER], key="approve_when"))
        if when == AT:
            at = pick_moment(brand, "approve")
        if when == NOW:
            st.caption(what_happens(card, brand, action_reads.moment()))
        if card.starts_refusal is not None and when == NOW:
            st.warning(f"It cannot start now: {plain(card.starts_refusal.message)} {plain(card.starts_refusal.fix)}")
    else:
        st.caption("Another approver is needed before it can start.")
    if st.button("Approve", type="primary", icon=":material/check:", key="approve_sure"):
        with shown_problems("the approval"):
            if guess is None:
                raise RuleRefused("no_guess", "First your guess.", "Choose better, about the same, or worse.")
            wish = Wish((note or "").strip(), record.round, record.digest, prediction=guess)
            _approve(brand, card, wish, at, when)


def _approve(brand: Brand, card: ActionCard, wish: Wish, at: int | None, when: str) -> None:
    answer = give(brand, card, ActionCommand.APPROVE, wish)
    if answer.state is not ActionState.APPROVED:
        say_done("Your yes is noted. Another approver is needed before it can start.")
    if when == NOW:
        refused = start_after(brand, card, ActionCommand.START, Wish())
        if refused is None:
            say_done(f"Approved and started. {what_happens(card, brand, action_reads.moment())}")
    elif when == AT and at is not None:
        refused = start_after(brand, card, ActionCommand.SCHEDULE, Wish(at=at))
        if refused is None:
            say_done(f"Approved. It starts on {at_words(brand, at)}.")
    else:
        say_done("Approved. Nothing changes until somebody starts it.")
    if refused is not None:
        say_done(f"Approved, but not started: {plain(refused.message)} {plain(refused.fix)}")
