"""From which day on a daily series stood at another level, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from learning.domain.analyses import ChangePoint, ChangePoints, SeriesScale
from learning.domain.anomalies import Floats
from learning.domain.observations import Ints
from learning.domain.timekeys import day_of
from learning.insights.daily_series import DailySeries, make_daily_series
from learning.insights.level_changes import LevelChange, find_level_changes
from learning.insights.seasons import LEAST_SURE, fit_season

WEEK = 7


def find_change_points(days: Sequence[date], values: Sequence[float | None]) -> ChangePoints:
    """Find the changes of level of a daily series.

    Weekdays are taken out, then `find_level_changes` is asked on the log scale (where every value is above zero). Days
    without data are left out; the remaining days count as neighbours.

    Args:
        days: Days in any order, no day twice.
        values: The figure of each day in the metric's unit; None is a day without data.

    Returns:
        The changes in order of time, each with the days between which it lies and its size, both with 95 %; or the
        reason why it was not looked for (under four weeks with data, no spread).
    """
    series = make_daily_series(days, values)
    known = np.isfinite(series.values)
    first, last = (day_of(int(series.days[0])), day_of(int(series.days[-1]))) if len(series.values) else (None, None)
    # Gaps do not matter here: posts that come out twice a week have levels, too.
    refusal = series.refusal(least_filled=0.0)
    if refusal is not None:
        return ChangePoints(series.scale, series.n, first, last, (), reason=refusal)
    found = find_level_changes(without_season(series.scaled, series.weekdays, WEEK)[known])
    own = series.days[known]
    points = tuple(_point(change, own, series) for change in found.changes)
    noise = float(np.expm1(found.noise)) if series.scale is SeriesScale.LOG else found.noise
    return ChangePoints(series.scale, series.n, first, last, points, noise, found.reason)


def without_season(values: Floats, places: Ints, period: int) -> Floats:
    """Take a season out of a series, if it surely has one.

    Args:
        values: In order, NaN where missing, shape (n,).
        places: Place in the cycle of each, 0 to period - 1.
        period: Length of the cycle.

    Returns:
        The values less the effects of their places; the values themselves where places do not surely differ.
    """
    season = fit_season(values, places, period)
    if season is None or season.chance >= LEAST_SURE:
        return values
    return values - season.at(places)


def _point(change: LevelChange, days: Ints, series: DailySeries) -> ChangePoint:
    sizes = np.array([change.size, change.size_low, change.size_high])
    if series.scale is SeriesScale.LOG:
        sizes = np.expm1(sizes)
    levels = series.unscale(np.array([change.before, change.after]))
    return ChangePoint(
        day=day_of(int(days[change.row])),
        low=day_of(int(days[change.low])),
        high=day_of(int(days[change.high])),
        change=float(sizes[0]),
        change_low=float(sizes[1]),
        change_high=float(sizes[2]),
        before=float(levels[0]),
        after=float(levels[1]),
        n_before=change.n_before,
        n_after=change.n_after,
    )
