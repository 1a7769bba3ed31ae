"""What the intervals need to know of the independent units (posts or days) behind a total or a ratio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class UnitSums:
    """The sums of two quantities over independent units, and how far they may vary with the units."""

    n: int
    numerator: float
    denominator: float
    total_variance: float
    """Variance of the numerator: n s^2, added over strata; NaN where a stratum has one unit."""
    total_degrees: float
    """Degrees of freedom of that variance: units less strata."""
    ratio_variance: float
    """Variance of log(numerator / denominator), without unit; NaN where it is not known."""
    ratio_degrees: float
    """Its degrees of freedom: effective units less strata."""
    signed: bool
    """True where a unit is below zero (net follows, refunds): no logarithm then."""


def collect_sums(
    groups: Codes, count: int, numerator: Floats, denominator: Floats, *, strata: Codes | None = None
) -> list[UnitSums]:
    """Sum two quantities over the units of each group.

    Args:
        groups: Group of each unit, 0 to count - 1, shape (units,).
        count: Number of groups.
        numerator: First quantity of each unit, shape (units,), finite.
        denominator: Second quantity, shape (units,), finite; ones where only a total is wanted.
        strata: Stratum of each unit (platform and account), from 0; variances are taken within strata. None = one
        stratum.

    Returns:
        One record per group, in order; n = 0 for a group without units. The variance of the log ratio is sum(e_i^2 / (1
        - h_i)^2) (n - 1) / n / X^2 with e_i = x_i - R y_i and the share h_i = y_i / Y: the delta method (statistics.md)
        in its jackknife form, which does not understate few unequal units (MacKinnon and White 1985, HC3). Its degrees
        of freedom are Kish's (1965) effective number of units, 1 / sum(h_i^2), less 1. Strata add their variances
        (Cochran 1977, eq. 5.7).
    """
    layers = 1 if strata is None else int(strata.max(initial=0)) + 1
    cells = groups if strata is None else groups * layers + strata
    size = count * layers
    top, bottom = _sum(groups, numerator, count), _sum(groups, denominator, count)
    below = _sum(groups, ((numerator < 0) | (denominator < 0)).astype(np.float64), count) > 0
    units = np.bincount(cells, minlength=size)
    scatter = _scatter(cells, numerator, units, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, effective = _ratio_scatter(cells, units, numerator, denominator, _spread(top, bottom, groups))
        log_variance = _per_group(ratio, units, layers) / top**2
    columns = (
        _fold(units.astype(np.float64), layers),
        top,
        bottom,
        _per_group(scatter, units, layers),
        _fold(np.maximum(units - 1.0, 0.0), layers),
        log_variance,
        _fold(np.where(units > 1, effective - 1.0, 0.0), layers),
        below.astype(np.float64),
    )
    lists = [column.tolist() for column in columns]
    return [
        UnitSums(int(n), x, y, total_variance, total_degrees, ratio_variance, ratio_degrees, signed=bool(signed))
        for n, x, y, total_variance, total_degrees, ratio_variance, ratio_degrees, signed in zip(*lists, strict=True)
    ]


def _sum(codes: Codes, values: Floats, size: int) -> Floats:
    return np.bincount(codes, values, minlength=size).astype(np.float64)


def _spread(top: Floats, bottom: Floats, groups: Codes) -> Floats:
    return (top / bottom)[groups]


def _scatter(cells: Codes, values: Floats, units: Codes, size: int) -> Floats:
    """Variance of the sum of each cell, from deviations: the difference of squares loses all digits on large counts."""
    means = _sum(cells, values, size) / np.maximum(units, 1)
    gaps = values - means[cells]
    return _sum(cells, gaps * gaps, size) * units / np.maximum(units - 1, 1)


def _ratio_scatter(
    cells: Codes, units: Codes, numerator: Floats, denominator: Floats, ratio: Floats
) -> tuple[Floats, Floats]:
    """Variance of X - R Y of each cell, and its effective number of units."""
    size = len(units)
    residuals = numerator - ratio * denominator
    residuals = residuals - (_sum(cells, residuals, size) / np.maximum(units, 1))[cells]
    whole = _sum(cells, denominator, size)
    # Where a platform reports no exposure at all, no unit holds a larger part of it than the others.
    shares = np.where(whole[cells] == 0, 0.0, denominator / whole[cells])
    scaled = (residuals / (1 - shares)) ** 2
    variance = _sum(cells, scaled, size) * (units - 1) / np.maximum(units, 1)
    return variance, np.where(whole == 0, units, 1 / _sum(cells, shares * shares, size))


def _fold(cells: Floats, layers: int) -> Floats:
    folded: Floats = cells.reshape(-1, layers).sum(axis=1)
    return folded


def _per_group(variances: Floats, units: Codes, layers: int) -> Floats:
    """Add the variances of the strata; a stratum of one unit makes the sum unknown, an empty one adds nothing."""
    known = np.where(units == 1, np.nan, np.where(units == 0, 0.0, variances))
    return _fold(known, layers)
