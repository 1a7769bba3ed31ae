"""Which period totals answer for a range: they may not overlap, must lie within it, and are never spread over days."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class HeldPeriod:
    """A stated range of days, in epoch days, both ends counted."""

    last: int
    first: int
    newest: int
    """Import order of the newest import that gave it."""


class _Score(NamedTuple):
    days: int
    newest: int
    fewer: int


_NOTHING = _Score(0, -1, 0)


def choose_periods(periods: Iterable[HeldPeriod], first: int, last: int) -> tuple[HeldPeriod, ...]:
    """Choose the periods whose totals may be added for a range.

    Args:
        periods: Periods that a cut has totals for.
        first: First epoch day of the range.
        last: Last epoch day of the range, counted.

    Returns:
        Periods within the range that do not overlap and together cover the most days; of equal choices the one with the
        newest import, then that of fewer periods; in the order of time. Weighted interval scheduling (Kleinberg and
        Tardos 2005, Algorithm Design, section 6.1).
    """
    ordered = sorted(period for period in set(periods) if first <= period.first and period.last <= last)
    ends = [period.last for period in ordered]
    # best[i] is the best score of the first i periods; taken[i] tells whether period i - 1 is part of it.
    best, taken = [_NOTHING], [False]
    before = [bisect_left(ends, period.first) for period in ordered]
    for index, period in enumerate(ordered):
        earlier = best[before[index]]
        days = earlier.days + period.last - period.first + 1
        score = _Score(days, max(earlier.newest, period.newest), earlier.fewer - 1)
        taken.append(score > best[-1])
        best.append(max(score, best[-1]))
    chosen: list[HeldPeriod] = []
    index = len(ordered)
    while index:
        if taken[index]:
            chosen.append(ordered[index - 1])
            index = before[index - 1]
        else:
            index -= 1
    return tuple(reversed(chosen))


def covered_days(periods: Iterable[HeldPeriod]) -> frozenset[int]:
    """Give the epoch days that lie in any of the periods."""
    return frozenset(day for period in periods for day in range(period.first, period.last + 1))
