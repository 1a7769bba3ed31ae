"""How large are true effects in this family of comparisons, before one of them is looked at?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

NULL_COUNT: Final = 10.0
"""Pseudo-observations of 'no effect': the prior leans to nothing being there (Stephens 2017, section 2.3)."""
SMALLEST_SHARE: Final = 0.1
"""The narrowest slab has this half width, in units of the smallest standard error."""
GRID_STEP: Final = 2**0.5
MOST_ROUNDS: Final = 2_000
ENOUGH: Final = 1e-6
"""The fit ends when no weight moves by more than this."""


@dataclass(frozen=True, slots=True)
class ScaleMixture:
    """A prior of effects that peaks at zero: a spike at 0 and uniform slabs [-width, width]."""

    null: float
    """Weight of the spike: the share of comparisons without any effect."""
    widths: Floats
    """Half widths of the slabs, shape (slabs,)."""
    weights: Floats
    """Their weights, shape (slabs,); with `null` they sum to 1."""


def t_density(deviations: Floats, degrees: Floats) -> Floats:
    """Give the density of Student's t.

    Args:
        deviations: Where, any shape.
        degrees: Degrees of freedom above 0, of a shape that broadcasts.

    Returns:
        Densities of the broadcast shape.
    """
    log_norm = special.gammaln((degrees + 1) / 2) - special.gammaln(degrees / 2) - 0.5 * np.log(degrees * np.pi)
    found: Floats = np.exp(log_norm - (degrees + 1) / 2 * np.log1p(deviations**2 / degrees))
    return found


def slab_likelihoods(estimates: Floats, errors: Floats, degrees: Floats, widths: Floats) -> Floats:
    """Give the likelihood of each estimate under each slab.

    Args:
        estimates: Estimated effects, shape (comparisons,).
        errors: Their standard errors, above 0.
        degrees: Degrees of freedom of these errors, above 0.
        widths: Half widths of the slabs, shape (slabs,), above 0.

    Returns:
        Shape (comparisons, slabs): the density of (estimate - effect) / error, Student's t, averaged over effects
        uniform in [-width, width]: (T((w - |x|) / s) - T(-(w + |x|) / s)) / 2w (Stephens 2017, section 2.2 and
        supplement, uniform components with t likelihood).
    """
    size, error, freedom = np.abs(estimates)[:, None], errors[:, None], degrees[:, None]
    upper = special.stdtr(freedom, (widths - size) / error)
    lower = special.stdtr(freedom, -(widths + size) / error)
    found: Floats = (upper - lower) / (2 * widths)
    return found


def fit_scale_mixture(estimates: Floats, errors: Floats, degrees: Floats) -> ScaleMixture:
    """Fit the prior of a family of comparisons to all of them at once.

    Args:
        estimates: Estimated effects, shape (comparisons,), at least one.
        errors: Their standard errors, above 0.
        degrees: Degrees of freedom of these errors, above 0.

    Returns:
        The spike and slabs with the largest penalised likelihood, by EM over fixed half widths from a tenth of the
        smallest error to twice the largest effect, in steps of the square root of 2; the spike gets ten
        pseudo-observations, so that a small family is believed to be null until it shows otherwise. Adaptive shrinkage
        of Stephens (2017), Biostatistics 18(2), sections 2.2 and 2.3.
    """
    widths = _grid(estimates, errors)
    spike = t_density(estimates / errors, degrees) / errors
    likelihoods = np.column_stack([spike, slab_likelihoods(estimates, errors, degrees, widths)])
    # Only ratios matter; without this a far estimate underflows in every column at once.
    likelihoods = likelihoods / np.maximum(likelihoods.max(axis=1, keepdims=True), 1e-300)
    count = likelihoods.shape[1]
    extra: Floats = np.zeros(count)
    extra[0] = NULL_COUNT - 1
    weights: Floats = np.full(count, 0.5 / (count - 1))
    weights[0] = 0.5
    for _ in range(MOST_ROUNDS):
        found: Floats = weights * (likelihoods.T @ (1 / (likelihoods @ weights))) + extra
        found /= found.sum()
        moved = float(np.abs(found - weights).max())
        weights = found
        if moved < ENOUGH:
            break
    return ScaleMixture(float(weights[0]), widths, weights[1:])


def _grid(estimates: Floats, errors: Floats) -> Floats:
    low = SMALLEST_SHARE * float(errors.min())
    # Effects that stand out of their own error; where none does, a few errors wide.
    excess = float(np.max(estimates**2 - errors**2))
    high = 2 * np.sqrt(excess) if excess > 0 else 8 * low
    steps = max(1, int(np.ceil(np.log(high / low) / np.log(GRID_STEP))))
    grid: Floats = low * np.power(GRID_STEP, np.arange(steps + 1, dtype=np.float64))
    return grid
