"""Where the rows of a chunk stand in time: start and finish of the key, and the day and hour of the rollups."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from learning.domain.enums import Basis, Grain, Unit
from learning.domain.facts import MISSING, SCALE
from learning.domain.imports import BoundColumn, Issue
from learning.domain.observations import Ints
from learning.domain.timekeys import day_key, day_of
from learning.imports.converting.columns import Mask
from learning.imports.converting.problems import problem_like
from learning.imports.converting.table import OpenChunk
from learning.imports.values.hours import hour_number
from learning.imports.values.numbers import parse_numbers
from learning.imports.values.times import ParsedTimes, parse_moments
from learning.imports.values.zones import hour_start, local_day_and_hour, utc_of_wall

HOURS_A_DAY: Final = 24
SECONDS_A_DAY: Final = 86_400
NOON: Final = 43_200


@dataclass(frozen=True, slots=True)
class Places:
    """The time of each row, shape (rows,) each; see `ObservationChunk`."""

    start: Ints
    finish: Ints
    day_key: Ints
    hour_key: Ints


@dataclass(frozen=True, slots=True)
class Publication:
    """When the content of each row was published, shape (rows,) each; MISSING where the file does not say."""

    seconds: Ints
    days: Ints
    hours: Ints


def read_publication(chunk: OpenChunk) -> Publication | None:
    """Read when the contents were published.

    Args:
        chunk: The opened chunk.

    Returns:
        Their times, or None where the table has no such column.
    """
    bound = chunk.bound("published_at")
    if not bound:
        return None
    times = _parse(chunk, bound[0])
    column = chunk.columns[bound[0].index]
    zone = chunk.plan.settings.brand_zone
    local_days, hours = local_day_and_hour(times.seconds, zone)
    days = np.where(times.has_time, local_days, times.days)
    noon = utc_of_wall(np.where(times.days == MISSING, 0, times.days) * SECONDS_A_DAY + NOON, zone)
    seconds = np.where(times.has_time, times.seconds, np.where(times.days == MISSING, MISSING, noon))
    return Publication(
        column.spread(seconds), column.spread(days), column.spread(np.where(times.has_time, hours, MISSING))
    )


def place_rows(chunk: OpenChunk, publication: Publication | None) -> Places:
    """Give each row its time key; rows without one go to the chunk's problems.

    Args:
        chunk: The opened chunk.
        publication: When the contents were published, if the table says.

    Returns:
        The keys; those of rejected rows mean nothing.
    """
    basis, grain = chunk.plan.basis, chunk.plan.grain
    missing = np.full(chunk.rows, MISSING, np.int64)
    if basis is Basis.LIFETIME:
        days, hours = (publication.days, publication.hours) if publication else (missing, missing)
        return Places(chunk.zeros(), chunk.zeros(), days, hours)
    if basis is Basis.PERIOD:
        first, last = _periods(chunk)
        return Places(first, last, first, missing)
    if grain is Grain.HOUR:
        days, hours = _hours(chunk)
        start = hour_start(hours, chunk.plan.settings.brand_zone)
        return Places(start, start, days, hours)
    days = _days(chunk)
    return Places(days, days, days, missing)


def _parse(chunk: OpenChunk, bound: BoundColumn) -> ParsedTimes:
    settings = chunk.plan.settings
    column = chunk.columns[bound.index]
    times = parse_moments(
        column.texts, order=settings.date_order, zone=settings.time_zone, year_hint=settings.year_hint
    )
    chunk.problems.add_values(column, bound.header, times.problems)
    return times


def _require(chunk: OpenChunk, bound: BoundColumn | None, absent: Mask, like: Issue) -> None:
    """Reject rows without a time that no other problem has rejected yet."""
    rows = np.flatnonzero(absent & ~chunk.problems.rejected)
    if len(rows):
        values = None if bound is None else chunk.columns[bound.index].texts_by_row(rows)
        chunk.problems.reject(rows, like, values)


def _days(chunk: OpenChunk) -> Ints:
    nth = chunk.bound("nth_day")
    if nth:
        return _nth_days(chunk, nth[0])
    bound = chunk.bound("date", "time", "hour")[0]
    days = chunk.columns[bound.index].spread(_parse(chunk, bound).days)
    _require(chunk, bound, days == MISSING, _no_time(bound, "day"))
    return days


def _nth_days(chunk: OpenChunk, bound: BoundColumn) -> Ints:
    column = chunk.columns[bound.index]
    parsed = parse_numbers(column.texts, decimal_mark=chunk.plan.settings.decimal_mark, unit=Unit.NUMBER)
    chunk.problems.add_values(column, bound.header, parsed.problems)
    values = column.spread(parsed.values)
    period = chunk.plan.settings.period or chunk.plan.settings.year_hint
    if period is None:
        _require(chunk, bound, np.ones(chunk.rows, np.bool_), _no_time(bound, "first day"))
        return values
    _require(chunk, bound, values == MISSING, _no_time(bound, "day"))
    return np.where(values == MISSING, MISSING, values // SCALE + day_key(period.first))


def _hours(chunk: OpenChunk) -> tuple[Ints, Ints]:
    """Read local days and hour keys: from moments, or from a day and an hour of the day."""
    moments = chunk.bound("time", "hour")
    dates = chunk.bound("date")
    if dates and moments and moments[0].field == "hour":
        return _days_and_hours_of_day(chunk, dates[0], moments[0])
    bound = (*moments, *dates)[0]
    times = _parse(chunk, bound)
    days, hours = local_day_and_hour(times.seconds, chunk.plan.settings.brand_zone)
    column = chunk.columns[bound.index]
    all_hours = column.spread(hours)
    _require(chunk, bound, all_hours == MISSING, _no_time(bound, "hour"))
    return column.spread(days), all_hours


def _days_and_hours_of_day(chunk: OpenChunk, date_bound: BoundColumn, hour_bound: BoundColumn) -> tuple[Ints, Ints]:
    column = chunk.columns[hour_bound.index]
    parsed = parse_numbers(
        [hour_number(text) for text in column.texts], decimal_mark=chunk.plan.settings.decimal_mark, unit=Unit.NUMBER
    )
    chunk.problems.add_values(column, hour_bound.header, parsed.problems)
    hour = column.spread(np.where(parsed.values == MISSING, -1, parsed.values // SCALE))
    days = chunk.columns[date_bound.index].spread(_parse(chunk, date_bound).days)
    _require(chunk, date_bound, days == MISSING, _no_time(date_bound, "day"))
    _require(chunk, hour_bound, (hour < 0) | (hour >= HOURS_A_DAY), _no_time(hour_bound, "hour"))
    settings = chunk.plan.settings
    usable = (days != MISSING) & (hour >= 0) & (hour < HOURS_A_DAY)
    keys = np.where(usable, np.where(usable, days, 0) * HOURS_A_DAY + hour, MISSING)
    if settings.time_zone == settings.brand_zone:
        return np.where(usable, days, MISSING), keys
    return local_day_and_hour(hour_start(keys, settings.time_zone), settings.brand_zone)


def _periods(chunk: OpenChunk) -> tuple[Ints, Ints]:
    """Read first and last days: of the row's own week, month or range, else of the whole file."""
    for field, begin, end in (("week", _same_day, _week_end), ("month", _month_start, _month_end)):
        spans = chunk.bound(field)
        if spans:
            return _spans(chunk, spans[0], begin, end)
    period = chunk.plan.settings.period
    starts, ends = chunk.bound("period_start", "date"), chunk.bound("period_end")
    first = _bounds(chunk, starts, None if period is None else day_key(period.first))
    last = _bounds(chunk, ends, None if period is None else day_key(period.last))
    first = np.where(first == MISSING, last, first)
    last = np.where(last == MISSING, first, last)
    bound = starts[0] if starts else None
    _require(chunk, bound, first == MISSING, _no_time(bound, "period"))
    backwards = problem_like("period", "the period ends before it begins.", "Correct the dates of this row.")
    _require(chunk, bound, last < first, backwards)
    return first, last


