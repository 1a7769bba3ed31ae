"""What the file of a test did not say: what the others are compared with, the planned split, its length, its tags."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiments import MetricKind
from learning.domain.quantile_metrics import QuantileOf
from services.experiments.analysing import ExperimentView
from services.experiments.describing import NOBODY, Description, describe_experiment
from services.experiments.import_json import report_from_json
from ui import runtime
from ui.experiments.words import arm_name, metric_words, name_words
from ui.problems import shown_problems

NONE_NAMED: Final = "None: each with the others together"
MOST_ARMS: Final = 6
UNITS: Final = "units"
OFFERED: Final = ("median", "p90")
"""Quantiles that are offered; the command takes others, too."""


def describe_block(brand: Brand, view: ExperimentView) -> None:
    """Let a person complete an imported test; the history says what was changed."""
    opened = st.expander("Complete what the file did not say", key="describe", on_change="rerun")
    if not opened.open:
        return
    design, record = view.design, view.record
    with opened, st.form("describe_form", border=False):
        arms = {arm_name(design, arm.label): arm.label for arm in design.arms}
        choices = [NONE_NAMED, *arms]
        now = choices.index(arm_name(design, design.control)) if design.control else 0
        control = st.selectbox("Compare the others with", choices, index=now, key="describe_control")
        metrics = {metric_words(metric): metric.name for metric in design.metrics}
        metrics |= {name_words(name): name for name in _quantiles(view) if name not in metrics.values()}
        primary = st.selectbox("Metric that decides", list(metrics), key="describe_primary")
        weights = _weights(view)
        with st.container(horizontal=True, gap="small"):
            days = st.number_input("Days", 1, value=design.planned_days, key="describe_days", width=140)
            people = st.number_input("Planned people", 2, value=design.planned_n, key="describe_n", width=160)
        capped = _capped(view)
        with st.container(horizontal=True, gap="small"):
            topic = st.text_input("Topic", value=record.topic, key="describe_topic", width=200)
            hook = st.text_input("Hook", value=record.hook, key="describe_hook", width=200)
        if not st.form_submit_button("Save", type="primary"):
            return
    words = Description(
        control=NOBODY if control == NONE_NAMED else arms[str(control)],
        weights=weights or None,
        primary=metrics[str(primary)],
        capped=tuple(capped),
        planned_n=None if people is None else int(people),
        days=None if days is None else int(days),
        topic=topic,
        hook=hook,
    )
    services = runtime.services()
    with shown_problems("your changes"):
        describe_experiment(services.store, brand, record.id, words, who=runtime.caller(), clock=services.clock)
        st.rerun()


def _quantiles(view: ExperimentView) -> list[str]:
    """The quantiles that a file with a row for each person allows."""
    if not any(report_from_json(source.report, source.id).shape == UNITS for source in view.sources):
        return []
    numbers = [metric.name for metric in view.design.metrics if metric.kind is MetricKind.MEAN]
    return [QuantileOf(word, name).name for name in numbers for word in OFFERED]


def _weights(view: ExperimentView) -> dict[str, float]:
    """Ask for the planned split; of many versions it is left as it is."""
    arms = view.design.arms
    if len(arms) > MOST_ARMS:
        return {}
    st.caption("Planned split (any scale: 96 and 4, or 1 and 1)")
    with st.container(horizontal=True, gap="small"):
        return {
            arm.label: st.number_input(
                arm_name(view.design, arm.label),
                min_value=0.0,
                value=float(arm.weight),
                key=f"describe_weight_{arm.label}",
                width=140,
            )
            for arm in arms
        }


def _capped(view: ExperimentView) -> list[str]:
    """Ask in which metrics extreme people count as a bound."""
    numbers = [metric.name for metric in view.design.metrics if metric.kind is not MetricKind.BINOMIAL]
    return st.multiselect(
        "Extreme people count as a bound in",
        numbers,
        default=[name for name in view.design.capped if name in numbers],
        key="describe_capped",
        help="One buyer of everything must not decide a test.",
    )
