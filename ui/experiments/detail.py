"""One A/B test, from the verdict down to the last number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_records import ExperimentState, Origin
from learning.domain.experiment_verdicts import VerdictWord
from learning.domain.experiments import MetricRole, TestReport
from learning.domain.policies import SystemActor
from services.experiments.analysing import ExperimentView
from services.experiments.local_days import EPOCH
from ui import runtime
from ui.addresses import go_to
from ui.calendar_words import day_words
from ui.experiments import effects
from ui.experiments import reads as experiment_reads
from ui.experiments.appendix import appendix
from ui.experiments.decide import after_words, decide_bar, lifecycle_bar
from ui.experiments.describe import describe_block
from ui.experiments.factors import factors_block
from ui.experiments.gate import open_without, predict_first, show_predictions
from ui.experiments.health import health_strip
from ui.experiments.history import decided_banner, history_block
from ui.experiments.list import OPEN_UNSEEN, PAGE
from ui.experiments.planner import planner_block
from ui.experiments.proposal import proposal_bar
from ui.experiments.segments import segments_block
from ui.experiments.time import time_block
from ui.experiments.words import (
    ANSWERS,
    STATE_WORDS,
    WANTS_DECISION,
    arm_name,
    headline_words,
    metric_words,
    share_words,
    units_words,
    verdict_icon,
    way_words,
)
from ui.imports.wording import plain
from ui.insights.list import open_insight
from ui.numbers import count_words
from ui.problems import shown_problems

SIDES = {VerdictWord.SHIP: "green", VerdictWord.KEEP: "blue", VerdictWord.DONT_TRUST: "red"}


def experiment_detail(brand: Brand, test: int) -> None:
    """Draw one test."""
    view = experiment_reads.view(brand, test)
    after_words()
    _head(view)
    with shown_problems("the finding behind it"):
        _finding(brand, view)
    with shown_problems("the overlaps"):
        _overlaps(brand, view)
    report = view.report
    if report is None:
        _draft(brand, view)
        return
    if not view.may_open:
        if st.session_state.get(OPEN_UNSEEN):
            open_without(brand, test)
            st.rerun()
        with shown_problems("the prediction"):
            predict_first(brand, view)
        _plan(view)
        return
    with shown_problems("the verdict"):
        decided_banner(brand, view)
        _verdict(brand, view, report)
    with shown_problems("the checks"):
        health_strip(view, report)
    with shown_problems("the effects"), st.container(border=True):
        effects.effects_block(view, report)
    if report.factorial:
        with shown_problems("the parts"), st.container(border=True):
            factors_block(view, report)
    _rest(brand, view, report)


def _rest(brand: Brand, view: ExperimentView, report: TestReport) -> None:
    with shown_problems("what it is worth"), st.container(border=True):
        effects.money_block(view, report)
        effects.guardrails_block(view, report)
        effects.secondary_block(view, report)
    with shown_problems("the course"), st.container(border=True):
        time_block(brand, view)
    with shown_problems("the segments"), st.container(border=True):
        segments_block(brand, view)
    with shown_problems("the planner"), st.container(border=True):
        planner_block(brand, view)
        if report.width is not None:
            st.markdown(f"**Why is this range as wide as it is?** {plain(report.width.sentence)}")
    with shown_problems("the history"), st.container(border=True):
        show_predictions(view, report)
        history_block(brand, view)
        _plan(view)
        if view.record.origin is Origin.IMPORTED and view.record.state is ExperimentState.RUNNING:
            describe_block(brand, view)
    with shown_problems("the appendix"):
        appendix(brand, view, report)


def _head(view: ExperimentView) -> None:
    st.button("All tests", icon=":material/arrow_back:", type="tertiary", on_click=go_to, args=(PAGE,), key="all_tests")
    st.title(plain(view.record.name), anchor=False)
    parts = [_state(view), f"judged by {metric_words(view.design.primary)}"]
    if view.record.started_at is not None:
        parts.append(f"since {day_words(datetime.fromtimestamp(view.record.started_at, UTC).date())}")
    tags = [tag for tag in (view.record.topic, view.record.hook, view.record.segment) if tag]
    st.caption(plain(" · ".join([*parts, *tags])))
    if view.record.hypothesis:
        st.markdown(f"*{plain(view.record.hypothesis)}*")


def _finding(brand: Brand, view: ExperimentView) -> None:
    """Lead back to the insight that a test was made of."""
    with runtime.services().store.read() as work:
        found = work.insights.find_of_experiment(brand.id, view.record.id)
    if found is None:
        return
    st.button(
        "The finding behind it",
        key="test_insight",
        type="tertiary",
        icon=":material/lightbulb:",
        on_click=open_insight,
        args=(found.id,),
        help="Bellwether drafted this test; nothing runs before a person starts it."
        if view.record.created_by == SystemActor.ENGINE.value
        else None,
    )


def _state(view: ExperimentView) -> str:
    if view.report is not None and view.record.state is ExperimentState.RUNNING:
        is_answered = view.record.ended_at is not None or view.report.verdict.word.value in ANSWERS
        return WANTS_DECISION if is_answered else STATE_WORDS[ExperimentState.RUNNING]
    return STATE_WORDS[view.record.state]


def _verdict(brand: Brand, view: ExperimentView, report: TestReport) -> None:
    verdict = report.verdict
    with st.container(border=True):
        colour = SIDES.get(verdict.word)
        headline = plain(headline_words(view.design, report))
        shown = f":{colour}[{verdict_icon(verdict)}]" if colour else verdict_icon(verdict)
        st.header(f"{shown} {headline}", anchor=False)
        st.markdown(plain(verdict.reason))
        if view.later_data:
            st.caption("Data came after the planned end; they change no answer, for the look at the end was taken.")
        if report.progress is not None and not report.at_planned_end:
            share = min(report.progress, 1.0)
            planned = units_words(view.design, view.design.planned_n or 0)
            st.progress(share, f"{report.n:,.0f} of {planned} planned")
        proposal_bar(brand, view)
        decide_bar(brand, view, report)
        lifecycle_bar(brand, view, may_end=not report.at_planned_end)


def _overlaps(brand: Brand, view: ExperimentView) -> None:
    if view.record.is_finished:
        return
    found = experiment_reads.overlaps(brand, view.record.id)
    if not found:
        return
    names = " and ".join(f"“{plain(one.name)}”" for one in found[:2])
    more = f" and {len(found) - 2} more" if len(found) > 2 else ""
    st.caption(
        f":material/warning: Reaches the same people as {names}{more}.",
        help="  \n".join([*(one.reason for one in found), "Two changes at once can hide or feign an effect."]),
    )


def _draft(brand: Brand, view: ExperimentView) -> None:
    if view.record.state is ExperimentState.DRAFT:
        with st.container(border=True):
            st.subheader("Ready to start", anchor=False)
            st.markdown("Nothing is measured yet. What is fixed now stays as it is once the test runs.")
            lifecycle_bar(brand, view)
        if not view.may_open:
            with shown_problems("the prediction"):
                predict_first(brand, view)
    _plan(view, expanded=True)
    with shown_problems("the history"), st.container(border=True):
        history_block(brand, view)


def _plan(view: ExperimentView, *, expanded: bool = False) -> None:
    design = view.design
    with st.expander("How it was set up", expanded=expanded):
        whole = sum(arm.weight for arm in design.arms)
        for arm in design.arms[:10]:
            role = ", the others are compared with it" if arm.is_control else ""
            st.markdown(f"- **{plain(arm_name(design, arm.label))}**: {arm.weight / whole:.1%}{role}")
        if len(design.arms) > 10:
            st.caption(f"and {len(design.arms) - 10} more versions")
        for change in design.splits:
            shares = zip(design.arms, change.weights, strict=True)
            split = ", ".join(f"{plain(arm_name(design, arm.label))} {share:.0%}" for arm, share in shares)
            st.markdown(f"From {day_words(EPOCH + timedelta(days=change.day))} on: {split}.")
        for factor in design.factors:
            today, *others = factor.levels
            st.markdown(f"Varies **{plain(factor.name)}**: {plain(today)} as today, {plain(', '.join(others))}.")
        st.markdown(f"Decides: **{plain(metric_words(design.primary))}**, {way_words(design.primary)}.")
        for metric in design.metrics_of(MetricRole.GUARDRAIL):
            st.markdown(f"Guardrail: **{plain(metric_words(metric))}**, at most {share_words(metric.margin)} worse.")
        people = units_words(design, design.planned_n) if design.planned_n else "no number"
        days = count_words(design.planned_days, "day") if design.planned_days else "no number of days"
        days += f", extended to day {design.extended_days}" if design.extended_days else ""
        st.markdown(f"Planned: {people}, {days}; key for files and programs: `{view.record.key}`.")
