"""What an hour of the day does to a metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.analyses import SeasonFactor, SeriesScale
from learning.domain.anomalies import Floats
from learning.domain.observations import Ints
from learning.stats.quantiles import t_quantile

NO_HOURS: Final = "the data has no hours"
TOO_FEW_DAYS: Final = "needs at least two weeks of hours; the busiest hour has {found} days"
FEWEST_DAYS: Final = 14
HOURS, WEEKDAYS = 24, 7


@dataclass(frozen=True, slots=True)
class HourSums:
    """A metric by hour of the week, Monday 0:00 first; arrays of 168."""

    numerators: Floats
    """Sums; NaN where nothing was reported."""
    denominators: Floats | None
    """Of a rate; None for a total."""
    days: Ints
    """Days that reported the hour."""


def hour_factors(sums: HourSums, scale: SeriesScale) -> tuple[tuple[SeasonFactor, ...], str | None]:
    """Compare the hours of the day.

    The seven weekdays are seven repetitions: within each, the value of an hour is divided by the mean over its hours
    (on the linear scale the mean is taken off); the factor of an hour is the mean over weekdays, with a t interval of
    their spread (six degrees of freedom).

    Args:
        sums: The metric by hour of the week.
        scale: How the parts of the series go together.

    Returns:
        Twenty-four factors, those of hours with fewer than two weekdays without interval; and, where there are none,
        the reason.
    """
    tops = sums.numerators.reshape(WEEKDAYS, HOURS)
    days = sums.days.reshape(WEEKDAYS, HOURS)
    if not np.isfinite(tops).any():
        return (), NO_HOURS
    if int(days.sum(axis=0).max()) < FEWEST_DAYS:
        return (), TOO_FEW_DAYS.format(found=int(days.sum(axis=0).max()))
    relative = _relative(tops, days, sums.denominators, scale)
    return tuple(_factor(hour, relative[:, hour], int(days[:, hour].sum())) for hour in range(HOURS)), None


def _relative(tops: Floats, days: Ints, denominators: Floats | None, scale: SeriesScale) -> Floats:
    """By weekday and hour: the value beside the mean of its weekday; NaN where unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        bottoms = days.astype(np.float64) if denominators is None else denominators.reshape(WEEKDAYS, HOURS)
        values = np.where(bottoms > 0, tops / bottoms, np.nan)
        known = np.isfinite(values)
        weights = np.where(known, 1.0 if denominators is None else bottoms, 0.0)
        means = np.where(known, values * weights, 0.0).sum(axis=1) / weights.sum(axis=1)
        found: Floats = values - means[:, None] if scale is SeriesScale.LINEAR else values / means[:, None]
    return np.where(np.isfinite(found), found, np.nan)


def _factor(hour: int, values: Floats, days: int) -> SeasonFactor:
    known = values[np.isfinite(values)]
    if not len(known):
        return SeasonFactor(hour, None, None, None, days)
    middle = float(known.mean())
    if len(known) < 2:
        return SeasonFactor(hour, middle, None, None, days)
    reach = t_quantile(float(len(known) - 1)) * float(known.std(ddof=1)) / len(known) ** 0.5
    return SeasonFactor(hour, middle, middle - reach, middle + reach, days)
