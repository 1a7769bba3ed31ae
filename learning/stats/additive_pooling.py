"""What does a cell of a grid with few units tell, when its row and its column tell something too?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.stats.quantiles import CONFIDENCE, t_quantile

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

ROUNDS: Final = 200
SETTLED: Final = 1e-4
START_SHARE: Final = 0.1
"""Each of the three variances begins as this share of that of a unit."""
FEWEST_WITHIN: Final = 5
"""Degrees of freedom within cells from which on the spread within them is taken, else that of all units."""
SMALLEST: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Spreads:
    """Standard deviations of the effects of rows, columns and cells, and of a unit within its cell."""

    row: float
    column: float
    cell: float
    unit: float


@dataclass(frozen=True, slots=True)
class PooledGrid:
    """The effects of all cells of a grid; arrays of shape (rows, columns), on the scale of the values."""

    effect: Floats
    """Posterior mean of row + column + cell effect, against the mean of all units."""
    low: Floats
    high: Floats
    false_sign: Floats
    """Probability that the effect has the other sign, 0-0.5; 0.5 where nothing is known."""
    units: Codes
    """How many units each cell has."""
    spreads: Spreads
    row_p: float
    """p-value of 'all rows are alike', 0-1; NaN where it cannot be tested."""
    column_p: float


def pool_grid(
    values: Floats,
    rows: Codes,
    columns: Codes,
    shape: tuple[int, int],
    *,
    weights: Floats | None = None,
    confidence: float = CONFIDENCE,
) -> PooledGrid:
    """Estimate the effect of each cell, drawn to what its row and its column say.

    Args:
        values: One value per unit on a scale where effects add (logarithms), shape (units,), finite.
        rows: Row of each unit, from 0.
        columns: Column of each unit, from 0.
        shape: Number of rows and of columns.
        weights: Relative precision of each unit, above 0; None = all alike.
        confidence: Probability of the intervals, 0-1.

    Returns:
        Posterior of the linear mixed model y = m + a_row + b_column + c_cell + e, normal effects of mean zero, their
        variances by expectation-maximisation on the cell means (Laird and Ware 1982, Biometrics 38, eqs. 3.1-3.5; best
        linear unbiased prediction, Robinson 1991, Statistical Science 6), that of e from the spread within cells. A
        cell without units has the effect of its row and column. Intervals by t with the degrees of freedom of that
        spread; they hold the variances for known. The p-values ask whether rows, and columns, differ at all.
    """
    width = shape[1]
    cell = rows * width + columns
    count = np.bincount(cell, minlength=shape[0] * width)
    own = np.ones(len(values)) if weights is None else weights * (len(values) / weights.sum())
    used = np.flatnonzero(count)
    mass = np.bincount(cell, own, minlength=shape[0] * width)[used]
    mean = np.bincount(cell, own * values, minlength=shape[0] * width)[used] / mass
    unit_variance, degrees = _unit_variance(values, own, mean[np.searchsorted(used, cell)], len(used))
    model = _Cells(used // width, used % width, mean, mass / unit_variance, shape)
    variances = _fit(model, unit_variance)
    effect, variance = _predict(model, variances, count)
    spread = np.sqrt(np.maximum(variance, 0.0))
    false_sign = _false_signs(effect, spread, degrees)
    reach = t_quantile(degrees, confidence) * spread
    return PooledGrid(
        effect.reshape(shape),
        (effect - reach).reshape(shape),
        (effect + reach).reshape(shape),
        false_sign.reshape(shape),
        count.reshape(shape),
        Spreads(*(float(np.sqrt(part)) for part in (*variances, unit_variance))),
        row_p=_alike(values, own, rows),
        column_p=_alike(values, own, columns),
    )


def _false_signs(effect: Floats, spread: Floats, degrees: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, special.stdtr(degrees, -np.abs(effect) / spread), 0.5)


def _alike(values: Floats, weights: Floats, groups: Codes) -> float:
    """One-way analysis of variance (Fisher 1925): could means this far apart be chance?"""
    mass = np.bincount(groups, weights)
    present = mass > 0
    between, within = int(present.sum()) - 1, len(values) - int(present.sum())
    if between < 1 or within < 1:
        return float("nan")
    mean = np.bincount(groups, weights * values) / np.where(present, mass, 1.0)
    whole = float((weights * values).sum() / weights.sum())
    explained = float((mass * (mean - whole) ** 2)[present].sum()) / between
    left = float((weights * (values - mean[groups]) ** 2).sum()) / within
    return float(special.fdtrc(between, within, explained / left)) if left > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells that have units."""

    row: Codes
    column: Codes
    mean: Floats
    weight: Floats
    """Units by the variance of one."""
    shape: tuple[int, int]

    def design(self) -> Floats:
        """Mean, row and column of each cell as columns of ones."""
        rows, columns = self.shape
        found = np.zeros((len(self.mean), 1 + rows + columns))
        found[:, 0] = 1.0
        found[np.arange(len(self.mean)), 1 + self.row] = 1.0
        found[np.arange(len(self.mean)), 1 + rows + self.column] = 1.0
        return found


