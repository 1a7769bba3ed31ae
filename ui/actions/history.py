"""Who said what about an action, what it looked like when they did, and everything that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from learning.domain.actions import ActionCommand, ActionEvent
from learning.domain.brands import Brand
from services.actions.cards import ActionCard
from ui.actions.evidence import open_as_it_was
from ui.actions.words import PART_WORDS, PREDICTION_WORDS, VOTE_WORDS, at_words, event_words
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, count_words

HIDDEN_PARTS: Final = frozenset({"base_version", "analysis_version"})


def votes_block(brand: Brand, card: ActionCard) -> None:
    """Draw who stands behind it, what they expect, and how many are still needed."""
    st.subheader("Who stands behind it", anchor=False)
    record, policy = card.record, card.policy
    counted = {vote.voter for vote in card.votes if (vote.round, vote.digest) == (record.round, record.digest)}
    anew = {event.round for event in card.events if event.command is ActionCommand.ASK_ANEW}
    for vote in card.votes:
        guess = f", expects: {PREDICTION_WORDS[vote.prediction].lower()}" if vote.prediction in PREDICTION_WORDS else ""
        why = "it was asked for once more" if vote.round + 1 in anew else "it was edited since"
        void = "" if vote.voter in counted and vote.round == record.round else f" (void: {why})"
        said = f": “{plain(vote.reason)}”" if vote.reason else ""
        st.markdown(
            f":material/how_to_vote: **{plain(vote.voter)}** {VOTE_WORDS[vote.kind]} on {at_words(brand, vote.at)}"
            f"{guess}{said}{void}"
        )
    if not card.votes:
        st.markdown("Nobody has approved it yet.")
    own = "the author cannot be one of them" if policy.four_eyes else "this brand is run by one person"
    st.caption(f"{count_words(policy.quorum, 'approver')} needed; {own}. {len(counted)} of this round so far.")


def history_block(brand: Brand, card: ActionCard) -> None:
    """Draw everything that happened, the newest first, each with the page as it was then."""
    st.subheader("History", anchor=False)
    for event in reversed(card.events):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.markdown(event_words(brand, event), width="stretch")
            if event.id in card.kept_pages:
                st.button(
                    f"As{NO_BREAK}it{NO_BREAK}was",
                    key=f"as_it_was_{event.id}",
                    type="tertiary",
                    icon=":material/history:",
                    help="The evidence exactly as it stood at this moment.",
                    on_click=open_as_it_was,
                    args=(card.record.id, event.id),
                )
        changed = _changed(event)
        if changed:
            with st.expander("What the edit changed", key=f"diff_{event.id}"):
                st.markdown("\n".join(["| | Before | After |", "|---|---|---|", *changed]))


def _changed(event: ActionEvent) -> list[str]:
    found = event.detail.get("changed")
    if not isinstance(found, Mapping):
        return []
    return [
        f"| {PART_WORDS.get(name, name)} | {plain(str(pair[0]))} | {plain(str(pair[1]))} |"
        for name, pair in found.items()
        if name not in HIDDEN_PARTS
    ]
