"""The mean of the last seven days, with its range: a daily line without its weekly wave."""

from __future__ import annotations

from typing import Final

import numpy as np

from learning.domain.intervals import Interval
from learning.domain.observations import Ints
from learning.domain.timekeys import day_of
from learning.domain.trends import RollingPoint
from learning.metrics.grouping import Floats
from learning.stats.ratios import ratio_interval
from learning.stats.sums import UnitSums, collect_sums
from learning.stats.totals import total_interval

WINDOW_DAYS: Final = 7
FEWEST_DAYS: Final = 4
"""With fewer days of the seven a mean would mostly say which weekdays are missing."""


def rolling_means(
    days: Ints, numerator: Floats, denominator: Floats | None, *, factor: float = 1.0
) -> tuple[RollingPoint, ...]:
    """Compute the mean over the seven days up to each day.

    Args:
        days: Epoch days with data, ascending, shape (days,).
        numerator: The total of each day, or the numerator of a rate.
        denominator: The denominator of a rate; None for a total.
        factor: What a rate is multiplied with.

    Returns:
        One point per day: of a total the mean per day with the t interval of the mean, of a rate the ratio of the sums
        with its log-ratio interval, days being the units; no value where fewer than four of the seven days have data.
    """
    if not len(days):
        return ()
    begins = np.searchsorted(days, days - (WINDOW_DAYS - 1))
    members = [np.arange(begin, place + 1) for place, begin in enumerate(begins.tolist())]
    index = np.concatenate(members)
    window = np.repeat(np.arange(len(days)), [len(own) for own in members])
    bottoms = np.ones(len(days)) if denominator is None else denominator
    sums = collect_sums(window, len(days), numerator[index], bottoms[index])
    make = _mean_point if denominator is None else _rate_point
    return tuple(make(int(day), one, factor) for day, one in zip(days.tolist(), sums, strict=True))


def _mean_point(day: int, sums: UnitSums, factor: float) -> RollingPoint:
    if sums.n < FEWEST_DAYS:
        return RollingPoint(day_of(day), None, None, None, sums.n)
    return _scaled(day, sums, sums.numerator, total_interval(sums, unit="day"), factor / sums.n)


def _rate_point(day: int, sums: UnitSums, factor: float) -> RollingPoint:
    if sums.n < FEWEST_DAYS or sums.denominator == 0:
        return RollingPoint(day_of(day), None, None, None, sums.n)
    return _scaled(day, sums, sums.numerator / sums.denominator, ratio_interval(sums, unit="day"), factor)


def _scaled(day: int, sums: UnitSums, value: float, interval: Interval, factor: float) -> RollingPoint:
    low = None if interval.low is None else interval.low * factor
    high = None if interval.high is None else interval.high * factor
    return RollingPoint(day_of(day), value * factor, low, high, sums.n)
