"""Do marked units do better than others of their kind would by chance, had the marks been dealt out at random?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_LEVEL: Final = 0.05
"""Of marked units by all: nearer to nothing the logarithm runs off."""


@dataclass(frozen=True, slots=True)
class UnitScores:
    """What a fit left of each unit; arrays of shape (units,)."""

    residuals: Floats
    """Relative: 0.2 = 20 % above what was expected."""
    weights: Floats
    """Their precision, above 0."""
    strata: Ints
    """Units of one stratum could have stood in each other's place, from 0."""
    clusters: Ints
    """Units of one cluster (a day) may share their luck, from 0."""


@dataclass(frozen=True, slots=True)
class MarkedMean:
    """How far the marked units lie from others of their strata."""

    estimate: float
    """Log ratio."""
    error: float
    degrees: float
    n: int


class Permutations:
    """The weighted mean of marked units over all permutations within strata, exact to two moments."""

    def __init__(self, scores: UnitScores) -> None:
        """Take the scores; what all marks share is summed once."""
        self._scores = scores
        self._root = np.sqrt(scores.weights)
        self._even = scores.residuals * self._root
        self._sizes = np.bincount(scores.strata).astype(np.float64)
        sums, squares = (np.bincount(scores.strata, part) for part in (self._even, self._even**2))
        with np.errstate(divide="ignore", invalid="ignore"):
            self._means = sums / self._sizes
            spread = (squares - sums**2 / self._sizes) / (self._sizes - 1)
        self._spread = np.nan_to_num(spread)

    def judge(self, marked: Flags) -> MarkedMean | None:
        """Compare marked units with all of their strata.

        Args:
            marked: Shape (units,).

        Returns:
            With e the standardised residuals and a the roots of the weights: mean = (sum a e - E) / sum a^2, E and its
            variance over all permutations of e within strata: sum of s_g^2 (sum a^2 - (sum a)^2 / N_g) (Strasser and
            Weber 1999, On the asymptotic theory of permutation statistics, theorem 3.1). The error is the larger of
            that one and the one over clusters; both by the delta method on the log scale. Degrees: effective number of
            marked units less 1. None with fewer than two, or where whole strata are marked.
        """
        own = np.flatnonzero(marked)
        if len(own) < 2:
            return None
        strata, a, e = self._scores.strata[own], self._root[own], self._even[own]
        size = len(self._sizes)
        sums, squares = (np.bincount(strata, part, minlength=size) for part in (a, a**2))
        variance = float((self._spread * np.maximum(squares - sums**2 / np.maximum(self._sizes, 1), 0.0)).sum())
        whole = float((a**2).sum())
        counts = np.bincount(strata, minlength=size)
        if variance <= 0 or (counts[counts > 0] == self._sizes[counts > 0]).all():
            return None
        gaps = a * (e - self._means[strata])
        mean = float(gaps.sum()) / whole
        shared = np.bincount(self._scores.clusters[own], gaps - a**2 * mean)
        days = len(np.unique(self._scores.clusters[own]))
        clustered = float((shared**2).sum()) * days / max(days - 1, 1)
        degrees = whole**2 / float((a**4).sum()) - 1
        if degrees <= 1:
            return None
        level = max(1 + mean, LEAST_LEVEL)
        error = float(np.sqrt(max(variance, clustered))) / whole / level
        return MarkedMean(float(np.log(level)), error, degrees, len(own))
