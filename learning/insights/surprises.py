"""How unusual were the last days of a series, given how such forecasts have erred before?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from scipy import special

from learning.domain.analyses import DecomposedDay
from learning.domain.anomalies import AnomalyKind, Floats
from learning.domain.insights import Measured
from learning.insights.anomalies import USUAL_RANGE
from learning.insights.brand_data import DailySeries
from learning.insights.expected_band import WEEK, expect_days
from learning.stats.largest import error_of_largest
from learning.stats.overdispersion import fit_overdispersion
from learning.stats.student_fit import fit_student

WINDOW_DAYS: Final = 14
"""Older moments were told when they were new."""
MEMORY_DAYS: Final = 365
FEWEST_ERRORS: Final = 28
FEWEST_OF_SIDE: Final = 8
"""Independent errors of one direction from which on they alone tell how far forecasts err that way."""
NARROWEST_SIDE: Final = 0.5
"""Of the scale of both directions: errors of one are not taken for smaller than that."""
RUN_DAYS: Final = (3, 7)
OFFSET_SHARE: Final = 0.2
"""Of the mean of a series with zeros: added before the logarithm."""
LEAST_SCALE: Final = 1e-4
LEAST_SPREAD: Final = 1e-6
ANSCOMBE: Final = 3 / 8
HALF: Final = 0.5
"""Added to events and expectation, so that a day without any has a ratio."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """The most unusual day, or run of days, among the last ones of a series."""

    kind: AnomalyKind
    first: date
    last: date
    measured: Measured
    """The log ratio to what was expected. The error is such that its p-value is that of the largest of all days (or
    runs) that were looked at: p = 1 - (1 - p_one)^m (Sidak 1967)."""
    score: float
    """How many times the usual error it is."""
    looked_at: int


def find_surprises(series: DailySeries, *, event_size: float | None) -> tuple[Surprise, ...]:
    """Judge the last two weeks of a series.

    Each day's rate is forecast from the days before it (`expected_band`); times the day's exposure that makes expected
    events m. How far the events X lie from them is told on the scale on which the variance a m + s m^2 is even
    (`learning.stats.overdispersion`): (2 / sqrt(s)) arsinh sqrt(s x / a) at x = X + 3/8 and m + 3/8 (Anscombe 1948,
    Biometrika 35), so that a day with few posts is not taken for an unusual one. How such distances were spread before
    the window, each direction by itself, over one day and summed over three and seven, is fitted by Student's t.

    Args:
        series: A metric by day.
        event_size: What one event adds: 1 where events are counted, None for amounts.

    Returns:
        The most unusual day (a point, or contextual where the value is usual elsewhere) and the most unusual run of
        days (collective), unusual or not; nothing with under four weeks of forecasts before the window.
    """
    days = _expected_days(series)
    errors = _even_errors(days, event_size)[-MEMORY_DAYS - WINDOW_DAYS :]
    start = max(len(errors) - WINDOW_DAYS, 0)
    offset = len(days.events) - len(errors)
    kinds = (_most_unusual(errors, start, lengths) for lengths in ((1,), RUN_DAYS))
    return tuple(_surprise(series, days, one, offset) for one in kinds if one is not None)


@dataclass(frozen=True, slots=True)
class _Days:
    """Events and what was expected of them, by day; NaN where unknown."""

    events: Floats
    expected: Floats


def _expected_days(series: DailySeries) -> _Days:
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(series.denominator > 0, series.numerator / series.denominator, np.nan)
    known = rates[np.isfinite(rates)]
    if not known.any() or bool((known < 0).any()):
        return _Days(series.numerator, np.full(len(rates), np.nan))
    forecast = _forecast(series, rates, known)
    expected = np.where(np.isfinite(rates), np.maximum(forecast, 0.0) * series.denominator, np.nan)
    return _Days(np.where(np.isfinite(expected), series.numerator, np.nan), expected)


def _forecast(series: DailySeries, rates: Floats, known: Floats) -> Floats:
    """What the days before each one let one expect: as the analysis of the series found it, else reckoned here."""
    if series.decomposition is not None and series.decomposition.band_reason is None:
        return _forecast_of(series.decomposition.days, series, rates)
    offset = 0.0 if bool((known > 0).all()) else OFFSET_SHARE * float(known.mean())
    weekdays = (series.first.weekday() + np.arange(len(rates))) % WEEK
    expected: Floats = np.exp(expect_days(np.log(rates + offset), weekdays).expected) - offset
    return expected


def _forecast_of(days: Sequence[DecomposedDay], series: DailySeries, rates: Floats) -> Floats:
    """The forecasts of an analysis, in the unit of the rates: it has the metric's, a fixed multiple of theirs."""
    placed = [(place, one) for one in days if 0 <= (place := (one.day - series.first).days) < len(rates)]
    units = [rates[place] / one.value for place, one in placed if one.value]
    unit = float(np.nanmedian(units)) if units else np.nan
    found = np.full(len(rates), np.nan)
    for place, one in placed:
        if one.expected is not None:
            found[place] = one.expected * unit
    return found