def _unit_variance(values: Floats, weights: Floats, mean: Floats, cells: int) -> tuple[float, float]:
    """Variance of a unit of mean weight, and its degrees of freedom."""
    degrees = len(values) - cells
    if degrees >= FEWEST_WITHIN:
        return max(float((weights * (values - mean) ** 2).sum()) / degrees, SMALLEST), float(degrees)
    own = float(values.var(ddof=1)) if len(values) > 1 else 1.0
    return max(own, SMALLEST), float(max(len(values) - 1, 1))


def _fit(model: _Cells, unit_variance: float) -> tuple[float, float, float]:
    """Row, column and cell variance by expectation-maximisation, the cell effects integrated out of the linear part."""
    rows = model.shape[0]
    design = model.design()
    between = unit_variance * START_SHARE
    row, column, cell = between, between, between
    for _ in range(ROUNDS):
        solution, covariance = _solve(model, design, (row, column, cell))
        own = solution[1 : 1 + rows]
        other = solution[1 + rows :]
        spread = np.diag(covariance)
        new_row = float((own**2 + spread[1 : 1 + rows]).mean())
        new_column = float((other**2 + spread[1 + rows :]).mean())
        keep = cell / (cell + 1 / model.weight)
        left = model.mean - design @ solution
        explained = _forms(design, covariance)
        new_cell = float(((keep * left) ** 2 + keep**2 * explained + cell * (1 - keep)).mean())
        moved = max(abs(new_row - row), abs(new_column - column), abs(new_cell - cell))
        row, column, cell = (max(part, SMALLEST) for part in (new_row, new_column, new_cell))
        if moved <= SETTLED * unit_variance:
            break
    return row, column, cell


def _solve(model: _Cells, design: Floats, variances: tuple[float, float, float]) -> tuple[Floats, Floats]:
    """Mean, row and column effects with their covariance (Henderson's equations, the mean without a prior)."""
    rows, columns = model.shape
    row, column, cell = variances
    weight = 1 / (cell + 1 / model.weight)
    prior = np.concatenate([[0.0], np.full(rows, 1 / row), np.full(columns, 1 / column)])
    matrix = design.T @ (design * weight[:, None]) + np.diag(prior)
    covariance = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    solution: Floats = covariance @ (design.T @ (weight * model.mean))
    return solution, covariance


def _predict(model: _Cells, variances: tuple[float, float, float], count: Codes) -> tuple[Floats, Floats]:
    """Effect and its variance for every cell, those without units by their row and column alone."""
    design = model.design()
    solution, covariance = _solve(model, design, variances)
    rows, columns = model.shape
    full = np.zeros((rows * columns, 1 + rows + columns))
    place = np.arange(rows * columns)
    full[place, 1 + place // columns] = 1.0
    full[place, 1 + rows + place % columns] = 1.0
    effect: Floats = full @ solution
    variance = _forms(full, covariance) + variances[2]
    used = np.flatnonzero(count)
    keep: Floats = variances[2] / (variances[2] + 1 / model.weight)
    left: Floats = model.mean - design @ solution
    effect[used] += keep * left
    # Var(a + b + c | data): the cell's own part, and what is not known of the rest, seen through it.
    through = full[used] - keep[:, None] * design
    own = _forms(through, covariance)
    variance[used] = variances[2] * (1 - keep) + own
    return effect, variance


def _forms(vectors: Floats, matrix: Floats) -> Floats:
    """V M v' of each row."""
    found: Floats = ((vectors @ matrix) * vectors).sum(axis=1)
    return found
