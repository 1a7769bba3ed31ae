"""How does a rate of some units compare with that of others, or with a mark, where units share their luck?

Units of one day, and units of one person, are alike: what several of them say is less than their number. The variance
is that of leaving out one cluster after the other, for each way to cluster, and the largest of them counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HALF: Final = 0.5
FEWEST_CLUSTERS: Final = 5.0
"""Effective clusters on each side under which their spread is anybody's guess."""


@dataclass(frozen=True, slots=True)
class ClusteredUnits:
    """Units with what is counted or measured of them; arrays share one index."""

    events: Floats
    """At least 0; 0 or 1 where a rate of units is meant."""
    weights: Floats
    """What they are divided by, at least 0; ones where a mean is meant."""
    clusterings: tuple[Ints, ...]
    """Each a cluster of every unit, from 0."""


@dataclass(frozen=True, slots=True)
class ClusteredLogRatio:
    """A logarithm of a ratio with its error."""

    estimate: float
    error: float
    """Above 0."""
    degrees: float
    """Effective clusters less 1, of the way to cluster with fewest, above 1."""


def compare_groups(units: ClusteredUnits, own: Flags, rest: Flags, *, counted: bool) -> ClusteredLogRatio | None:
    """Compare the rate of some units with that of others.

    Args:
        units: The units.
        own: Which are compared.
        rest: With which; none is in both.
        counted: Whether events are counts of units, 0 or 1 each: then half a one is added (Gart 1966), and the variance
            is no smaller than that of counts (Pettigrew, Gart and Thomas 1986).

    Returns:
        log(rate / rate of the rest) with the error by the jackknife over clusters (Efron and Stein 1981), the largest
        of all ways to cluster; None where a side has under five effective clusters or no events at all.
    """
    sides = [_Side(units, chosen, counted=counted) for chosen in (own, rest)]
    if any(side.total <= 0 for side in sides) or (not counted and any(side.events <= 0 for side in sides)):
        return None
    if sum(side.events for side in sides) <= 0:
        return None
    estimate = sides[0].log_rate - sides[1].log_rate
    return _with_error(units, sides, estimate, counted=counted)


def compare_with_mark(units: ClusteredUnits, mark: float, *, counted: bool, below: bool) -> ClusteredLogRatio | None:
    """Ask whether a rate is below (or above) a mark, and nothing else.

    Args:
        units: The units.
        mark: Above 0.
        counted: As in `compare_groups`.
        below: Which side is looked for.

    Returns:
        log(rate / mark), 0 where the rate lies on the other side: that is no difference here. Two-sided p-values of it
        are at most those of the one-sided question. None as in `compare_groups`.
    """
    every = np.ones(len(units.events), dtype=np.bool_)
    side = _Side(units, every, counted=counted)
    if side.total <= 0 or (not counted and side.events <= 0):
        return None
    distance = side.log_rate - float(np.log(mark))
    return _with_error(units, [side], min(distance, 0.0) if below else max(distance, 0.0), counted=counted)


class _Side:
    """Sums of one side, of all its units and by cluster."""

    def __init__(self, units: ClusteredUnits, chosen: Flags, *, counted: bool) -> None:
        self._units, self._chosen = units, chosen
        self._added = HALF if counted else 0.0
        self.events = float(units.events[chosen].sum())
        self.total = float(units.weights[chosen].sum())

    @property
    def log_rate(self) -> float:
        return float(np.log(self.events + self._added) - np.log(self.total + self._added))

    @property
    def counted_variance(self) -> float:
        return max(1 / (self.events + HALF) - 1 / (self.total + HALF), 0.0)

    def without_each(self, clusters: Ints, count: int) -> Floats:
        """The logarithm of the rate without each cluster; NaN where nothing would be left."""
        own = clusters[self._chosen]
        events = self.events - np.bincount(own, self._units.events[self._chosen], minlength=count)
        total = self.total - np.bincount(own, self._units.weights[self._chosen], minlength=count)
        left = (total > 0) & (events + self._added > 0)
        found: Floats = np.full(count, np.nan)
        found[left] = np.log(events[left] + self._added) - np.log(total[left] + self._added)
        return found

    def effective(self, clusters: Ints, count: int) -> float:
        sums = np.bincount(clusters[self._chosen], self._units.weights[self._chosen], minlength=count)
        return float(sums.sum() ** 2 / (sums**2).sum())


def _with_error(
    units: ClusteredUnits, sides: Sequence[_Side], estimate: float, *, counted: bool
) -> ClusteredLogRatio | None:
    variance, fewest = 0.0, np.inf
    for clusters in units.clusterings:
        count = int(clusters.max()) + 1
        effective = min(side.effective(clusters, count) for side in sides)
        if effective < FEWEST_CLUSTERS:
            return None
        parts = [side.without_each(clusters, count) for side in sides]
        without = parts[0] - parts[1] if len(parts) > 1 else parts[0]
        if not np.isfinite(without).all():
            return None
        there = int((np.bincount(clusters) > 0).sum())
        gaps = without - without.mean()
        variance = max(variance, float((there - 1) / there * (gaps**2).sum()))
        fewest = min(fewest, effective)
    if counted:
        variance = max(variance, sum(side.counted_variance for side in sides))
    if not variance > 0 or not np.isfinite(fewest):
        return None
    return ClusteredLogRatio(estimate, float(np.sqrt(variance)), fewest - 1)
