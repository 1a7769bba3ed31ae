"""How many people and days a test needs, live, from the brand's own traffic or the test's own control."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.experiments import MetricKind
from learning.experiments.planner import Baseline, TestSize, Wish
from services.experiments.analysing import ExperimentView
from services.experiments.planning import make_wish, plan_for_days, plan_for_lift
from ui.experiments import reads as experiment_reads
from ui.experiments.words import measured_words, metric_words
from ui.numbers import change_words, count_words

LIFTS: Final = (0.02, 0.05, 0.1, 0.2)
LENGTHS: Final = (7, 14, 28, 56)
POWER: Final = "found 4 times in 5 (power 80 %), one false alarm in 20 (alpha 5 %)"


def planner_block(brand: Brand, view: ExperimentView) -> None:
    """Draw what a test like this one can find, from its own control and traffic."""
    st.subheader("Planner", anchor=False)
    try:
        baseline, per_day = experiment_reads.baseline(brand, view.record.id)
    except BadOption:
        st.caption("Once the test has people in it, this tells how long the next one takes.")
        return
    metric = view.design.primary
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        lift = st.number_input(
            "Lift to find (%)", min_value=0.1, value=5.0, step=1.0, format="%.1f", key="plan_lift", width=180
        )
        daily = st.number_input(
            "People per day",
            min_value=1,
            value=max(round(per_day), 1) if per_day else 1_000,
            step=100,
            key="plan_daily",
            width=180,
        )
    wish = wish_of(view, float(daily))
    size = plan_for_lift(baseline, lift / 100, wish)
    st.markdown(size_words(size))
    today = measured_words(metric, baseline.mean)
    st.caption(f"From {metric_words(metric)} of {today} in what it is compared with; {POWER}, early looks included.")
    show_sizes(baseline, wish)


def wish_of(view: ExperimentView, daily: float) -> Wish:
    """Return how a test like this one is run; without a control the first version stands in for it."""
    weights = {arm.label: arm.weight for arm in view.design.arms}
    return make_wish(weights, view.design.control or next(iter(weights)), daily)


def size_words(size: TestSize) -> str:
    """Write what a test needs, or why it cannot be told."""
    if size.units is None:
        return f"It cannot be planned: {size.reason}."
    days = "" if size.days is None else f", about **{count_words(size.days, 'day')}**"
    return f"About **{count_words(size.units, 'person', 'people')}** of all versions together{days}."


def show_sizes(baseline: Baseline, wish: Wish) -> None:
    """Draw the trade between lift and length."""
    opened = st.expander("Lift against length", key="plan_table", on_change="rerun")
    if not opened.open:
        return
    with opened, st.grid(2, min_column_width=280):
        sizes = [plan_for_lift(baseline, lift, wish) for lift in LIFTS]
        st.dataframe(pd.DataFrame([_lift_row(one) for one in sizes]), hide_index=True, alt="People and days by lift")
        found = [plan_for_days(baseline, days, wish) for days in LENGTHS]
        st.dataframe(pd.DataFrame([_days_row(one) for one in found]), hide_index=True, alt="Smallest lift by days")


def _lift_row(size: TestSize) -> dict[str, str]:
    return {
        "To find": "–" if size.lift is None else change_words(size.lift),
        "People": "–" if size.units is None else f"{size.units:,}",
        "Days": "–" if size.days is None else f"{size.days:,}",
    }


def _days_row(size: TestSize) -> dict[str, str]:
    return {
        "In days": "–" if size.days is None else f"{size.days:,}",
        "Smallest lift found": size.reason or "–" if size.lift is None else change_words(size.lift),
    }


def live_plan(brand: Brand, weights: Mapping[str, float], control: str) -> TestSize | None:
    """Draw the planner of a new test on the brand's own traffic; return the size it leads to."""
    past = experiment_reads.traffic(brand)
    rate = past.rate
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        percent = st.number_input(
            "Rate today (%)",
            min_value=0.0001,
            max_value=99.9,
            value=round(100 * rate, 4) if rate else 2.0,
            format="%.4g",
            key="new_rate",
            help="Click rate of the last eight weeks with data." if rate else "The brand has no clicks by day yet.",
            width=150,
        )
        daily = st.number_input(
            "People per day",
            min_value=1,
            value=max(round(past.per_day), 1) if past.per_day else 1_000,
            key="new_daily",
            help="In all versions together; the brand's median day." if past.per_day else None,
            width=150,
        )
        lift = st.number_input(
            "Smallest lift worth finding (%)",
            min_value=0.1,
            value=10.0,
            step=1.0,
            format="%.1f",
            key="new_lift",
            width=210,
        )
    share = percent / 100
    baseline = Baseline(MetricKind.BINOMIAL, share, share * (1 - share))
    try:
        wish = make_wish(weights, control, float(daily))
    except BadOption:
        st.caption("Name two versions or more, each with a share above zero.")
        return None
    size = plan_for_lift(baseline, lift / 100, wish)
    st.markdown(size_words(size))
    if size.days is not None:
        found = plan_for_days(baseline, size.days, wish)
        arms = ", ".join(f"{n:,} see {name}" for name, n in size.by_arm)
        smallest = "" if found.lift is None else f" In {size.days} days a lift of {change_words(found.lift)} is found."
        st.caption(f"{arms}.{smallest} {POWER.capitalize()}.")
    return size
