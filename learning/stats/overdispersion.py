"""How much more do counts vary than chance alone lets them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS: Final = 6
FIRST_GUESS: Final = 0.25
"""Squared coefficient of variation of rates to begin with: posts with a standard deviation of .5 on the log scale."""


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """The variance of an amount with expectation m: scale x m + spread x m^2."""

    scale: float
    """1 for counts of independent events; of amounts the size of one event."""
    spread: float
    """Squared coefficient of variation of the rates themselves; it does not shrink with exposure."""

    def variance(self, expected: Floats) -> Floats:
        """Give the variance at these expectations."""
        found: Floats = self.scale * expected + self.spread * expected**2
        return found

    def weights(self, expected: Floats) -> Floats:
        """Give the weight of a unit per event: large units count by less than their size (quasi-likelihood score)."""
        found: Floats = 1 / (self.scale + self.spread * expected)
        return found


def fit_overdispersion(squares: Floats, expected: Floats, *, event_size: float | None) -> Overdispersion:
    """Fit the variance function by weighted moments.

    Args:
        squares: Squared deviation of each unit from its expectation, shape (units,), at least 0.
        expected: Its expectation, shape (units,), above 0.
        event_size: What one event adds: 1 for counts, so that chance alone gives a variance of m; None for amounts
            whose events vary in size.

    Returns:
        Scale and spread by regression of the squares on m and m^2 with weights 1 / variance(m)^2, repeated with the
        fitted variance; a known event size is the scale (Williams 1982, Applied Statistics 31, method of moments;
        McCullagh and Nelder 1989, section 9.3). Both at least 0; no units give chance alone.
    """
    if not len(squares):
        return Overdispersion(event_size or 1.0, 0.0)
    fitted = Overdispersion(event_size or float(squares.sum() / expected.sum()), FIRST_GUESS)
    second = expected * expected
    fourth, excess = second * second, second * (squares - (event_size or 0.0) * expected)
    for _ in range(ROUNDS):
        variance = np.maximum(fitted.scale * expected + fitted.spread * second, 1e-300)
        weight = 1 / (variance * variance)
        if event_size is None:
            fitted = _amount_fit(squares, expected, weight, fitted)
        else:
            below = float(weight @ fourth)
            above = float(weight @ excess)
            fitted = Overdispersion(event_size, max(above / below, 0.0) if below > 0 else 0.0)
    return fitted


def _amount_fit(squares: Floats, expected: Floats, weight: Floats, before: Overdispersion) -> Overdispersion:
    second, third, fourth = (float((weight * expected**power).sum()) for power in (2, 3, 4))
    one, two = (float((weight * expected**power * squares).sum()) for power in (1, 2))
    determinant = second * fourth - third**2
    if determinant <= 1e-12 * second * fourth:
        return before
    scale = (one * fourth - two * third) / determinant
    spread = (two * second - one * third) / determinant
    if scale <= 0:
        return Overdispersion(1e-9 * before.scale, two / fourth)
    return Overdispersion(scale, spread) if spread > 0 else Overdispersion(one / second, 0.0)
