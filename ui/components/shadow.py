"""Mechanisms in shadow: what each would have done beside what was served, and a person's go on or stop."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.off_policy import OffPolicy
from learning.domain.policies import Role
from learning.domain.shadows import ShadowState
from learning.metrics.words import metric_words
from services.parameters.components import ComponentPage
from services.parameters.shadows import ShadowView
from ui import runtime
from ui.actions.orders import say_done, show_done
from ui.actions.words import at_words, value_words
from ui.components.words import mean_words
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, count_words
from ui.problems import shown_problems

KEY: Final = "_shadow_command"
DECIDED_SHOWN: Final = 5


def shadow_block(brand: Brand, page: ComponentPage) -> None:
    """Draw the runs that wait for a word, and what became of earlier ones."""
    if not page.shadows:
        return
    show_done()
    with st.container(border=True):
        st.subheader("In shadow", anchor=False)
        st.caption("A new mechanism first only says what it would set. What was approved last serves everybody.")
        for view in page.shadows:
            if view.run.state is ShadowState.RUNNING:
                _running(brand, view)
        decided = [view for view in page.shadows if view.run.state is not ShadowState.RUNNING]
        for view in decided[:DECIDED_SHOWN]:
            _decided(brand, view)


def _running(brand: Brand, view: ShadowView) -> None:
    run = view.run
    name = plain(view.parameter.key.name)
    st.markdown(
        f":material/visibility: **{plain(run.mechanism)}** on {name}, since {at_words(brand, run.began_at)}: "
        f"{count_words(len(view.steps), 'adjustment')}. It would serve **{plain(value_words(view.wanted))}** now."
    )
    st.markdown(shadow_words(view))
    st.caption(
        f"{plain(metric_words(run.metric)).capitalize()} was reported of {view.reported:,} decisions of the "
        f"{run.needed:,} that it takes; it can go on from {at_words(brand, run.until)}."
    )
    may = runtime.role(brand)
    allowed = may is not None and may.covers(Role.APPROVER)
    reason = st.text_input("Why?", key=f"shadow_reason_{run.id}", disabled=not allowed, placeholder="In a sentence")
    with st.container(horizontal=True, gap="small"):
        go = st.button(
            "Go on: let it adjust",
            key=f"shadow_go_{run.id}",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not allowed or view.refusal is not None,
        )
        stop = st.button("Stop it", key=f"shadow_stop_{run.id}", icon=":material/stop:", disabled=not allowed)
    if view.refusal is not None:
        st.caption(f":material/hourglass_top: {plain(view.refusal.message)} {plain(view.refusal.fix)}")
    if not allowed:
        st.caption("It takes an approver to say go on or stop.")
    if go or stop:
        _decide(brand, view, go=go, reason=reason or "")


def _decide(brand: Brand, view: ShadowView, *, go: bool, reason: str) -> None:
    with shown_problems("the decision"):
        key = f"page:{_nonce()}:shadow:{view.run.id}:{go}"
        # A refused attempt used no key: another reason may be tried with the same one.
        runtime.services().shadows.decide(
            brand, view.run.id, go=go, who=runtime.caller().who, reason=reason, command=key
        )
        say_done("It adjusts from now on, inside of its envelope." if go else "Stopped. What was approved serves.")


def _decided(brand: Brand, view: ShadowView) -> None:
    run = view.run
    word = "let go on" if run.state is ShadowState.PASSED else "stopped"
    at = at_words(brand, run.decided_at or run.began_at)
    st.caption(
        f"**{plain(run.mechanism)}** on {plain(view.parameter.key.name)} was {word} by {plain(run.decided_by)} "
        f"on {at}: “{plain(run.reason)}” ({view.reported:,} decisions)"
    )


def shadow_words(view: ShadowView) -> str:
    """Say what it would have brought beside what was served, or why that cannot be told."""
    metric = plain(metric_words(view.run.metric))
    if view.served is None:
        return f"Nothing of {metric} was reported since, so nothing can be said of what it would have brought."
    served = f"Served meanwhile: {metric} a decision {mean_words(view.served, view.run.metric)}."
    if view.estimate is None:
        return f"{served} Nothing can be said of what it would have brought: {view.why_not}."
    return f"{served} {_estimate_words(view.estimate, metric)}"


def _estimate_words(found: OffPolicy, metric: str) -> str:
    n = f"n = {found.n:,}, worth {found.effective_n:,.0f}"
    if found.why_not or found.low is None or found.high is None:
        return f"What it would have brought cannot be said ({n}): {plain(found.why_not)}."
    span = f"{found.low:+,.3g} to {found.high:+,.3g} {metric} a decision, 95{NO_BREAK}% range, {n}"
    if found.low > 0:
        return f"**It would have brought about {found.diff:+,.3g}** ({span})."
    if found.high < 0:
        return f"**It would have cost about {found.diff:+,.3g}** ({span})."
    return f"**Too close to call**: about {found.diff:+,.3g} ({span})."


def _nonce() -> str:
    if KEY not in st.session_state:
        st.session_state[KEY] = secrets.token_hex(8)
    return str(st.session_state[KEY])
