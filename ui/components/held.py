"""What people hold of a component and what they owe a look: pin, unpin, keep as it is, propose the base value."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.parameters import ParameterKey
from learning.domain.pins import ParameterReview, Pin, ReviewState, Standing, Verdict
from learning.domain.policies import DAY
from learning.governance.refusals import SHORTEST_REASON
from services.actions.policies import policy_of
from services.parameters.components import ComponentPage
from services.parameters.pinning import PinWish
from services.parameters.standing import list_standings
from ui import runtime
from ui.actions.list import open_action
from ui.actions.orders import say_done, show_done
from ui.actions.words import at_words, value_words
from ui.components.words import ledger_words, whom_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import shown_problems

FORM: Final = "_held_form"
WHOLE: Final = "the whole value"
PIN_DAYS: Final = 30
BROUGHT_NAMED: Final = 3


def held_block(brand: Brand, page: ComponentPage) -> None:
    """Draw each parameter with what holds it, and what is due."""
    if not page.parameters:
        return
    with runtime.services().store.read() as work:
        found = list_standings(work, brand.id, page.at, component=page.component)
        longest = policy_of(work, brand.id).pin_seconds // DAY
    show_done()
    with st.container(border=True):
        st.subheader("Held by people, and due for a look", anchor=False)
        st.caption(
            "A pinned value stays where it was approved: nothing learns or changes it until the pin is over. What "
            "differs from its base value is put before people again after a while; nothing changes by itself."
        )
        for standing in found:
            _parameter(brand, standing, page.at, longest)


def _parameter(brand: Brand, standing: Standing, now: int, longest: int) -> None:
    parameter = standing.parameter
    about = f" ({plain(whom_words(parameter))})" if parameter.key.context else ""
    name = f"**{plain(parameter.key.name)}**{about}"
    whole = any(not pin.arm for pin in standing.pins)
    if not whole:
        held = "pinned in part" if standing.pins else "not pinned"
        if _line(f"{name}: {held}", "Pin", f"pin_{parameter.id}", "keep"):
            _fresh()
            _pin_dialog(brand, standing, longest)
    for pin in standing.pins:
        _pin(brand, standing, pin, f"{name}: " if whole else "")
    if standing.review is not None:
        _review(brand, standing.review, now)


def _pin(brand: Brand, standing: Standing, pin: Pin, name: str) -> None:
    held = f"{plain(pin.arm)} at {pin.value:.0%}" if pin.arm else plain(value_words(pin.value))
    by = f", brought by action {pin.action_id}" if pin.action_id is not None else ""
    words = (
        f":material/keep: {name}held at **{held}** until {at_words(brand, pin.until)} by {plain(pin.who)}{by}: "
        f"“{plain(pin.reason)}”"
    )
    if _line(words, "Unpin", f"unpin_{pin.id}", "keep_off"):
        _fresh()
        _unpin_dialog(brand, standing.parameter.key, pin)


def _line(words: str, label: str, key: str, icon: str) -> bool:
    """A sentence with its button beside it."""
    words_column, button_column = st.columns([5, 1], vertical_alignment="center")
    words_column.markdown(words)
    return button_column.button(label, key=key, icon=f":material/{icon}:", type="tertiary")


def _review(brand: Brand, state: ReviewState, now: int) -> None:
    parameter = state.parameter
    serves, base = plain(value_words(state.serves)), plain(value_words(parameter.base_value))
    if not state.is_due(now):
        st.caption(
            f":material/event_repeat: Differs from its base value, {base}. Next look on "
            f"{at_words(brand, state.due_at)}."
        )
        return
    moved = " A mechanism moved it inside its envelope." if state.adjusted else ""
    st.warning(
        f"It serves **{serves}** in place of its base value, {base}, and nobody has looked at it since "
        f"{at_words(brand, state.since)}.{moved} {_brought(state)}",
        title="Due for a look: is that still right?",
        icon=":material/event_repeat:",
    )
    with st.container(horizontal=True, gap="small"):
        for verdict, label, icon in (
            (Verdict.KEEP, "Keep as it is", "check"),
            (Verdict.BASE, "Propose the base value", "undo"),
        ):
            if st.button(label, key=f"review_{verdict.value}_{parameter.id}", icon=f":material/{icon}:"):
                _fresh()
                _review_dialog(brand, state, verdict)


def _brought(state: ReviewState) -> str:
    told = [f"action {row.action_id}: {ledger_words(row).removesuffix('.')}" for row in state.brought[:BROUGHT_NAMED]]
    more = len(state.brought) - BROUGHT_NAMED
    rest = f", and {count_words(more, 'earlier change')}" if more > 0 else ""
    return f"What it brought: {'; '.join(told)}{rest}." if told else "Nothing was measured of it."


@st.dialog("Pin it where it is", icon=":material/keep:")
def _pin_dialog(brand: Brand, standing: Standing, longest: int) -> None:
    parameter = standing.parameter
    live = standing.approved
    st.markdown(f"**{plain(parameter.key.name)}** stays at {plain(value_words(live))}, what was approved last.")
    arms = [arm for arm in live if arm not in {pin.arm for pin in standing.pins}] if isinstance(live, Mapping) else []
    arm = str(st.selectbox("What is held?", [WHOLE, *arms], key="pin_what")) if arms else WHOLE
    today = runtime.now().astimezone(ZoneInfo(brand.time_zone)).date()
    last = today + timedelta(days=longest - 1)
    day = st.date_input(
        "Until the end of",
        min(today + timedelta(days=PIN_DAYS), last),
        min_value=today,
        max_value=last,
        key="pin_until",
        help=f"At most {longest} days; an administrator sets that under Settings, Changes.",
    )
    reason = st.text_area(f"Why? At least {SHORTEST_REASON} characters; others read it.", key="pin_why", max_chars=1000)
    st.caption("Another value is a change: propose it, and let it be pinned from its start on.")
    if st.button("Pin it", key="pin_sure", type="primary", icon=":material/keep:"):
        with shown_problems("the pin"):
            until = int(datetime.combine(day, time(23, 59, 59), ZoneInfo(brand.time_zone)).timestamp())
            wish = PinWish(parameter.key, until, reason or "", "" if arm == WHOLE else arm)
            runtime.services().pins.pin(brand, wish, runtime.caller(), _command("pin"))
            say_done(f"{parameter.key.name} is pinned.")


@st.dialog("Unpin it", icon=":material/keep_off:")
def _unpin_dialog(brand: Brand, key: ParameterKey, pin: Pin) -> None:
    st.markdown(f"{plain(pin.who)} pinned it: “{plain(pin.reason)}”. Changes and the learning move it again from now.")
    reason = st.text_area("Why?", key="unpin_why", max_chars=1000)
    if st.button("Unpin it", key="unpin_sure", type="primary", icon=":material/keep_off:"):
        with shown_problems("the pin"):
            services, who = runtime.services(), runtime.caller()
            services.pins.unpin(brand, key, pin.arm, reason=reason or "", who=who, command=_command("unpin"))
            say_done(f"{key.name} is not pinned any more.")


@st.dialog("What is to become of it?", icon=":material/event_repeat:")
def _review_dialog(brand: Brand, state: ReviewState, verdict: Verdict) -> None:
    key, keeps = state.parameter.key, verdict is Verdict.KEEP
    st.markdown(
        f"**{plain(key.name)}** stays at {plain(value_words(state.serves))}."
        if keeps
        else f"A proposal back to {plain(value_words(state.parameter.base_value))} is drafted. Nothing changes before "
        "it is approved and started."
    )
    reason = st.text_area(f"Why? At least {SHORTEST_REASON} characters.", key="review_why", max_chars=1000)
    if st.button("Keep as it is" if keeps else "Draft the proposal", key="review_sure", type="primary"):
        with shown_problems("the review"):
            said = _give(brand, key, verdict, reason or "")
            if said.action_id is None:
                say_done(f"{key.name} stays as it is.")
            open_action(said.action_id or 0)
            st.rerun()


def _give(brand: Brand, key: ParameterKey, verdict: Verdict, reason: str) -> ParameterReview:
    reviews, who = runtime.services().reviews, runtime.caller()
    give = reviews.keep if verdict is Verdict.KEEP else reviews.propose_base
    return give(brand, key, reason=reason, who=who, command=_command("review"))


def _fresh() -> None:
    """Give the form that opens a name of its own: a second press of its button is the same command."""
    st.session_state[FORM] = secrets.token_hex(8)


def _command(what: str) -> str:
    return f"page:{st.session_state[FORM]}:{what}"
