"""What went wrong with a change, at the top of its card: a broken guardrail, a rollback that is not finished."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from learning.domain.actions import LIVE_STATES
from learning.domain.brands import Brand
from services.actions.alarms import see_alarms
from services.actions.cards import ActionCard, Restored
from services.actions.restoring import PartState, RestoredPart, try_again
from ui import runtime
from ui.actions import reads as action_reads
from ui.actions.words import at_words, sentence, value_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_kept_problem

PROBLEM: Final = "alarm_problem"
PART_ICONS: Final = {
    PartState.DONE: "check_circle",
    PartState.ON_ITS_WAY: "schedule_send",
    PartState.OPEN: "pan_tool",
    PartState.FAILED: "error",
}


def alarm_block(brand: Brand, card: ActionCard) -> None:
    """Say that a guardrail broke, as long as nobody has seen it, and what can be done about it."""
    show_kept_problem(PROBLEM)
    alarm = card.alarm
    if alarm is None:
        return
    live = card.record.state in LIVE_STATES
    then = (
        "A person holds this change, so nothing rolls it back by itself: roll it back, or go on with a reason."
        if live
        else "It was rolled back by itself."
    )
    with st.container(border=True, key="alarm"):
        st.error(
            f"{sentence(plain(alarm.cause))}. {then} Raised on {at_words(brand, alarm.raised_at)}.",
            title=alarm.title,
            icon=":material/gpp_bad:",
        )
        st.button("Seen", icon=":material/check:", key="alarm_seen", on_click=partial(_see, brand, card.record.id))


def restored_block(brand: Brand, card: ActionCard) -> None:
    """Say whether a rolled-back change is back to the last byte, and which part of the rollback is missing."""
    restored = card.restored
    if restored is None:
        return
    why = f" Rolled back: {plain(card.record.progress.cause)}." if card.record.progress.cause else ""
    missing = [part for part in card.parts if part.state in {PartState.OPEN, PartState.FAILED}]
    if missing:
        _missing(brand, card, missing, why)
    elif restored.exact:
        st.success(f"{_exactly(brand, restored)}{_others(card.parts)}{why}", icon=":material/verified:")
    else:
        st.warning(
            f"Programs get {plain(value_words(restored.value))} (version {restored.version}), which is not the value "
            f"from before this change: something has changed it since.{why}",
            icon=":material/difference:",
        )


def _exactly(brand: Brand, restored: Restored) -> str:
    return (
        f"Restored, checked {at_words(brand, action_reads.moment())}: programs get "
        f"{plain(value_words(restored.value))} again (version {restored.version}), the same to the last byte as before "
        "the change."
    )


def _others(parts: tuple[RestoredPart, ...]) -> str:
    way = sum(part.state is PartState.ON_ITS_WAY for part in parts)
    if way:
        return f" {count_words(way, 'message')} on the way."
    return f" All {len(parts)} parts of the rollback are done." if len(parts) > 1 else ""


def _missing(brand: Brand, card: ActionCard, missing: list[RestoredPart], why: str) -> None:
    done = len(card.parts) - len(missing)
    looked = at_words(brand, action_reads.moment())
    st.warning(
        f"Checked {looked}.{why} What is missing stands below.",
        title=f"Rollback did not finish: {done} of {len(card.parts)} parts restored",
        icon=":material/difference:",
    )
    st.markdown(
        "\n".join(
            f"- :material/{PART_ICONS[part.state]}: **{sentence(plain(part.name))}**: {plain(part.detail)}"
            for part in card.parts
        )
    )
    if any(part.state is PartState.FAILED for part in missing):
        st.button(
            "Try again", icon=":material/refresh:", key="restore_again", on_click=partial(_again, brand, card.record.id)
        )
    if any(part.state is PartState.OPEN for part in missing):
        st.caption("Whoever has taken it back by hand says so with 'I have done it'.")


def _see(brand: Brand, action_id: int) -> None:
    with kept_problem(PROBLEM):
        see_alarms(runtime.services().store, brand, action_id, runtime.caller())


def _again(brand: Brand, action_id: int) -> None:
    with kept_problem(PROBLEM):
        tried = try_again(runtime.services().store, brand, action_id, runtime.caller())
        st.toast(f"{count_words(tried, 'message')} tried again; look here in a moment.", icon=":material/refresh:")
