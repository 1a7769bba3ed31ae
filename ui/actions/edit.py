"""Changing a proposal: approvals so far are void, and the difference is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

import streamlit as st

from learning.domain.actions import ActionCommand, ActionDraft, ActionState, ExpectedEffect
from learning.domain.brands import Brand
from learning.domain.parameters import Parameter, ParameterKind, Value
from learning.metrics.words import metric_words
from services.actions.cards import ActionCard
from ui.actions.orders import give, say_done
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import shown_problems

LONGEST_REASON: Final = 2000
DAY_END: Final = time(23, 59, 59)
RAMPS: Final = {
    "10, 25, 50, 100 %": (0.10, 0.25, 0.50, 1.0),
    "25, 100 %": (0.25, 1.0),
    "50, 100 %": (0.50, 1.0),
    "100 %": (1.0,),
}
"""Stages to choose from, as shares of the units that are not held out."""


@st.dialog("Edit this proposal", icon=":material/edit:", width="large")
def edit_dialog(brand: Brand, card: ActionCard) -> None:
    """Ask for the parts that change, and keep them."""
    draft = card.record.draft
    if card.record.state is not ActionState.DRAFT:
        st.warning("An edit asks again: approvals so far are void.", icon=":material/restart_alt:")
    with st.form("edit_action", border=False):
        wanted = proposal_fields(card.parameter, draft, key="edit")
        saved = st.form_submit_button("Keep the edit", type="primary", icon=":material/check:")
    if saved:
        with shown_problems("the edit"):
            changes = {name: value for name, value in wanted.items() if value != _present(draft)[name]}
            if not changes:
                st.info("Nothing was changed.")
                return
            give(brand, card, ActionCommand.EDIT, changes=changes)
            say_done(f"Edited: {count_words(len(changes), 'part')} changed.")


def proposal_fields(parameter: Parameter, draft: ActionDraft, *, key: str) -> dict[str, Any]:
    """Draw the fields of a proposal and return what they say, by the names of the proposal's parts."""
    to = value_field("New value", parameter, draft.to_value, key=f"{key}_to")
    reason = st.text_area("Why? (at least 20 characters)", draft.reason, key=f"{key}_reason", max_chars=LONGEST_REASON)
    low, high = draft.expected.low, draft.expected.high
    with st.container(horizontal=True, gap="small"):
        least = st.number_input(
            "Expected, at least (%)", value=0.0 if low is None else low * 100, step=0.5, key=f"{key}_low"
        )
        most = st.number_input(
            "Expected, at most (%)", value=0.0 if high is None else high * 100, step=0.5, key=f"{key}_high"
        )
        held = st.number_input("Held back (%)", 1, 50, round(draft.holdout * 100) or 10, key=f"{key}_holdout")
    named = next((name for name, ramp in RAMPS.items() if ramp == draft.ramp), None)
    names = [*RAMPS] if named else [ramp_words(draft.ramp), *RAMPS]
    chosen = str(st.selectbox("Stages", names, index=names.index(named) if named else 0, key=f"{key}_ramp"))
    margins = [
        st.number_input(
            f"Roll back if {metric_words(rail.metric)} gets worse by more than (%)",
            1.0,
            100.0,
            rail.margin * 100,
            step=1.0,
            key=f"{key}_rail_{rail.metric}",
        )
        for rail in draft.guardrails
    ]
    undo = st.text_input("How is it undone?", draft.undo, key=f"{key}_undo", max_chars=500)
    ramp = RAMPS.get(chosen, draft.ramp)
    return {
        "pin_until": _pin_field(draft, key=key),
        "to": to,
        "reason": (reason or "").strip(),
        "expected": {"metric": draft.expected.metric, "low": _share(least), "high": _share(most)},
        "holdout": draft.holdout if held == round(draft.holdout * 100) else held / 100,
        "ramp": list(ramp),
        "guardrails": [
            {"metric": rail.metric, "margin": _share(margin)}
            for rail, margin in zip(draft.guardrails, margins, strict=True)
        ],
        "undo": (undo or "").strip(),
    }


def _pin_field(draft: ActionDraft, *, key: str) -> str | None:
    """Until when the new value is pinned; None = not at all. A day that was not touched keeps its very moment."""
    held = None if draft.pin_until is None else datetime.fromtimestamp(draft.pin_until, UTC)
    day = st.date_input(
        "Pin it from its start until the end of (UTC, may stay empty)",
        None if held is None else held.date(),
        key=f"{key}_pin",
        help="Neither the learning nor another change moves it until then; a rollback ends the pin.",
    )
    if day is None:
        return None
    return (held if held is not None and held.date() == day else datetime.combine(day, DAY_END, UTC)).isoformat()


def value_field(label: str, parameter: Parameter, value: Value, *, key: str) -> Value:
    """Draw the field that fits the type of a parameter."""
    spec = parameter.spec
    if spec.kind is ParameterKind.SWITCH:
        return bool(st.toggle(label, bool(value), key=key))
    if spec.kind is ParameterKind.WEIGHTS and isinstance(value, Mapping):
        st.caption(f"{label}: shares by version, together 100 %")
        with st.container(horizontal=True, gap="small"):
            return {
                arm: _share(st.number_input(plain(arm), 0.0, 100.0, weight * 100, step=1.0, key=f"{key}_{arm}"))
                for arm, weight in value.items()
            }
    if spec.kind.is_numeric and isinstance(value, int | float):
        whole = spec.kind is ParameterKind.INTEGER
        step = spec.step or (1 if whole else 0.1)
        low, high = spec.low, spec.high
        number = st.number_input(label, low, high, float(value), step=float(step), key=key)
        return round(number) if whole or float(number).is_integer() else float(number)
    if spec.options:
        options = list(spec.options)
        index = options.index(str(value)) if str(value) in options else 0
        return str(st.selectbox(label, options, index=index, key=key))
    return str(st.text_input(label, str(value or ""), key=key, max_chars=500))


def ramp_words(ramp: tuple[float, ...]) -> str:
    """Write the stages of a ramp."""
    return ", ".join(f"{share * 100:g}" for share in ramp) + " %"


def _share(percent: float) -> float:
    return round(percent / 100, 6)


def _present(draft: ActionDraft) -> dict[str, Any]:
    expected: ExpectedEffect = draft.expected
    return {
        "pin_until": None if draft.pin_until is None else datetime.fromtimestamp(draft.pin_until, UTC).isoformat(),
        "to": draft.to_value,
        "reason": draft.reason,
        "expected": {
            "metric": expected.metric,
            "low": None if expected.low is None else round(expected.low, 6),
            "high": None if expected.high is None else round(expected.high, 6),
        },
        "holdout": draft.holdout,
        "ramp": list(draft.ramp),
        "guardrails": [{"metric": rail.metric, "margin": round(rail.margin, 6)} for rail in draft.guardrails],
        "undo": draft.undo,
    }
