"""Cell texts to calendar days and moments, with what was wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.enums import DateOrder
from learning.domain.facts import MISSING
from learning.domain.imports import Period
from learning.domain.observations import Ints
from learning.domain.timekeys import day_key
from learning.imports.values.date_forms import CalendarParts, NumericDate, WrittenMoment, read_moment
from learning.imports.values.iso_lane import read_iso
from learning.imports.values.problems import ValueProblem
from learning.imports.values.zones import utc_of_wall

_DAY: Final = 86_400
_WORDS: Final = {DateOrder.DMY: "day/month/year", DateOrder.MDY: "month/day/year", DateOrder.YMD: "year/month/day"}


@dataclass(frozen=True, slots=True)
class ParsedTimes:
    """The times of a sequence of texts."""

    days: Ints
    """Epoch day of the calendar date as written (no zone moves it); MISSING where blank, 'Lifetime' or unreadable."""
    has_time: NDArray[np.bool_]
    """Whether the text gives a time of day (midnight included)."""
    seconds: Ints
    """UTC seconds; MISSING where there is no time of day."""
    lifetime: NDArray[np.bool_]
    """Texts such as 'Lifetime'."""
    problems: tuple[ValueProblem, ...]


def parse_moments(
    texts: Sequence[str], *, order: DateOrder | None, zone: str, year_hint: Period | None = None
) -> ParsedTimes:
    """Read dates and times.

    Args:
        texts: n texts, best distinct ones.
        order: of numeric dates. None reads those that allow one order only and reports the others.
        zone: IANA name of the zone of times that name none themselves.
        year_hint: the range that dates without a year fall into (see `yearless_range`).

    Returns:
        n days, UTC seconds and flags, with the problems; a bad text never raises. A time that autumn repeats is taken
        as its first occurrence, one that spring skips moves forward by the skipped hour.

    Raises:
        BadOption: no such zone.
    """
    iso = read_iso(texts)
    days, clocks, offsets = iso.days, iso.clocks, iso.offsets
    lifetime = np.zeros(len(texts), dtype=np.bool_)
    problems: list[ValueProblem] = []
    for index in np.flatnonzero(~iso.done).tolist():
        moment = read_moment(texts[index])
        if moment.blank or moment.lifetime:
            lifetime[index] = moment.lifetime
            continue
        found = _day_of(moment, order, year_hint)
        if isinstance(found, _Fault):
            problems.append(ValueProblem(index, texts[index], found.reason, found.fix, found.code))
            continue
        days[index] = day_key(found)
        if moment.time is not None:
            clocks[index] = moment.time.clock
            if moment.time.offset is not None:
                offsets[index] = moment.time.offset
    has_time = clocks != MISSING
    return ParsedTimes(days, has_time, _utc(days, clocks, offsets, zone), lifetime, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Fault:
    reason: str
    fix: str
    code: str = "date"


_FIX: Final = "Write the date as YYYY-MM-DD, or export again."


def _utc(days: Ints, clocks: Ints, offsets: Ints, zone: str) -> Ints:
    timed, named = clocks != MISSING, offsets != MISSING
    wall = np.where(timed, np.where(timed, days, 0) * _DAY + np.where(timed, clocks, 0), MISSING)
    own = np.where(timed & named, wall - np.where(named, offsets, 0), MISSING)
    return np.where(timed & named, own, utc_of_wall(np.where(named, MISSING, wall), zone))


def _day_of(moment: WrittenMoment, order: DateOrder | None, hint: Period | None) -> date | _Fault:
    """The calendar date of a text that is neither blank nor 'Lifetime'."""
    if not moment.is_date:
        return _Fault(moment.fault, _FIX)
    parts = moment.parts
    if moment.numeric is not None:
        ordered = _ordered(moment.numeric, order)
        if isinstance(ordered, _Fault):
            return ordered
        parts = ordered
    if parts is None:
        return _Fault("this is not a date", _FIX)
    if parts.year is not None:
        return parts.on(parts.year) or _Fault("there is no such day", _FIX)
    return _in_range(parts, hint)


def _ordered(numeric: NumericDate, order: DateOrder | None) -> CalendarParts | _Fault:
    if order is not None and not (order is DateOrder.YMD and numeric.long_year):
        parts = numeric.reading(order)
        if parts is not None:
            return parts
        return _Fault(
            f"there is no such day; the other dates of this column are {_WORDS[order]}",
            "Correct the cell, or answer date_order for the whole file. A spreadsheet may have swapped day and month.",
        )
    readings = {numeric.reading(open_order) for open_order in (DateOrder.DMY, DateOrder.MDY)} - {None}
    if len(readings) == 1:
        return readings.pop() or _Fault("there is no such day", _FIX)
    if len(readings) == 2:
        return _Fault(
            "day and month cannot be told apart",
            "Answer date_order with dmy or mdy, or write the date as YYYY-MM-DD.",
            "date_order",
        )
    return numeric.reading(DateOrder.YMD) or _Fault("there is no such day", _FIX)


def _in_range(parts: CalendarParts, hint: Period | None) -> date | _Fault:
    """The date without a year that falls into the range; of several the last."""
    if hint is None:
        return _Fault(
            "the date has no year",
            "Answer year with the year of the file's first row, or import it with a file that has the years.",
            "year",
        )
    for year in range(hint.last.year, hint.first.year - 1, -1):
        day = parts.on(year)
        if day is not None and hint.first <= day <= hint.last:
            return day
    return _Fault(
        f"this day does not fall between {hint.first.isoformat()} and {hint.last.isoformat()}",
        "Correct the cell, or answer year for the whole file.",
        "year",
    )
