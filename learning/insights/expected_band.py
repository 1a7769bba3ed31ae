"""In which band each day was to be expected, judged from the days before it only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.anomalies import Floats
from learning.domain.observations import Ints
from learning.insights.daily_series import FEWEST_DAYS
from learning.insights.seasons import fit_season
from learning.stats.autoregression import robust_spread
from learning.stats.quantiles import t_quantile

WEEK: Final = 7
PACES: Final = np.array([0.03, 0.08, 0.2, 0.4, 0.7])
"""How much of a surprise the level takes over; which one is decided by past errors."""
SEASON_DAYS: Final = 182
ERRORS_KEPT: Final = 120
FEWEST_ERRORS: Final = 7
SEASONLESS_DAYS: Final = 21
"""Errors of the first three weeks, made without weekdays, say nothing about later ones."""
OUTLIER_SPREADS: Final = 3.0
TRIAL_FADE: Final = 0.97
CERTAIN, LIKELY = 0.95, 0.80


@dataclass(frozen=True, slots=True)
class ExpectedBand:
    """By day, on the scale of the series; NaN where nothing could be expected yet."""

    expected: Floats
    reach_95: Floats
    """Half widths of the bands."""
    reach_80: Floats


def expect_days(values: Floats, weekdays: Ints) -> ExpectedBand:
    """Forecast each day from the days before it, with bands as wide as such forecasts have erred.

    Level: simple exponential smoothing of the values without their weekday, errors clipped at three spreads (robust
    smoothing, Gelper, Fried and Croux 2010), at the pace with the least mean absolute error so far. Weekday effects are
    fitted anew every seven days on at most the last 26 weeks. Bands: split-conformal quantiles of the last 120 absolute
    forecast errors (Vovk, Gammerman and Shafer 2005; finite-sample rank ceil((n + 1) p)); with too few errors for that
    rank, t quantiles of their spread. In-sample residuals would be too narrow.

    Args:
        values: On the scale on which noise is even, one per day, NaN where missing, shape (n,).
        weekdays: 0 to 6 of each day.

    Returns:
        Expected values and half widths; the first four weeks with data have none.
    """
    size = len(values)
    expected, reach_95, reach_80 = (np.full(size, np.nan) for _ in range(3))
    levels = _Levels()
    season = np.zeros(WEEK)
    errors: list[float] = []
    spread, seen = 0.0, 0
    for day in range(size):
        if day and day % WEEK == 0:
            season = _season(values, weekdays, day)
            spread = robust_spread(np.array(errors[-ERRORS_KEPT:]))
        effect = float(season[weekdays[day]])
        forecast = levels.value + effect
        if seen >= FEWEST_DAYS and len(errors) >= FEWEST_ERRORS:
            recent = np.abs(np.array(errors[-ERRORS_KEPT:]))
            expected[day] = forecast
            reach_95[day], reach_80[day] = _reach(recent, CERTAIN), _reach(recent, LIKELY)
        value = float(values[day])
        if np.isnan(value):
            continue
        seen += 1
        if seen > SEASONLESS_DAYS:
            errors.append(value - forecast)
        levels.learn(value - effect, spread)
    return ExpectedBand(expected, reach_95, reach_80)


class _Levels:
    """One level per pace, and which of them has erred least."""

    def __init__(self) -> None:
        self._levels = np.full(len(PACES), np.nan)
        self._errors = np.zeros(len(PACES))
        self._seen = 0

    @property
    def value(self) -> float:
        return float(self._levels[int(self._errors.argmin())])

    def learn(self, value: float, spread: float) -> None:
        self._seen += 1
        if self._seen == 1:
            self._levels[:] = value
            return
        surprise = value - self._levels
        self._errors = TRIAL_FADE * self._errors + np.abs(surprise)
        if spread > 0:
            surprise = np.clip(surprise, -OUTLIER_SPREADS * spread, OUTLIER_SPREADS * spread)
        # At first the level is a plain mean: a slow pace would cling to the first day.
        self._levels += np.maximum(PACES, 1 / self._seen) * surprise


def _season(values: Floats, weekdays: Ints, day: int) -> Floats:
    begin = max(0, day - SEASON_DAYS)
    found = fit_season(values[begin:day], weekdays[begin:day], WEEK)
    return np.zeros(WEEK) if found is None else found.shrunken().effects


def _reach(errors: Floats, share: float) -> float:
    """The half width that holds a share of errors like these."""
    n = len(errors)
    rank = int(np.ceil((n + 1) * share))
    if rank <= n:
        return float(np.partition(errors, rank - 1)[rank - 1])
    spread = float(np.sqrt(np.mean(errors**2)))
    return t_quantile(float(n), share) * spread
