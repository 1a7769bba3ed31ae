"""How much more do counts vary than chance alone lets them?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Step = Callable[[Floats, "Overdispersion"], "Overdispersion"]
"""Fits once more, by weights and what was fitted before."""

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
    second = expected * expected
    fitted = Overdispersion(event_size or float(squares.sum() / expected.sum()), FIRST_GUESS)
    step = _amounts(squares, expected, second) if event_size is None else _counts(squares, expected, second, event_size)
    for _ in range(ROUNDS):
        before = fitted
        variance = np.maximum(before.scale * expected + before.spread * second, 1e-300)
        fitted = step(1 / (variance * variance), before)
        if fitted == before:
            break
    return fitted


def _counts(squares: Floats, expected: Floats, second: Floats, event_size: float) -> Step:
    fourth, excess = second * second, second * (squares - event_size * expected)

    def step(weight: Floats, _: Overdispersion) -> Overdispersion:
        below, above = float(weight @ fourth), float(weight @ excess)
        return Overdispersion(event_size, max(above / below, 0.0) if below > 0 else 0.0)

    return step


def _amounts(squares: Floats, expected: Floats, second: Floats) -> Step:
    moments = np.stack([second, second * expected, second * second, expected * squares, second * squares])
    return lambda weight, before: _amount_fit(moments @ weight, before)


def _amount_fit(moments: Floats, before: Overdispersion) -> Overdispersion:
    """From weighted sums of m^2, m^3, m^4, and of the squares by m and m^2."""
    second, third, fourth, one, two = (float(each) for each in moments)
    determinant = second * fourth - third**2
    if determinant <= 1e-12 * second * fourth:
        return before
    scale = (one * fourth - two * third) / determinant
    spread = (two * second - one * third) / determinant
    if scale <= 0:
        return Overdispersion(1e-9 * before.scale, two / fourth)
    return Overdispersion(scale, spread) if spread > 0 else Overdispersion(one / second, 0.0)
