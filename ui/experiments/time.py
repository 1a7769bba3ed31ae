"""How a test went: lift with its range at every look, each day alone, whether it fades, the verdict at each look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiments import MetricKind
from learning.experiments.over_time import EffectPoint
from services.experiments.analysing import ExperimentView
from ui.experiments import reads as experiment_reads
from ui.experiments.charts import CourseLine, course_figure
from ui.experiments.effects import PEOPLE
from ui.experiments.words import (
    arm_name,
    chance_words,
    lift_range_words,
    lift_words,
    metric_words,
    percent_of,
    short_words,
)
from ui.imports.wording import plain
from ui.numbers import change_words

SO_FAR, BY_DAY, BY_AGE = "All days up to then", "Each day alone", "By days since first seen"
MOST_LINES: Final = 4


def time_block(brand: Brand, view: ExperimentView) -> None:
    """Draw how the effect came about."""
    test, design = view.record.id, view.design
    names = {metric_words(metric): metric.name for metric in design.metrics}
    kinds = {metric.name: metric.kind for metric in design.metrics}
    st.subheader("Over time", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        first = next(iter(names))
        metric = first if len(names) == 1 else str(st.selectbox("Metric", list(names), key="time_metric", width=220))
        by_age = experiment_reads.effects_by_age(brand, test, names[metric])
        ways = [SO_FAR, BY_DAY, *([BY_AGE] if len({point.day for point in by_age}) > 1 else [])]
        way = st.segmented_control("Show", ways, default=SO_FAR, key="time_way", required=True)
    if way == BY_AGE:
        _since_exposure(brand, view, metric, by_age)
        return
    alone = way == BY_DAY
    if alone and kinds[names[metric]] is MetricKind.QUANTILE:
        st.caption("A quantile is of all days up to then; single days are too few people for one.")
        return
    read = experiment_reads.effects_by_day if alone else experiment_reads.effects_over_time
    points = read(brand, test, names[metric])
    lines = _lines(view, points, dots=alone)
    if len({point.day for point in points}) < 2:
        st.caption(
            "The data are running totals: single days cannot be told apart."
            if alone and experiment_reads.effects_over_time(brand, test, names[metric])
            else "The data do not say how the test went from day to day."
        )
        return
    st.caption(
        f"Lift in {metric} of each day alone, with 95 % range: single days jump about."
        if alone
        else f"Lift in {metric} with its {percent_of(design.alpha)} range as it was shown on that day. It holds at "
        "every look, so looking often costs nothing."
    )
    st.plotly_chart(
        course_figure(lines, end=None if design.planned_days is None else float(design.planned_days)),
        config={"displayModeBar": False},
        key="time_chart",
        alt=f"Lift in {metric} over the days of the test, with ranges",
    )
    _novelty(brand, view)
    _looks(brand, view)


def _since_exposure(brand: Brand, view: ExperimentView, metric: str, points: Sequence[EffectPoint]) -> None:
    st.caption(
        f"Lift in {metric} on each day since people first saw their version (0 = the same day), with 95 % range. "
        "Of each day those people count who have been followed so long."
    )
    st.plotly_chart(
        course_figure(_lines(view, points, dots=True), axis="days since first seen"),
        config={"displayModeBar": False},
        key="age_chart",
        alt=f"Lift in {metric} by days since people first saw their version, with ranges",
    )
    _novelty(brand, view)


def _lines(view: ExperimentView, points: Sequence[EffectPoint], *, dots: bool) -> list[CourseLine]:
    arms = list(dict.fromkeys(point.arm for point in points))[:MOST_LINES]
    if view.design.control is None and len(arms) == 2:
        # The two mirror each other.
        arms = arms[:1]
    found = []
    for colour, arm in enumerate(arms):
        mine = [point for point in points if point.arm == arm]
        name = arm_name(view.design, arm)
        hover = tuple(
            f"{name}, day {point.day:g}: {lift_words(point.lift, point.low, point.high)}, n = {point.n:,.0f}"
            for point in mine
        )
        found.append(
            CourseLine(
                name,
                tuple(point.day for point in mine),
                tuple(point.lift for point in mine),
                tuple(point.low for point in mine),
                tuple(point.high for point in mine),
                hover,
                colour,
                dots,
            )
        )
    return found


def _novelty(brand: Brand, view: ExperimentView) -> None:
    for arm, found in experiment_reads.novelty(brand, view.record.id).items():
        name = plain(arm_name(view.design, arm))
        if found.early is None or found.late is None:
            st.caption(f"Does it fade? {name}: {found.reason}.")
            continue
        sign = ":material/warning:" if found.fades else ":material/check_circle:"
        days = "results after they first saw it" if found.since_exposure else "days"
        halves = (
            f"{change_words(found.early)} in the first half of the {days}, {change_words(found.late)} in the second"
        )
        st.caption(f"{sign} {name}: {halves}; {found.reason}.")


def _looks(brand: Brand, view: ExperimentView) -> None:
    opened = st.expander("The verdict at each look", key="looks", on_change="rerun")
    if not opened.open:
        return
    with opened:
        looks = experiment_reads.looks(brand, view.record.id)
        rows = [
            {
                "Day": look.days,
                "People": round(look.n),
                "Verdict": short_words(look.verdict.word.value, look.verdict.rule.value, look.verdict.days_left),
                "Ahead": "" if look.arm is None else arm_name(view.design, look.arm),
                "Lift": "–" if look.lift is None else change_words(look.lift),
                "Range": lift_range_words(look.low, look.high),
                "Chance to win": chance_words(look.chance),
            }
            for look in looks
        ]
        if not rows:
            st.caption("The data have no days.")
            return
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, alt="Verdict, lift and range at each look", column_config=PEOPLE
        )
