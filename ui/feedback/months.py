"""The report of months: what people spoke of and how they felt, what was done about it, and what came of that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.models.feedback.months import MonthTrend
from services.feedback.months import Done, MonthReport, month_report
from ui import runtime
from ui.calendar_words import MONTHS
from ui.experiments.history import CHOICE_WORDS
from ui.experiments.words import STATE_WORDS
from ui.exports import MADE_UP, ExportContext, as_of_words, export_buttons
from ui.numbers import MINUS, change_words, count_words

SHOWN: Final = 12


def months_view(brand: Brand) -> None:
    """Draw the report, or say that there is nothing yet to report."""
    with runtime.services().store.read() as work:
        report = month_report(work, brand, runtime.now())
    if report is None:
        st.caption("No notes yet: the report of months begins with the first one.")
        return
    period = f"{month_words(report.months[0])} to {month_words(report.months[-1])}"
    st.caption(f"{count_words(report.notes, 'note')}, {period}. The present month is not over yet.")
    st.subheader("How people felt", anchor=False)
    _table(report.feelings, report, None)
    st.subheader("What they spoke of, and what was done", anchor=False)
    _table([trend for trend, _ in report.themes[:SHOWN]], report, [done for _, done in report.themes[:SHOWN]])
    if len(report.themes) > SHOWN:
        st.caption(f"{count_words(len(report.themes) - SHOWN, 'rarer theme')} in the file.")
    context = ExportContext(
        brand=f"{brand.name} ({MADE_UP})" if brand.is_demo else brand.name,
        period=period,
        filters="none",
        as_of=as_of_words(brand),
        source="notes of customers, masked",
    )
    export_buttons("What customers said by month", export_header(report), export_rows(report), context=context)


def month_words(month: date) -> str:
    """Write a month: 'March 2026'."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def slope_words(trend: MonthTrend) -> str:
    """Write a trend: '+1.2 points a month (0.2 to 2.2, 95 %)'."""
    if trend.slope is None or trend.low is None or trend.high is None:
        return f"not told: {trend.reason}"
    sure = "" if trend.low * trend.high > 0 else ", may be chance"
    told = f"{100 * trend.slope:+.1f} points a month ({100 * trend.low:.1f} to {100 * trend.high:.1f}, 95 %{sure})"
    return told.replace("-", MINUS)


def done_words(done: Done) -> str:
    """Write what was done: '2 answered, action 3, test “Recipes”'."""
    told = [f"{done.answered:,} answered"] if done.answered else []
    told += [f"{count_words(done.used, 'note')} used in insights"] if done.used else []
    told += [f"action {action.id} ({action.state.value.replace('_', ' ')})" for action, _ in done.actions]
    told += [f"test {test.id} ({STATE_WORDS[test.state].lower()})" for test, _ in done.tests]
    return ", ".join(told) or "nothing yet"


def outcome_words(done: Done) -> str:
    """Write what came of it: 'action 3: +4 % engagement rate (1 % to 7 %, n = 300), kept'."""
    told: list[str] = []
    for action, row in done.actions:
        if row is None:
            told.append(f"action {action.id}: not measured yet")
        elif row.effect is None or row.low is None or row.high is None:
            told.append(f"action {action.id}: no effect told, {row.decision.replace('_', ' ')}")
        else:
            figure = f"{change_words(row.effect)} {row.metric.replace('_', ' ')}"
            spread = f"{change_words(row.low)} to {change_words(row.high)}, 95 %, n = {row.n:,}"
            told.append(f"action {action.id}: {figure} ({spread}), {row.decision.replace('_', ' ')}")
    for test, decision in done.tests:
        told.append(f"test {test.id}: {'not decided yet' if decision is None else CHOICE_WORDS[decision.choice]}")
    return "; ".join(told) or "\u2013"


def export_header(report: MonthReport) -> list[str]:
    """The columns of the file."""
    months = [month_words(month) for month in report.months]
    return ["Of", "Name", "Notes", "Of notes", "Share", "Trend a month", "Low", "High", "Why no trend", *months,
            "What was done", "What came of it"]  # fmt: skip


def export_rows(report: MonthReport) -> list[list[object]]:
    """The rows of the file: feelings, then all themes."""
    felt = [["feeling", *_cells(trend), "", ""] for trend in report.feelings]
    return felt + [["theme", *_cells(trend), done_words(done), outcome_words(done)] for trend, done in report.themes]


def _cells(trend: MonthTrend) -> list[object]:
    told = [trend.name, trend.n, trend.of, trend.share, trend.slope, trend.low, trend.high, trend.reason]
    return [*told, *trend.counts]


def _table(trends: Sequence[MonthTrend], report: MonthReport, done: Sequence[Done] | None) -> None:
    columns: dict[str, list[object]] = {
        "": [trend.name for trend in trends],
        "Notes": [f"{trend.n:,} of {trend.of:,} ({trend.share:.0%})" for trend in trends],
        "By month": [list(trend.counts) for trend in trends],
        "Trend of the share": [slope_words(trend) for trend in trends],
    }
    if done is not None:
        columns["What was done"] = [done_words(one) for one in done]
        columns["What came of it"] = [outcome_words(one) for one in done]
    words = f"{month_words(report.months[0])} to {month_words(report.months[-1])}"
    st.dataframe(
        columns,
        hide_index=True,
        column_config={
            "By month": st.column_config.BarChartColumn(help=f"Notes by month, {words}", y_min=0, width="small")
        },
    )
