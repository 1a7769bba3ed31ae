"""Effects of several families, each drawn to zero by as much as its own spread is small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.models.arms.lessons import Floats

ROUNDS: Final = 200
SETTLED: Final = 1e-4
START_SHARE: Final = 0.1
"""The variance of each family begins as this share of that of a reward."""
SMALLEST: Final = 1e-9
"""Share of the variance of a reward below which no variance goes."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Posterior of the effects."""

    mean: Floats
    """Shape (columns,)."""
    covariance: Floats


def fit_effects(columns: Floats, mass: Floats, totals: Floats, squares: float, families: Sequence[slice]) -> Effects:
    """Fit a linear mixed model to cells of units.

    Args:
        columns: Cells x columns; those of no family (the intercept) have no prior.
        mass: Weight of the units of each cell, above 0.
        totals: Their weighted sum.
        squares: Weighted sum of the squares of all units.
        families: Columns whose effects have one normal prior of mean zero.

    Returns:
        Best linear unbiased prediction (Robinson 1991) with the variances of the families and of a unit by
        expectation-maximisation (Laird and Ware 1982, eqs. 3.1-3.5); the covariance holds the variances for known.
    """
    crossed = columns.T @ (columns * mass[:, None])
    against = columns.T @ totals
    units = float(mass.sum())
    plain = max(squares / units - (float(totals.sum()) / units) ** 2, 0.0)
    floor = max(plain * SMALLEST, np.finfo(np.float64).tiny)
    unit, spreads = max(plain, floor), [max(plain * START_SHARE, floor)] * len(families)
    mean, covariance = _solve(crossed, against, unit, spreads, families)
    for _ in range(ROUNDS):
        own = np.diag(covariance)
        wanted = [
            max(float(np.mean(mean[family] ** 2 + own[family])) if mean[family].size else 0.0, floor)
            for family in families
        ]
        left = squares - 2 * float(mean @ against) + float(mean @ crossed @ mean)
        new_unit = max((left + float((crossed * covariance).sum())) / units, floor)
        moved = max(abs(new_unit - unit), *(abs(one - two) for one, two in zip(wanted, spreads, strict=True)))
        unit, spreads = new_unit, wanted
        mean, covariance = _solve(crossed, against, unit, spreads, families)
        if moved <= SETTLED * plain:
            break
    return Effects(mean, covariance)


def _solve(
    crossed: Floats, against: Floats, unit: float, spreads: Sequence[float], families: Sequence[slice]
) -> tuple[Floats, Floats]:
    precision: Floats = (crossed / unit).astype(np.float64)
    own = np.einsum("ii->i", precision)
    for family, spread in zip(families, spreads, strict=True):
        own[family] += 1 / spread
    covariance: Floats = np.linalg.inv(precision).astype(np.float64)
    return covariance @ against / unit, covariance
