"""A metric over time: its finding in words, the lines, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from learning.domain.annotations import Annotation
from learning.domain.enums import Basis
from learning.domain.imports import Period
from learning.domain.platforms import platform_name
from learning.domain.timekeys import day_of
from learning.domain.trends import Bucket, Headline, RollingPoint, TrendPoint, TrendQuery, TrendResult, TrendSeries
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words, range_words
from ui.charts import Line, Mark, TrendChart
from ui.headlines import change_range_words, is_likely_real, unequal_words
from ui.numbers import change_words, interval_words, value_words
from ui.wording import BASIS_HELP, BASIS_WORDS, cuts_words, n_words

BUCKET_NAMES: Final = {Bucket.DAY: "Day", Bucket.WEEK: "Week", Bucket.MONTH: "Month"}
DAYS_AS_DAYS: Final = 35
DAYS_AS_WEEKS: Final = 210
SHOWN_GAPS: Final = 3
READABLE_BANDS: Final = 2
"""Bands of more lines than this hide each other; each point still tells its range."""


def natural_bucket(period: Period) -> Bucket:
    """Choose the length of a point so that a line has about ten to forty of them."""
    if period.days <= DAYS_AS_DAYS:
        return Bucket.DAY
    return Bucket.WEEK if period.days <= DAYS_AS_WEEKS else Bucket.MONTH


def finding_words(entry: GlossaryEntry, found: Headline, data_first: date | None = None) -> str:
    """State what the trend says, as far as it can be trusted."""
    value = found.value
    if value.value is None:
        return f"No {entry.label.lower()} for these days"
    shown = value_words(value.value, entry.unit, currency=value.currency)
    change = found.change
    if change is None or change.relative is None or unequal_words(entry, found, data_first):
        return f"{entry.label}: {shown}"
    if change.low is None:
        return f"{entry.label}: {shown}, too early to compare"
    if not is_likely_real(change):
        return f"{entry.label}: {shown}, no clear change"
    verb = "went up" if change.relative > 0 else "went down"
    return f"{entry.label} {verb} by about {change_words(change.relative).lstrip('+−±')}, to {shown}"


def subtitle_words(entry: GlossaryEntry, result: TrendResult, data_first: date | None = None) -> str:
    """Give metric, n, basis and what the change was measured against."""
    found = result.headline
    parts = [f"{entry.label} by {result.query.bucket.name.lower()}", BASIS_WORDS[result.basis], n_words(found.value)]
    spread = interval_words(found.value.low, found.value.high, entry.unit, currency=found.value.currency)
    if spread:
        parts.append(f"{spread} (95 % interval)")
    unequal = unequal_words(entry, found, data_first)
    if unequal:
        parts.append(f"not compared with the earlier range: {unequal}")
    elif found.change and found.change.relative is not None and found.previous_first and found.previous_last:
        before = range_words(found.previous_first, found.previous_last)
        parts.append(f"change {change_range_words(found.change)} against {before}")
    return " · ".join(parts)


def trend_chart(entry: GlossaryEntry, result: TrendResult, marks: Sequence[Annotation]) -> TrendChart:
    """Turn a trend into lines: one per platform or one for all, and what it is compared with, dashed."""
    query = result.query
    lines: list[Line] = []
    for index, series in enumerate(result.series):
        name = platform_name(series.platform) if series.platform else range_words(query.scope.first, query.scope.last)
        lines += _lines(entry, series, query, name, index)
    if result.previous and not query.by_platform:
        lines.append(_earlier(entry, result))
    if len(result.series) > READABLE_BANDS:
        lines = [replace(line, lows=(), highs=()) for line in lines]
    first, last = query.scope.first, query.scope.last
    shown = tuple(Mark(min(max(day_of(mark.day_last), first), last), mark.text) for mark in marks)
    return TrendChart(tuple(lines), entry.unit, shown)


def _lines(entry: GlossaryEntry, series: TrendSeries, query: TrendQuery, name: str, colour: int) -> list[Line]:
    """Days are too noisy for a line where a rolling mean can be had: they become dots around it."""
    points = _line(entry, series.points, query.bucket, name, colour)
    if query.bucket is not Bucket.DAY or all(point.value is None for point in series.rolling):
        return [points]
    mean = name if query.by_platform else f"{name}, mean of 7 days"
    dots = replace(points, name="single days", dots=True, lows=(), highs=(), in_legend=not query.by_platform)
    return [_rolling(entry, series.rolling, mean, colour), dots]


def _line(entry: GlossaryEntry, points: Sequence[TrendPoint], bucket: Bucket, name: str, colour: int) -> Line:
    by_start = {_bucket_start(point.start, bucket): point for point in points}
    days = _bucket_starts(sorted(by_start), bucket)
    filled = [by_start.get(day) for day in days]
    return Line(
        name,
        tuple(days),
        tuple(point.value.value if point else None for point in filled),
        tuple(point.value.low if point else None for point in filled),
        tuple(point.value.high if point else None for point in filled),
        tuple(_hover(entry, point, name) if point else "" for point in filled),
        colour=colour,
        partial=tuple(point is not None and _is_partial(point, bucket) for point in filled),
    )


def _is_partial(point: TrendPoint, bucket: Bucket) -> bool:
    if bucket is Bucket.MONTH:
        return point.start.day != 1 or (point.finish + timedelta(days=1)).day != 1
    return bucket is Bucket.WEEK and (point.finish - point.start).days < 6


def _bucket_start(day: date, bucket: Bucket) -> date:
    """The first bucket of a range may be clipped: its start is found again."""
    if bucket is Bucket.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if bucket is Bucket.WEEK else day


def _bucket_starts(known: Sequence[date], bucket: Bucket) -> list[date]:
    """Every bucket from the first to the last, so that an empty one is a gap and not a straight line."""
    if not known:
        return []
    starts, day = [], known[0]
    while day <= known[-1]:
        starts.append(day)
        day = (
            (day.replace(day=28) + timedelta(days=4)).replace(day=1) if bucket is Bucket.MONTH else day + _STEP[bucket]
        )
    return starts


_STEP: Final = {Bucket.DAY: timedelta(days=1), Bucket.WEEK: timedelta(days=7)}


def _hover(entry: GlossaryEntry, point: TrendPoint, name: str) -> str:
    value = point.value
    shown = value_words(value.value, entry.unit, currency=value.currency)
    spread = interval_words(value.low, value.high, entry.unit, currency=value.currency)
    spread = f" ({spread})" if spread else ""
    return f"{name}<br>{range_words(point.start, point.finish)}: <b>{shown}</b>{spread} · {n_words(value)}"


def _rolling(entry: GlossaryEntry, points: Sequence[RollingPoint], name: str, colour: int) -> Line:
    return Line(
        name,
        tuple(point.day for point in points),
        tuple(point.value for point in points),
        tuple(point.low for point in points),
        tuple(point.high for point in points),
        tuple(f"{name} to {day_words(point.day)}: <b>{value_words(point.value, entry.unit)}</b>" for point in points),
        colour=colour,
    )


def _earlier(entry: GlossaryEntry, result: TrendResult) -> Line:
    """The earlier range, laid over the later one: the same weekday stands at the same place."""
    found = result.headline
    first, last = found.previous_first, found.previous_last
    name = range_words(first, last) if first and last else "before"
    line = _line(entry, result.previous, result.query.bucket, name, 0)
    ahead = timedelta(days=result.shift_days)
    days = tuple(day + ahead for day in line.days)
    return replace(line, days=days, lows=(), highs=(), partial=(), dashed=True)


def show_finding(entry: GlossaryEntry, result: TrendResult, data_first: date | None = None) -> None:
    """Write the finding of a trend and what it rests on; `data_first` is the first day with data on its basis."""
    st.subheader(finding_words(entry, result.headline, data_first), anchor=False)
    st.caption(subtitle_words(entry, result, data_first))


def show_trend(entry: GlossaryEntry, result: TrendResult, figure: go.Figure) -> None:
    """Draw a trend with its sources below."""
    if any(point.value.value is not None for series in result.series for point in series.points):
        st.plotly_chart(figure, config={"displayModeBar": False}, alt=alt_words(entry, result), key="trend_chart")
    else:
        st.info(_nothing_words(entry, result), icon=":material/search_off:")
    st.caption(" ".join(source_words(result)))


def _nothing_words(entry: GlossaryEntry, result: TrendResult) -> str:
    reason = result.headline.value.reason
    return f"There is no {entry.label.lower()} to draw for these days" + (f": {reason}." if reason else ".")


def alt_words(entry: GlossaryEntry, result: TrendResult) -> str:
    """Say in one sentence what the chart shows, for those who hear the page."""
    scope = result.query.scope
    return (
        f"Line chart: {entry.label} by {result.query.bucket.name.lower()}, {range_words(scope.first, scope.last)}. "
        f"{finding_words(entry, result.headline)}."
    )


def source_words(result: TrendResult) -> list[str]:
    """Name the reports behind the figures, the days without data and anything that was left out."""
    value, found = result.headline.value, []
    if value.cuts:
        found.append(f"Read from {cuts_words(value.cuts)}.")
    found.append(BASIS_HELP[result.basis])
    if value.missing_days:
        found.append(f"No data on {_days_words(value.missing_days)}.")
    if result.headline.unequal_days:
        now, then = result.headline.unequal_days
        found.append(f"Unequal lengths: {now} days with data here, {then} in the earlier range.")
    return [*found, *(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in result.notes)]


def _days_words(days: Sequence[date]) -> str:
    if len(days) <= SHOWN_GAPS:
        return ", ".join(day_words(day) for day in days)
    return f"{len(days)} days between {day_words(min(days))} and {day_words(max(days))}"


def basis_choices(bases: Sequence[Basis]) -> Mapping[str, Basis]:
    """Name the bases that a metric can be shown on."""
    return {BASIS_WORDS[basis].capitalize(): basis for basis in bases}