def _spans(
    chunk: OpenChunk, bound: BoundColumn, begin: Callable[[int], int], end: Callable[[int], int]
) -> tuple[Ints, Ints]:
    column = chunk.columns[bound.index]
    days = _parse(chunk, bound).days
    _require(chunk, bound, column.spread(days) == MISSING, _no_time(bound, bound.field))
    firsts = np.fromiter(map(begin, days.tolist()), np.int64, len(days))
    lasts = np.fromiter(map(end, days.tolist()), np.int64, len(days))
    return column.spread(firsts), column.spread(lasts)


def _bounds(chunk: OpenChunk, bound: tuple[BoundColumn, ...], default: int | None) -> Ints:
    """Read one end of the rows' periods; a blank one is that of the file."""
    blank = MISSING if default is None else default
    if not bound:
        return np.full(chunk.rows, blank, np.int64)
    days = chunk.columns[bound[0].index].spread(_parse(chunk, bound[0]).days)
    return np.where(days == MISSING, blank, days)


def _same_day(day: int) -> int:
    return day


def _week_end(day: int) -> int:
    return day if day == MISSING else day + 6


def _month_start(day: int) -> int:
    return day if day == MISSING else day_key(day_of(day).replace(day=1))


def _month_end(day: int) -> int:
    if day == MISSING:
        return day
    first = day_of(day)
    return day_key(date(first.year, first.month, calendar.monthrange(first.year, first.month)[1]))


def _no_time(bound: BoundColumn | None, what: str) -> Issue:
    return problem_like(
        "date",
        f"the row does not say its {what}.",
        f"Fill in the {what}, or leave the row out.",
        column=None if bound is None else bound.header,
    )