def _even_errors(days: _Days, event_size: float | None) -> Floats:
    known = np.isfinite(days.expected) & (days.expected > 0)
    past = known.copy()
    past[-WINDOW_DAYS:] = False
    if past.sum() < FEWEST_ERRORS:
        return np.full(len(known), np.nan)
    squares = (days.events[past] - days.expected[past]) ** 2
    fitted = fit_overdispersion(squares, days.expected[past], event_size=event_size)
    spread = max(fitted.spread, LEAST_SPREAD)
    more = ANSCOMBE * fitted.scale

    def even(amounts: Floats) -> Floats:
        found: Floats = 2 / np.sqrt(spread) * np.arcsinh(np.sqrt(spread * (amounts + more) / fitted.scale))
        return found

    return np.where(known, even(np.maximum(days.events, 0.0)) - even(days.expected), np.nan)


@dataclass(frozen=True, slots=True)
class _Extreme:
    """The most unusual of the spans that were looked at."""

    tail: float
    """Probability of more, on one side."""
    place: int
    length: int
    distance: float
    """In usual errors of that direction."""
    degrees: float
    looked_at: int


def _most_unusual(errors: Floats, start: int, lengths: tuple[int, ...]) -> _Extreme | None:
    best: _Extreme | None = None
    looked_at = 0
    for length in lengths:
        sums = _sums(errors, length)
        past, recent = sums[: max(start - length + 1, 0)], sums[start:]
        known = past[np.isfinite(past)]
        if len(known) < FEWEST_ERRORS or not known.any() or not np.isfinite(recent).any():
            continue
        sides = _fit_sides(known, length)
        tails = np.full(len(recent), np.nan)
        for sign, (scale, degrees) in sides.items():
            own = recent * sign > 0
            tails[own] = special.stdtr(degrees, -np.abs(recent[own]) / max(scale, LEAST_SCALE))
        if np.isnan(tails).all():
            continue
        looked_at += int(np.isfinite(recent).sum())
        place = int(np.nanargmin(tails))
        if best is None or tails[place] < best.tail:
            scale, degrees = sides[1 if recent[place] > 0 else -1]
            distance = abs(float(recent[place])) / max(scale, LEAST_SCALE)
            best = _Extreme(float(tails[place]), start + place, length, distance, degrees, 0)
    return None if best is None else replace(best, looked_at=looked_at)


def _fit_sides(known: Floats, length: int) -> Mapping[int, tuple[float, float]]:
    """Scale and degrees of the errors of each direction; sums of neighbours repeat each other.

    A direction in which hardly any forecast erred says nothing of how far one may: there both directions tell.
    """
    both = np.abs(known[known != 0])
    if len(both) < FEWEST_OF_SIDE:
        return {}
    whole = fit_student(both, independent=len(both) / length)
    sides: dict[int, tuple[float, float]] = {}
    for sign in (-1, 1):
        own = known[known * sign > 0]
        independent = len(own) / length
        scale, degrees = fit_student(own, independent=independent) if independent >= FEWEST_OF_SIDE else whole
        sides[sign] = max(scale, NARROWEST_SIDE * whole[0]), degrees
    return sides


def _surprise(series: DailySeries, days: _Days, found: _Extreme, offset: int) -> Surprise:
    first = offset + found.place
    span = slice(first, first + found.length)
    ratio = (days.events[span].sum() + HALF) / (days.expected[span].sum() + HALF)
    estimate = float(np.log(ratio))
    kind = AnomalyKind.COLLECTIVE
    if found.length == 1:
        low, high = np.nanquantile(series.values[:first], USUAL_RANGE)
        kind = AnomalyKind.CONTEXTUAL if low <= series.values[first] <= high else AnomalyKind.POINT
    return Surprise(
        kind,
        series.first + timedelta(days=first),
        series.first + timedelta(days=first + found.length - 1),
        Measured(estimate, error_of_largest(estimate, found.tail, found.degrees, found.looked_at), found.degrees),
        found.distance,
        found.looked_at,
    )


def _sums(errors: Floats, length: int) -> Floats:
    """Sums of neighbouring errors by the first of them, shape (n,); NaN where one of them is not known or to come."""
    found = np.full(len(errors), np.nan)
    if len(errors) >= length:
        found[: len(errors) - length + 1] = np.lib.stride_tricks.sliding_window_view(errors, length).sum(axis=1)
    return found
