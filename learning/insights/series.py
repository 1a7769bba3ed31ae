"""A daily series in its parts: trend, weekday, hour, what is left, and the band in which each day was expected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from statsmodels.nonparametric.smoothers_lowess import lowess

from learning.domain.analyses import DecomposedDay, Decomposition, SeasonFactor, SeriesScale
from learning.domain.anomalies import Floats
from learning.domain.timekeys import day_of
from learning.insights.daily_series import DailySeries, make_daily_series
from learning.insights.expected_band import ExpectedBand, expect_days
from learning.insights.hours import NO_HOURS, HourSums, hour_factors
from learning.insights.seasons import Season, fit_season
from learning.stats.quantiles import t_quantile

WEEK: Final = 7
TREND_DAYS: Final = 42
ROBUST_PASSES: Final = 2
NO_BAND: Final = "the band needs four weeks before it; there are {found} days"
NO_WEEKDAYS: Final = "needs every weekday at least twice within three weeks of data"


def decompose(days: Sequence[date], values: Sequence[float | None], hours: HourSums | None = None) -> Decomposition:
    """Take a daily series apart.

    On the log scale where every value is above zero, so that the parts multiply: weekday effects around a running
    median (`fit_season`); the trend is a robust local line through the values without weekdays, over six weeks (LOESS,
    Cleveland 1979); the remainder is the rest. Like STL (Cleveland et al. 1990) with a fixed weekly shape, and gaps
    allowed. The band of a day comes from the days before it (`expect_days`), not from the fit.

    Args:
        days: Days in any order, no day twice.
        values: The figure of each day in the metric's unit; None is a day without data.
        hours: The metric by hour of the week, where the data has hours.

    Returns:
        The parts in the unit of the metric; where they cannot be had, the reasons.
    """
    series = make_daily_series(days, values)
    refusal = series.refusal()
    factors, hours_reason = ((), NO_HOURS) if hours is None else hour_factors(hours, series.scale)
    if refusal is not None:
        plain = _bare_days(series)
        return Decomposition(series.scale, series.n, plain, (), factors, refusal, refusal, hours_reason)
    season = fit_season(series.scaled, series.weekdays, WEEK)
    effects = np.zeros(len(series.values)) if season is None else season.at(series.weekdays)
    trend = _trend(series.scaled - effects)
    remainder = series.scaled - effects - trend
    band = expect_days(series.scaled, series.weekdays)
    band_reason = None if np.isfinite(band.expected).any() else NO_BAND.format(found=series.n)
    return Decomposition(
        scale=series.scale,
        n=series.n,
        days=_days(series, trend, remainder, band),
        weekdays=() if season is None else _weekday_factors(season, series.scale),
        hours=factors,
        reason=NO_WEEKDAYS if season is None else None,
        band_reason=band_reason,
        hours_reason=hours_reason,
    )


def _trend(values: Floats) -> Floats:
    places = np.arange(len(values), dtype=np.float64)
    known = np.isfinite(values)
    share = min(1.0, TREND_DAYS / int(known.sum()))
    smooth = lowess(values[known], places[known], frac=share, it=ROBUST_PASSES, return_sorted=False)
    # Where two thirds of the neighbours are equal the robust weights vanish: the plain fit stands in.
    if not np.isfinite(smooth).all():
        smooth = lowess(values[known], places[known], frac=share, it=0, return_sorted=False)
    found: Floats = np.interp(places, places[known], smooth)
    return found


def _weekday_factors(season: Season, scale: SeriesScale) -> tuple[SeasonFactor, ...]:
    degrees = float(max(1, int(season.counts.sum()) - WEEK))
    reach = t_quantile(degrees) * season.errors
    parts = np.stack([season.effects, season.effects - reach, season.effects + reach])
    if scale is SeriesScale.LOG:
        parts = np.exp(parts)
    return tuple(
        SeasonFactor(day, float(parts[0, day]), float(parts[1, day]), float(parts[2, day]), int(season.counts[day]))
        for day in range(WEEK)
    )


def _days(series: DailySeries, trend: Floats, remainder: Floats, band: ExpectedBand) -> tuple[DecomposedDay, ...]:
    rest = np.expm1(remainder) if series.scale is SeriesScale.LOG else remainder
    columns = [
        series.values,
        series.unscale(trend),
        rest,
        *(
            series.unscale(one)
            for one in (
                band.expected,
                band.expected - band.reach_95,
                band.expected + band.reach_95,
                band.expected - band.reach_80,
                band.expected + band.reach_80,
            )
        ),
    ]
    rows = zip(*(map(_known, column.tolist()) for column in columns), strict=True)
    return tuple(DecomposedDay(day_of(int(day)), *row) for day, row in zip(series.days, rows, strict=True))


def _bare_days(series: DailySeries) -> tuple[DecomposedDay, ...]:
    return tuple(
        DecomposedDay(day_of(int(day)), _known(value), None, None, None, None, None, None, None)
        for day, value in zip(series.days, series.values.tolist(), strict=True)
    )


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
