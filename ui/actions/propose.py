"""Proposing a change by hand, of a parameter that programs ask for."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from learning.domain.actions import ActionDraft, ExpectedEffect, GuardrailMargin
from learning.domain.brands import Brand
from learning.domain.parameters import Parameter
from learning.domain.policies import DAY
from learning.metrics.catalog import CATALOG
from learning.metrics.words import metric_words
from services.actions.damping import failure_words, failures_of_parameter
from services.actions.parameter_list import LiveParameter, list_parameters
from services.actions.policies import policy_of
from services.actions.proposal_json import draft_from_json
from ui import runtime
from ui.actions.edit import proposal_fields
from ui.actions.list import open_action
from ui.actions.orders import propose
from ui.actions.words import value_words
from ui.imports.wording import plain
from ui.problems import shown_problems

FORM: Final = "_propose_form"
GUARDED: Final = "conversion_rate"
MARGIN: Final = 0.1
MOST_FAILURES: Final = 3


def propose_button(brand: Brand) -> None:
    """Offer to propose a change, where there is a parameter to change."""
    with runtime.services().store.read() as work:
        found = list_parameters(work, brand.id)
    if not found:
        return
    if st.button("Propose a change", key="propose", icon=":material/add:", type="tertiary"):
        st.session_state[FORM] = secrets.token_hex(8)
        _dialog(brand, found)


@st.dialog("Propose a change", icon=":material/add:", width="large")
def _dialog(brand: Brand, found: tuple[LiveParameter, ...]) -> None:
    named = {_name(each.parameter): each for each in found}
    chosen = named[str(st.selectbox("What?", list(named), key="propose_what"))]
    st.caption(f"Serves now: {plain(value_words(chosen.value))}")
    _failures(brand, chosen)
    metrics = [name for name in CATALOG if name.endswith("_rate")]
    metric = str(st.selectbox("Which figure should it move?", metrics, format_func=metric_words, key="propose_metric"))
    guard = metrics[0] if metric != metrics[0] else GUARDED
    blank = _blank(chosen, metric, guard)
    with st.form("propose_action", border=False):
        wanted = proposal_fields(chosen.parameter, blank, key=f"propose_{chosen.parameter.id}")
        saved = st.form_submit_button("Draft it", type="primary", icon=":material/check:")
    if saved:
        with shown_problems("the proposal"):
            answer = propose(brand, draft_from_json(wanted, before=blank), str(st.session_state[FORM]))
            open_action(answer.action_id)
            st.rerun()


def _failures(brand: Brand, chosen: LiveParameter) -> None:
    """Say what failed with this parameter lately, so that the reason can say what is different now."""
    with runtime.services().store.read() as work:
        failed = failures_of_parameter(work, _blank(chosen, GUARDED, GUARDED), int(runtime.now().timestamp()))
        days = policy_of(work, brand.id).damp_seconds // DAY
    if failed:
        told = "\n".join(f"- {plain(failure_words(one))}" for one in failed[:MOST_FAILURES])
        st.warning(
            f"{told}\n\nThe like of it is marked for {days} days. Say in the reason what is different now.",
            title="Something like this failed lately",
            icon=":material/history:",
        )


def _blank(chosen: LiveParameter, metric: str, guard: str) -> ActionDraft:
    key = chosen.parameter.key
    return ActionDraft(
        brand_id=key.brand_id,
        component=key.component,
        operation=key.operation,
        name=key.name,
        from_value=chosen.value,
        to_value=chosen.value,
        reason="",
        evidence="by hand",
        analysis_version="1",
        expected=ExpectedEffect(metric, 0.0, 0.05),
        author="",
        created_at=0,
        command_key="",
        context=key.context,
        guardrails=(GuardrailMargin(guard, MARGIN),),
    )


def _name(parameter: Parameter) -> str:
    key = parameter.key
    about = f" ({', '.join(key.context.values())})" if key.context else ""
    return f"{key.component} · {key.operation} · {key.name}{about}"
