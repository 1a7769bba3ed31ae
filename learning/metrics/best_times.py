"""From posts with their hour of publication (or hours with what happened in them) to a map of the week."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.best_times import Slot
from learning.domain.observations import Ints
from learning.metrics.definitions import Form, Metric
from learning.metrics.grouping import Floats
from learning.metrics.ranking import counts_events
from learning.stats.additive_pooling import PooledGrid, pool_grid
from learning.stats.shrinkage import fit_gamma_prior

WEEK: Final = (7, 24)
FEWEST_IN_ALL: Final = 20
"""Units below which there is no map at all."""
HALF: Final = 0.5
"""Added to a count, so that a zero has a logarithm."""
NO_WEIGHT: Final = 1e-9
"""Of a unit whose rate is not known."""
FALSE_SIGN: Final = 0.05
ALIKE: Final = 0.05
"""Level at which weekdays, and hours, are tested for being all alike; only then can a single hour be called real."""
SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class TimedUnits:
    """A metric's parts of each unit, its hour of the week and its stratum (account); arrays share one index."""

    numerator: Floats
    denominator: Floats
    """Ones for a total."""
    hour_of_week: Ints
    """0-167 from Monday 00:00."""
    stratum: Ints


@dataclass(frozen=True, slots=True)
class TimeMap:
    """The hours of the week that have units, and the value of all of them together."""

    slots: tuple[Slot, ...]
    best: tuple[Slot, ...]
    whole: float


def can_be_mapped(metric: Metric) -> bool:
    """Say whether a metric counts events, so that its logarithm can be pooled.

    Args:
        metric: An entry of the catalogue.

    Returns:
        True for totals and rates of counts; False for money, times, people and means over posts.
    """
    if metric.form is Form.TOTAL:
        return not metric.uses_money
    return metric.form is Form.RATIO and counts_events(metric)


def time_map(metric: Metric, units: TimedUnits, *, tested: bool = True) -> TimeMap | None:
    """Estimate a metric for every hour of the week that has units.

    Args:
        metric: A metric that `can_be_mapped`.
        units: Posts, or hours of single days; at least one event in all.
        tested: Whether hours may be called real: only where the units are independent, as posts are; the hours of one
            day go together.

    Returns:
        For each hour: the value of all units times the factor of the hour, the factor from a weekday and an hour effect
        that add, plus a part of the hour of the week itself, all drawn to zero as far as the units ask for it
        (`learning.stats.additive_pooling`), compared within platform and account. Rates: each unit's ratio to the mean
        of its stratum, weighted by 1 / (tau^2 / m^2 + phi / (m n)) (`learning.stats.shrinkage`), since a logarithm
        would favour hours that few saw. Totals: logarithms, since a few posts reach many times the others. None where
        there are fewer than 20 units or all counts are zero or one is below zero. The best: highest values among hours
        with enough units of their own.
    """
    total, exposure = float(units.numerator.sum()), float(units.denominator.sum())
    if len(units.numerator) < FEWEST_IN_ALL or total <= 0 or exposure <= 0 or bool((units.numerator < 0).any()):
        return None
    logarithmic = metric.form is Form.TOTAL
    values, weights = (_logs(units), np.ones(len(units.numerator))) if logarithmic else _ratios(units)
    values = _centred(values, weights, units.stratum)
    pooled = pool_grid(values, units.hour_of_week // 24, units.hour_of_week % 24, WEEK, weights=weights)
    whole = total / exposure * metric.factor
    slots = tuple(
        _slot(pooled, (weekday, hour), whole, logarithmic=logarithmic, tested=tested)
        for weekday in range(WEEK[0])
        for hour in range(WEEK[1])
        if pooled.units[weekday, hour]
    )
    named = sorted((slot for slot in slots if slot.enough), key=lambda slot: -slot.factor)
    return TimeMap(slots, tuple(named[:SHOWN]), whole)


def _logs(units: TimedUnits) -> Floats:
    """Logarithm of each unit's total, half an event added."""
    found: Floats = np.log(units.numerator / units.denominator + HALF)
    return found


def _ratios(units: TimedUnits) -> tuple[Floats, Floats]:
    """Each unit's ratio by that of its stratum, less 1, and its precision."""
    count = int(units.stratum.max()) + 1
    exposure = np.where(units.denominator > 0, units.denominator, np.nan)
    values, weights = np.zeros(len(exposure)), np.full(len(exposure), NO_WEIGHT)
    for one in range(count):
        own = np.flatnonzero((units.stratum == one) & ~np.isnan(exposure))
        if not len(own) or units.numerator[own].sum() <= 0:
            continue
        prior = fit_gamma_prior(units.numerator[own], exposure[own])
        values[own] = units.numerator[own] / exposure[own] / prior.mean - 1
        weights[own] = 1 / (1 / prior.shape + prior.dispersion / (prior.mean * exposure[own]))
    return values, weights


def _centred(values: Floats, weights: Floats, stratum: Ints) -> Floats:
    mass = np.bincount(stratum, weights)
    return values - (np.bincount(stratum, weights * values) / np.where(mass > 0, mass, 1.0))[stratum]


def _slot(pooled: PooledGrid, place: tuple[int, int], whole: float, *, logarithmic: bool, tested: bool) -> Slot:
    differs = tested and np.nanmin([pooled.row_p, pooled.column_p, 1.0]) < ALIKE
    low, factor, high = (
        math.exp(effect[place]) if logarithmic else max(1 + float(effect[place]), 0.0)
        for effect in (pooled.low, pooled.effect, pooled.high)
    )
    return Slot(
        weekday=place[0],
        hour=place[1],
        n=int(pooled.units[place]),
        value=whole * factor,
        low=whole * low,
        high=whole * high,
        factor=factor,
        real=bool(differs and pooled.false_sign[place] < FALSE_SIGN),
    )
