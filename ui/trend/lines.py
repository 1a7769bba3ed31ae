"""A trend as lines: one per platform or one for all, what it is compared with, and what lies over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from html import escape
from typing import Final

from learning.domain.platforms import platform_name
from learning.domain.trends import Bucket, RollingPoint, TrendPoint, TrendQuery, TrendResult, TrendSeries
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words, range_words
from ui.charts.drawing import Line, TrendChart
from ui.notes.marks import note_marks
from ui.numbers import interval_words, value_words
from ui.trend.layers import Layers, among_expected, expected_band, goal_line, shift_marks
from ui.wording import n_words

MEAN: Final = "mean of 7 days"
READABLE_BANDS: Final = 2
"""Bands of more lines than this hide each other; each point still tells its range."""


def trend_chart(entry: GlossaryEntry, result: TrendResult, layers: Layers) -> TrendChart:
    """Turn a trend into its lines and what lies over them."""
    query, first, last = result.query, result.query.scope.first, result.query.scope.last
    lines: list[Line] = []
    for index, series in enumerate(result.series):
        name = platform_name(series.platform) if series.platform else ""
        lines += _lines(entry, series, query, name, index, stated=result.stated)
    band = None
    if layers.expected is not None and takes_expected(query):
        band = expected_band(layers.expected, first, last)
    if band is not None and layers.expected is not None:
        lines = among_expected(entry, lines, layers.expected)
    elif len(result.series) > READABLE_BANDS:
        lines = [replace(line, lows=(), highs=()) for line in lines]
    own = sorted({day for line in lines for day in line.days})
    if result.previous and not query.by_platform and not result.stated:
        lines += _earlier(entry, result)
    return TrendChart(
        tuple(lines),
        entry.unit,
        note_marks(layers.notes, first, last),
        expected=band,
        goal=goal_line(entry, layers.goal, own, query) if layers.goal and not result.stated else None,
        shifts=shift_marks(entry, layers.shifts, layers.scale, (first, last)),
        window=(first, last),
    )


def takes_expected(query: TrendQuery) -> bool:
    """The expected range is that of single days of one line."""
    return query.bucket is Bucket.DAY and not query.by_platform


def _lines(
    entry: GlossaryEntry, series: TrendSeries, query: TrendQuery, name: str, colour: int, *, stated: bool
) -> list[Line]:
    """Days are too noisy for a line where a rolling mean can be had: they become dots around it."""
    points = _line(entry, series.points, None if stated else query.bucket, name, colour)
    if stated or query.bucket is not Bucket.DAY or all(point.value is None for point in series.rolling):
        return [replace(points, name=name or range_words(query.scope.first, query.scope.last))]
    mean = replace(_rolling(entry, series.rolling, name, colour), name=name or MEAN)
    # The dots of several platforms would be a cloud that nobody can read.
    return [mean] if query.by_platform else [mean, replace(points, name="single days", dots=True, lows=(), highs=())]


def _line(entry: GlossaryEntry, points: Sequence[TrendPoint], bucket: Bucket | None, name: str, colour: int) -> Line:
    """Without a bucket each point stands at its first day."""
    by_start = {_bucket_start(point.start, bucket) if bucket else point.start: point for point in points}
    days = _bucket_starts(sorted(by_start), bucket) if bucket else sorted(by_start)
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


def _is_partial(point: TrendPoint, bucket: Bucket | None) -> bool:
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
    whose = f"{escape(name)}<br>" if name else ""
    return f"{whose}{range_words(point.start, point.finish)}: <b>{shown}</b>{spread} · {n_words(value)}"


def _rolling(entry: GlossaryEntry, points: Sequence[RollingPoint], name: str, colour: int) -> Line:
    shown = f"{escape(name)}, {MEAN}" if name else MEAN
    return Line(
        name,
        tuple(point.day for point in points),
        tuple(point.value for point in points),
        tuple(point.low for point in points),
        tuple(point.high for point in points),
        tuple(_rolling_hover(entry, point, shown) for point in points),
        colour=colour,
    )


def _rolling_hover(entry: GlossaryEntry, point: RollingPoint, shown: str) -> str:
    spread = interval_words(point.low, point.high, entry.unit)
    spread = f" ({spread})" if spread else ""
    return f"{shown} to {day_words(point.day)}: <b>{value_words(point.value, entry.unit)}</b>{spread}"


def _earlier(entry: GlossaryEntry, result: TrendResult) -> list[Line]:
    """The earlier range, laid over the later one: the same weekday stands at the same place."""
    found, query = result.headline, result.query
    first, last = found.previous_first, found.previous_last
    name = range_words(first, last) if first and last else "before"
    line = _line(entry, result.previous, query.bucket, name, 0)
    if query.bucket is Bucket.DAY and any(point.value is not None for point in result.previous_rolling):
        line = _rolling(entry, result.previous_rolling, name, 0)
    ahead = timedelta(days=result.shift_days)
    days = tuple(day + ahead for day in line.days)
    # An earlier range of one's own choice may be the longer one: what lies beyond the picture is not drawn.
    kept = sum(day <= query.scope.last for day in days)
    if not kept:
        return []
    return [
        Line(name, days[:kept], line.values[:kept], hover=line.hover[:kept], dashed=True),
    ]
