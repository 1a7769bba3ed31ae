"""The lists of the Actions page: what waits for the person, what is live, what is over, and the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.action_board import Waiting
from learning.domain.actions import ActionRecord
from learning.domain.brands import Brand
from learning.governance.damping import HeldDown
from learning.governance.risk import risk_of
from services.actions.board import Ended
from services.actions.damping import hold_words
from ui import runtime
from ui.actions import reads as action_reads
from ui.actions.reads import ACTION_KEY, PAGE
from ui.actions.words import (
    WAITING_WORDS,
    at_words,
    expected_words,
    lift_words,
    risk_badge,
    stage_words,
    state_badge,
    title_words,
)
from ui.addresses import go_to
from ui.calendar_words import age_words
from ui.imports.wording import plain
from ui.numbers import count_words

AT_A_TIME: Final = 20
SHOWN_KEY: Final = "_actions_shown"
SEARCH_KEY: Final = "action_search"
SEARCH_FROM: Final = 6


def waiting_list(brand: Brand) -> None:
    """Draw what waits for the person, then what waits for others."""
    desk = action_reads.desk(brand)
    wanted = _search(len(desk.mine) + len(desk.others))
    mine = [(what, number) for what, number in desk.mine if wanted in desk.names.get(number, "")]
    others = [number for number in desk.others if wanted in desk.names[number]]
    limit = int(st.session_state.get(SHOWN_KEY, AT_A_TIME))
    shown = mine[:limit]
    records = {one.id: one for one in action_reads.actions(brand, {number for _, number in shown})}
    holds = action_reads.holds(brand, list(records.values()))
    st.subheader("Waiting for you", anchor=False)
    if not mine:
        _nothing(brand, searched=bool(wanted))
    for what in Waiting:
        of_kind = [records[number] for kind, number in shown if kind is what]
        if of_kind:
            total = sum(kind is what for kind, _ in mine)
            st.markdown(f"**{WAITING_WORDS[what]}** ({total:,})")
        # What is like a change that failed lately comes last.
        for record in sorted(of_kind, key=lambda one: one.id in holds):
            action_line(brand, record, key=f"mine_{what.value}", hold=holds.get(record.id))
    if others:
        st.subheader(f"Waiting for others ({len(others):,})", anchor=False)
        found = action_reads.actions(brand, others[: max(limit - len(shown), AT_A_TIME // 2)])
        holds = action_reads.holds(brand, found)
        for record in found:
            action_line(brand, record, key="others", hold=holds.get(record.id))
    _more(len(mine) + len(others), limit)


def live_list(brand: Brand) -> None:
    """Draw what programs use already, with how far each has come."""
    desk = action_reads.desk(brand)
    if not desk.live:
        st.caption("Nothing is being rolled out. What is approved and started stands here until it is kept or undone.")
    for record in action_reads.actions(brand, desk.live[:AT_A_TIME]):
        action_line(brand, record, key="live")


def finished_list(brand: Brand) -> None:
    """Draw what is over."""
    found = action_reads.ended(brand)
    if not found:
        st.caption("Nothing has come to an end yet.")
        return
    limit = int(st.session_state.get(SHOWN_KEY, AT_A_TIME))
    for one in found[:limit]:
        action_line(brand, one.record, key="over", ended=one)
    _more(len(found), limit)


def action_line(
    brand: Brand, record: ActionRecord, *, key: str, ended: Ended | None = None, hold: HeldDown | None = None
) -> None:
    """Draw one action: what it does, where it stands, and the way to its card."""
    draft = record.draft
    with st.container(border=True, gap="xsmall", key=f"{key}_action_{record.id}"):
        st.markdown(f"**{plain(title_words(draft))}** {state_badge(record.state)} {risk_badge(risk_of(draft))}")
        if ended is not None and ended.ledger is not None:
            st.markdown(f"Measured effect: {plain(lift_words(ended.ledger))}, {count_words(ended.ledger.n, 'unit')}")
        else:
            st.markdown(f"Expected: {expected_words(draft)}")
        if hold is not None:
            st.caption(f":material/history: {plain(hold_words(hold))}")
        age = age_words(datetime.fromtimestamp(draft.created_at, UTC), runtime.now())
        parts = [f"Action {record.id}", f"by {plain(draft.author)}, {age}", stage_words(record)]
        if record.progress.scheduled_at is not None and record.progress.stage is None:
            parts.append(f"starts {at_words(brand, record.progress.scheduled_at)}")
        if record.progress.cause:
            parts.append(plain(record.progress.cause))
        st.caption(" · ".join(part for part in parts if part))
        open_button(record.id, key=f"{key}_open_{record.id}")


def open_button(action_id: int, *, key: str) -> None:
    """Draw the way to the card of an action."""
    st.button(
        f"Open action {action_id}",
        key=key,
        type="tertiary",
        icon=":material/chevron_right:",
        on_click=open_action,
        args=(action_id,),
    )


def open_action(action_id: int) -> None:
    """Ask for the card of an action."""
    go_to(PAGE, **{ACTION_KEY: str(action_id)})


def _search(count: int) -> str:
    if count < SEARCH_FROM:
        return ""
    text = st.text_input("Search", key=SEARCH_KEY, placeholder="A parameter, an author or a number")
    return (text or "").strip().lower()


def _nothing(brand: Brand, *, searched: bool) -> None:
    if searched:
        st.caption("Nothing that waits for you fits the search.")
        return
    ticked = action_reads.gate(brand).ticked_at
    looked = f" The scheduler last looked at {at_words(brand, ticked)}, and looks every minute." if ticked else ""
    st.markdown(f":material/check_circle: Nothing is waiting for you.{looked}")


def _more(total: int, limit: int) -> None:
    if total > limit:
        st.button(
            f"Show more ({total - limit:,})", key="more_actions", on_click=_show_more, args=(limit,), type="tertiary"
        )


def _show_more(limit: int) -> None:
    st.session_state[SHOWN_KEY] = limit + AT_A_TIME
