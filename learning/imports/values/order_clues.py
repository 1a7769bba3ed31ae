"""Day before month or month before day: the clues, strongest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from learning.domain.enums import DateOrder
from learning.domain.imports import Period
from learning.imports.values.date_forms import NumericDate

_NAMES: Final = {
    DateOrder.DMY: "the day stands first",
    DateOrder.MDY: "the month stands first",
    DateOrder.YMD: "the year stands first",
}
_DAY_FIRST_WORDS: Final = (
    "bg ca cs da de el es et fi fr he hr id it lv ms nb nl nn no pl pt ro ru sk sl sr sv th tr uk vi"
)
_DAY_FIRST: Final = frozenset(_DAY_FIRST_WORDS.split())
_YEAR_FIRST: Final = frozenset(["ja", "ko", "zh", "hu", "lt"])
_ENOUGH: Final = 3
"""Distinct dates from which consecutive days are no accident."""

_ENOUGH_SORTED: Final = 6
"""Distinct dates from which an ordered column is no accident (a chance of 2 in 720)."""


_EXCEPTIONS: Final = 0.03
"""Share of dates of the other order that counts as errors of single rows."""


@dataclass(frozen=True, slots=True)
class OrderClues:
    """What is known besides the numbers."""

    period: Period | None
    latest: date | None
    language: str | None
    halves: bool
    """Times are written with a.m. and p.m."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The order of a column's numeric dates."""

    order: DateOrder | None
    proposed: DateOrder | None
    reasons: tuple[str, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """All dates of a column under one order."""

    order: DateOrder
    days: tuple[date | None, ...]

    @property
    def possible(self) -> bool:
        return None not in self.days

    @property
    def distinct(self) -> list[date]:
        """The days in order of their first appearance."""
        return list(dict.fromkeys(day for day in self.days if day is not None))

    @property
    def consecutive(self) -> bool:
        known = self.distinct
        steps = {(right - left).days for left, right in pairwise(known)}
        return len(known) >= _ENOUGH and (steps in ({1}, {-1}))


@dataclass(frozen=True, slots=True)
class _Case:
    """What the clues need to know of the column and its file."""

    period: Period | None
    latest: date | None
    """The last day that is no future, in any zone."""
    dotted: bool
    yearless: bool


_NOTHING_TO_ORDER: Final = Verdict(None, None, ())
_MIXED: Final = "some dates cannot have the day first and others not the month"
_OPEN: Final = "every day is 12 or less, and nothing else in the file tells"
_ABOVE_12: Final = "a number above 12 stands in the place of the day"


def weigh_orders(numeric: Sequence[NumericDate], clues: OrderClues) -> Verdict:
    """Decide the order of numeric dates.

    Args:
        numeric: the dates of a column in file order.
        clues: what else is known of the file.

    Returns:
        The verdict, with the reasons as sentences.
    """
    if not numeric:
        return _NOTHING_TO_ORDER
    loose = [dates for dates in numeric if not dates.year_first]
    if not loose:
        return Verdict(DateOrder.YMD, DateOrder.YMD, ("the dates begin with a year of four digits",))
    day_first, month_first = _under(loose, DateOrder.DMY), _under(loose, DateOrder.MDY)
    candidates = _possible(day_first, month_first, _under(loose, DateOrder.YMD))
    if len(candidates) == 1:
        return _decided(candidates[0].order, _ABOVE_12)
    if not candidates:
        return _decided_by_most(day_first, month_first, _proposal(loose, clues))
    if day_first.days == month_first.days:
        return Verdict(DateOrder.DMY, DateOrder.DMY, ("day and month are the same number everywhere",))
    case = _case_of(loose, clues)
    for clue, reason in _CLUES:
        left = [reading for reading in candidates if clue(reading, case)]
        if len(left) == 1:
            return _decided(left[0].order, reason)
    habit = _habit(clues.language)
    if habit is not None:
        return _decided(habit, f"so writes the language of the headers ({clues.language})")
    return Verdict(None, _proposal(loose, clues), (_OPEN,), ambiguous=True)


def _under(numeric: Sequence[NumericDate], order: DateOrder) -> _Reading:
    """The dates under an order, those without a year in the leap year 2000."""
    parts = [dates.reading(order) for dates in numeric]
    return _Reading(order, tuple(found.on(2000) if found is not None else None for found in parts))


def _decided(order: DateOrder, reason: str) -> Verdict:
    return Verdict(order, order, (f"{_NAMES[order]}: {reason}",))


def _possible(day_first: _Reading, month_first: _Reading, year_first: _Reading) -> list[_Reading]:
    """The orders under which every text is a date.

    Two-digit years come first only where the days then follow each other or nothing else fits.
    """
    usual = [reading for reading in (day_first, month_first) if reading.possible]
    follows = year_first.consecutive and not any(reading.consecutive for reading in usual)
    if year_first.possible and (not usual or follows):
        return [year_first]
    return usual


def _decided_by_most(day_first: _Reading, month_first: _Reading, proposal: DateOrder) -> Verdict:
    """Neither order fits all texts: a rare exception is an error of its row, an even mixture a question."""
    pairs = list(zip(day_first.days, month_first.days, strict=True))
    only_day = sum(left is not None and right is None for left, right in pairs)
    only_month = sum(left is None and right is not None for left, right in pairs)
    order = DateOrder.DMY if only_day > only_month else DateOrder.MDY
    if min(only_day, only_month) <= _EXCEPTIONS * max(only_day, only_month):
        return _decided(order, f"{_ABOVE_12} in nearly all dates that tell")
    if not any(left is not None and right is not None and left != right for left, right in pairs):
        return Verdict(None, None, ("each date shows its own order, and they differ",))
    proposed = proposal if only_day == only_month else order
    return Verdict(None, proposed, (_MIXED,), ambiguous=True)


def _within_period(reading: _Reading, case: _Case) -> bool:
    within = case.period
    return within is None or all(day is not None and within.first <= day <= within.last for day in reading.days)


def _not_future(reading: _Reading, case: _Case) -> bool:
    bound = case.latest
    return bound is None or all(day is not None and day <= bound for day in reading.days)


def _follows(reading: _Reading, _case: _Case) -> bool:
    return reading.consecutive


def _fits_dots(reading: _Reading, case: _Case) -> bool:
    return reading.order is DateOrder.DMY or not case.dotted


def _is_sorted(reading: _Reading, case: _Case) -> bool:
    known = reading.distinct
    if len(known) < _ENOUGH_SORTED or case.yearless:
        return False
    return all(a <= b for a, b in pairwise(known)) or all(a >= b for a, b in pairwise(known))


def _case_of(numeric: Sequence[NumericDate], clues: OrderClues) -> _Case:
    yearless = any(dates.third is None for dates in numeric)
    if yearless:
        return _Case(None, None, all(dates.separator == "." for dates in numeric), yearless)
    latest = clues.latest + timedelta(days=1) if clues.latest is not None else None
    return _Case(clues.period, latest, all(dates.separator == "." for dates in numeric), yearless)


def _habit(language: str | None) -> DateOrder | None:
    code = (language or "")[:2].casefold()
    if code in _DAY_FIRST:
        return DateOrder.DMY
    return DateOrder.YMD if code in _YEAR_FIRST else None


def _proposal(numeric: Sequence[NumericDate], clues: OrderClues) -> DateOrder:
    """The likelier order: slashes under English headers are mostly American, dashes and dots are not."""
    slashes = all(dates.separator == "/" for dates in numeric)
    american = clues.halves or (clues.language or "en")[:2].casefold() == "en"
    return DateOrder.MDY if slashes and american else DateOrder.DMY


_Clue = Callable[[_Reading, _Case], bool]
_CLUES: Final[tuple[tuple[_Clue, str], ...]] = (
    (_within_period, "only so do all dates fall into the range that the file covers"),
    (_not_future, "otherwise some dates would lie in the future"),
    (_follows, "only so do the days follow each other"),
    (_fits_dots, "dates with dots are written so"),
    (_is_sorted, "only so are the rows in order of time"),
)
"""Strongest first; a clue decides where it fits exactly one of the orders."""
