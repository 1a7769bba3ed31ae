"""Dates without a year: the range that a column of them covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from learning.domain.enums import DateOrder
from learning.domain.imports import Period
from learning.imports.values.date_forms import CalendarParts, read_moment

_HALF_YEAR: Final = 183
_LEAP_YEARS: Final = 8
"""Years back within which every calendar day, 29 February too, has occurred."""


@dataclass(frozen=True, slots=True)
class YearlessRange:
    """The range of a column of dates without a year."""

    period: Period
    first_text: str
    """The first text of the file: the year that a person answers is the year of its row."""
    first_year: int


def yearless_range(
    texts: Sequence[str], *, first_year: int | None = None, latest: date | None = None, order: DateOrder | None = None
) -> YearlessRange | None:
    """Give the dates of a column their years, across the turn of the year.

    Args:
        texts: distinct texts in the order of the file.
        first_year: the year of the first row, as a person answered.
        latest: the last possible day; read where there is no answer: the newest date is then the latest such day up to
            it.
        order: of numeric dates such as 31/12; month first where open.

    Returns:
        The range to give `parse_moments` as `year_hint`; None where no text is a date without a year, where neither
        year nor latest day is given, or where a day (29 February) does not exist in the year that it would have.
    """
    found = [(text, parts) for text in texts if (parts := _parts(text, order)) is not None]
    if not found:
        return None
    steps = _years_after_first([parts for _, parts in found])
    starts = [first_year] if first_year is not None else _years_back(latest)
    for start in starts:
        days = [parts.on(start + step) for (_, parts), step in zip(found, steps, strict=True)]
        known = [day for day in days if day is not None]
        if len(known) == len(days) and (first_year is not None or latest is None or max(known) <= latest):
            return YearlessRange(Period(min(known), max(known)), found[0][0], start)
    return None


def _years_back(latest: date | None) -> list[int]:
    return [] if latest is None else list(range(latest.year + 1, latest.year - _LEAP_YEARS, -1))


def _parts(text: str, order: DateOrder | None) -> CalendarParts | None:
    moment = read_moment(text)
    if moment.numeric is not None:
        readings = [moment.numeric.reading(one) for one in (order or DateOrder.MDY, DateOrder.DMY, DateOrder.MDY)]
        parts = next((one for one in readings if one is not None), None)
    else:
        parts = moment.parts
    return parts if parts is not None and parts.year is None else None


def _years_after_first(parts: Sequence[CalendarParts]) -> list[int]:
    """How many years after the first row each row lies: a jump of more than half a year back is a turn of the year."""
    ordinals = [date(2000, one.month, one.day).toordinal() for one in parts]
    steps = [0]
    for left, right in pairwise(ordinals):
        turn = 1 if right - left < -_HALF_YEAR else -1 if right - left > _HALF_YEAR else 0
        steps.append(steps[-1] + turn)
    return steps
