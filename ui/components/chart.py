"""A component's outcome by day, with what was changed and when."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.components import DayValue
from learning.metrics.words import metric_words
from services.parameters.components import ComponentPage
from ui.calendar_words import day_words
from ui.charts.drawing import Line, TrendChart, trend_figure
from ui.charts.figure import ChartFigure
from ui.charts.marks import Mark
from ui.components.words import mark_words, mean_words, unit_of
from ui.numbers import count_words


def outcome_chart(brand: Brand, page: ComponentPage) -> None:
    """Draw the days, with a flag for what was done to each action."""
    st.plotly_chart(
        outcome_figure(brand, page),
        config={"displayModeBar": False},
        alt=f"{metric_words(page.metric).capitalize()} a decision of {page.component} by day, "
        f"{count_words(len(page.marks), 'mark')} of changes",
        key="component_days",
    )


def outcome_figure(brand: Brand, page: ComponentPage) -> ChartFigure:
    """Return the chart."""
    known = [day for day in page.days if day.value is not None]
    shown = [day for day in page.days if known and known[0].day <= day.day]
    line = Line(
        f"{metric_words(page.metric).capitalize()} a decision",
        tuple(day.day for day in shown),
        tuple(None if day.value is None else day.value.mean for day in shown),
        tuple(None if day.value is None else day.value.low for day in shown),
        tuple(None if day.value is None else day.value.high for day in shown),
        tuple(_hover(day, page.metric) for day in shown),
        partial=tuple(day is page.days[-1] for day in shown),
    )
    return trend_figure(TrendChart((line,), unit_of(page.metric), _marks(brand, page)))


def _hover(day: DayValue, metric: str) -> str:
    return f"{day_words(day.day)}: {mean_words(day.value, metric)}"


def _marks(brand: Brand, page: ComponentPage) -> tuple[Mark, ...]:
    """One flag for each action and day, with its number."""
    zone = ZoneInfo(brand.time_zone)
    told: defaultdict[tuple[date, int], list[str]] = defaultdict(list)
    for event in page.marks:
        day = datetime.fromtimestamp(event.at, UTC).astimezone(zone).date()
        told[(day, event.action_id)].append(mark_words(brand, event))
    return tuple(Mark(day, "\n".join(lines), label=str(number)) for (day, number), lines in told.items())
