"""Do two properties of posts go together, place, time and everything else that is known held alike?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RANK_VARIANCE: Final = 1.06
"""Variance of Fisher's z of a rank correlation by that of a plain one (Fieller, Hartley and Pearson 1957)."""
CLOSEST: Final = 0.999
LEAST_LEFT: Final = 1e-8
"""Where the controls explain all but this share of the ranks, nothing is left to compare."""


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """A partial rank correlation."""

    correlation: float
    """-1 to 1."""
    z: float
    """Fisher's z of it."""
    error: float
    """Standard error of z."""
    degrees: float


def ranks_within(values: Floats, strata: Ints) -> Floats:
    """Give the rank of each value within its stratum.

    Args:
        values: Shape (units,), finite.
        strata: Stratum of each unit, from 0.

    Returns:
        Shape (units,): (mean rank of ties - 1/2) / size of the stratum - 1/2, so that strata of any size and unit mix.
    """
    found = np.zeros(len(values))
    for one in np.unique(strata).tolist():
        own = np.flatnonzero(strata == one)
        found[own] = (stats.rankdata(values[own]) - 0.5) / len(own) - 0.5
    return found


@dataclass(frozen=True, slots=True)
class Controls:
    """What is held alike: an orthonormal basis of its columns."""

    basis: Floats
    """Shape (units, rank)."""

    def remove(self, values: Floats) -> Floats:
        """Give what the controls leave of a column, shape (units,)."""
        found: Floats = values - self.basis @ (self.basis.T @ values)
        return found


def make_controls(columns: Floats) -> Controls:
    """Make controls of columns that may depend on each other.

    Args:
        columns: Shape (units, columns), an intercept in their span.
    """
    scaled = columns / np.maximum(np.linalg.norm(columns, axis=0), 1e-12)
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    used = values > 1e-9 * max(float(values[-1]), 1e-300)
    basis: Floats = scaled @ (vectors[:, used] / np.sqrt(values[used]))
    return Controls(basis)


def correlate_remainders(one: Floats, other: Floats, clusters: Ints, controls: int) -> RankCorrelation | None:
    """Correlate what controls left of two ranked columns.

    Args:
        one: Shape (units,), from `Controls.remove` of ranks.
        other: Likewise.
        clusters: Units of one cluster (a day) may share their luck.
        controls: How many numbers were fitted.

    Returns:
        The partial rank correlation with Fisher's z; the error is the larger of sqrt(1.06 / (n - controls - 3)) and
        that from its influence function (Devlin, Gnanadesikan and Kettenring 1975, Biometrika 62) summed by cluster;
        the degrees are the smaller of those left by the controls and the clusters less 1. None where nothing is left.
    """
    degrees = len(one) - controls - 3
    size, other_size = float(one @ one) / len(one), float(other @ other) / len(one)
    if degrees < 2 or min(size, other_size) < LEAST_LEFT:
        return None
    u, v = one / np.sqrt(size), other / np.sqrt(other_size)
    found = float(np.clip((u @ v) / len(one), -CLOSEST, CLOSEST))
    influence = u * v - found * (u**2 + v**2) / 2
    sums = np.bincount(clusters, influence)
    count = int((np.bincount(clusters) > 0).sum())
    robust = float((sums**2).sum()) / len(one) ** 2 / (1 - found**2) ** 2 * count / max(count - 1, 1)
    error = float(np.sqrt(max(RANK_VARIANCE / degrees, robust)))
    return RankCorrelation(found, float(np.arctanh(found)), error, float(max(min(degrees, count - 1), 1)))
