"""How sure is the rate of a single post?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.metrics.definitions import Metric
from learning.metrics.grouping import Floats
from learning.metrics.ranking import counts_events
from learning.stats.poisson_rates import poisson_ranges


@dataclass(frozen=True, slots=True)
class PostRates:
    """The metric of each post with its range; None where there is none."""

    value: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


def own_ranges(metric: Metric, numerator: Floats, denominator: Floats) -> PostRates:
    """Give each post's own ratio and, where it counts events, its range.

    Args:
        metric: A ratio of the catalogue.
        numerator: Of each post, shape (posts,), finite.
        denominator: Likewise.

    Returns:
        Ratios (times the metric's factor) and exact Poisson ranges; None where the denominator is zero, and no range
        for amounts, times, and counts below zero.
    """
    known = denominator > 0
    safe = np.where(known, denominator, 1.0)
    value = numerator / safe * metric.factor
    low = high = np.full(len(value), np.nan)
    if counts_events(metric):
        events = np.where(numerator >= 0, numerator, 0.0)
        low, high = poisson_ranges(events, safe)
        below = numerator < 0
        low, high = np.where(below, np.nan, low * metric.factor), np.where(below, np.nan, high * metric.factor)
    return PostRates(_or_none(value, known), _or_none(low, known), _or_none(high, known))


def _or_none(values: Floats, known: np.ndarray) -> tuple[float | None, ...]:
    shown = known & ~np.isnan(values)
    return tuple(value if use else None for value, use in zip(values.tolist(), shown.tolist(), strict=True))
