"""What a person does with an insight: accept it, run it as a test, dismiss it and its like."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.insights import Insight
from learning.domain.platforms import platform_name
from services.actions.damping import hold_words
from services.insights.deciding import OPEN, Breadth, accept_insight, dismiss_insight, wide_of
from services.insights.detail import InsightDetail
from services.insights.possibilities import why_not_changed, why_not_tested
from services.insights.trials import Trial, start_trial
from ui import runtime
from ui.actions.reads import ACTION_KEY
from ui.actions.reads import PAGE as ACTIONS_PAGE
from ui.addresses import go_to
from ui.experiments.list import PAGE as TESTS_PAGE
from ui.experiments.list import TEST_KEY
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import shown_problems

DONE: Final = "_insight_done"
BREADTH_WORDS: Final = {Breadth.SAME: "Only this one", Breadth.SUBJECT: "The same on any metric"}


def decide_bar(brand: Brand, detail: InsightDetail) -> None:
    """Draw the three choices; what cannot be done says why, in words that a finger on glass sees as well."""
    done = st.session_state.pop(DONE, None)
    if done:
        st.success(done, icon=":material/check_circle:")
    one = detail.listed.insight
    _ways(one)
    if one.status not in OPEN:
        return
    blocked, untested = _why_not(detail), why_not_tested(one.finding)
    with st.container(horizontal=True, gap="small"):
        if st.button(
            "Accept",
            key="accept_insight",
            type="primary",
            icon=":material/check:",
            disabled=blocked is not None,
            help="Becomes a proposal. Nothing changes before somebody approves it.",
        ):
            _accept_dialog(brand, detail)
        trial = detail.trial
        if st.button(
            "Run as a test",
            key="try_insight",
            icon=":material/science:",
            disabled=trial is None or one.experiment_id is not None,
            help=None if trial is None else trial_words(trial),
        ):
            _start(brand, one)
        if st.button("Dismiss", key="dismiss_insight", icon=":material/close:"):
            _dismiss_dialog(brand, one)
    _reasons(blocked, untested)


def _ways(one: Insight) -> None:
    """Lead to what was made of it."""
    if one.action_id is not None:
        st.button(
            "Open the change",
            key="insight_action",
            icon=":material/checklist:",
            on_click=go_to,
            args=(ACTIONS_PAGE,),
            kwargs={ACTION_KEY: str(one.action_id)},
        )
    if one.experiment_id is not None:
        st.button(
            "Open its test",
            key="insight_test",
            icon=":material/science:",
            on_click=go_to,
            args=(TESTS_PAGE,),
            kwargs={TEST_KEY: str(one.experiment_id)},
        )


def _reasons(blocked: str | None, untested: str | None) -> None:
    if blocked is not None and blocked == untested:
        st.caption(f"Neither to accept nor to test: {_small(blocked)}")
        return
    if blocked is not None:
        st.caption(f"Not to accept: {_small(blocked)}")
    if untested is not None:
        st.caption(f"Not to test: {_small(untested)}")


def trial_words(trial: Trial) -> str:
    """Say what a test would compare, and what it needs."""
    plan, size = trial.plan, trial.size
    compared = f"“{plan.treatment}” against “{plan.control}”"
    where = " · ".join(platform_name(value) if name == "platform" else value for name, value in plan.segment)
    people = f" among {where}" if where else ""
    if size.units is None or size.days is None:
        return f"Compares {compared}{people}. How long it takes cannot be told: {size.reason}."
    days = count_words(size.days, "day")
    units = count_words(size.units, plan.unit)
    return f"Compares {compared}{people}: about {units}, about {days} at the present pace."


def _why_not(detail: InsightDetail) -> str | None:
    one = detail.listed.insight
    why = why_not_changed(one.finding)
    if why is not None:
        return why
    if not detail.listed.is_sure_enough:
        least = detail.settings.minimum_confidence
        return f"By now it is {one.confidence:.0%} sure; a change takes at least {least:.0%}."
    if not detail.listed.is_large_enough:
        least = detail.settings.smallest_effect
        return f"Its effect is under the {least:.1%} that a change takes (Settings, Learning)."
    return None


def _small(words: str) -> str:
    return plain(words[:1].lower() + words[1:])


def breadths(one: Insight) -> dict[Breadth, str]:
    """Return how widely an insight can be dismissed, in words: what it is about is named."""
    wide = wide_of(one.finding.candidate.subject)
    if wide is None:
        return dict(BREADTH_WORDS)
    about = f"the program “{wide[1]}”" if wide[0] == "component" else f"the {wide[1]}"
    return BREADTH_WORDS | {Breadth.ATTRIBUTE: f"Everything about {about}"}


@st.dialog("Accept this insight", icon=":material/check:")
def _accept_dialog(brand: Brand, detail: InsightDetail) -> None:
    one, held = detail.listed.insight, detail.listed.held_by
    st.markdown("It becomes a draft of an action. Nothing changes before somebody other than you approves it.")
    if held is not None:
        st.warning(plain(hold_words(held)), icon=":material/history:")
    ask = "Why now? (kept with the proposal)" if held is None else "What is different now? (kept with the proposal)"
    reason = st.text_area(ask, key="accept_reason", max_chars=500)
    if st.button("Make it a proposal", type="primary", key="accept_sure"):
        with shown_problems("the proposal"):
            services, now = runtime.services(), runtime.now()
            done = accept_insight(
                services.store,
                brand.id,
                one.id,
                who=runtime.caller(),
                now=now,
                reason=reason or "",
            )
            st.session_state[DONE] = f"Draft {done.action.id} of a change is made of it. Nothing has changed yet."
            st.rerun()


@st.dialog("Dismiss this insight", icon=":material/close:")
def _dismiss_dialog(brand: Brand, one: Insight) -> None:
    st.markdown("Findings like it are kept, but shown below all others until somebody takes this back.")
    reason = st.text_input("Why?", key="dismiss_reason", max_chars=500, placeholder="We know; it was the campaign.")
    offered = breadths(one)
    named = st.radio("What is like it?", [plain(words) for words in offered.values()], index=1, key="dismiss_breadth")
    breadth = next(each for each, words in offered.items() if plain(words) == named)
    if st.button("Dismiss", type="primary", key="dismiss_sure"):
        with shown_problems("the dismissal"):
            dismiss_insight(
                runtime.services().store,
                brand.id,
                one.id,
                who=runtime.caller(),
                now=runtime.now(),
                reason=reason or "",
                breadth=breadth,
            )
            st.session_state[DONE] = "Dismissed. It stands under “Dismissed kinds” on the list of insights."
            st.rerun()


def _start(brand: Brand, one: Insight) -> None:
    started = start_trial(runtime.services().store, brand, one.id, who=runtime.caller(), clock=runtime.services().clock)
    words = f"The test “{plain(started.record.name)}” is designed and waits to be started."
    if started.overlaps:
        words += f" It reaches the same people as “{plain(started.overlaps[0].name)}”."
    st.session_state[DONE] = words
    st.rerun()
