"""How far apart are two conversion rates, where counts are few or a classical test is asked for?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from learning.stats.moments import Floats
from learning.stats.sides import Sides


@dataclass(frozen=True, slots=True)
class PooledTest:
    """The pooled z test of two rates; NaN where not known, infinite where an end is open."""

    low: float
    """Of the difference, within -1 to 1."""
    high: float
    lift_low: float
    lift_high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Units and conversions of both arms."""

    control_n: float
    control: float
    treatment_n: float
    treatment: float


class ScoreForm(StrEnum):
    """What a score interval is of."""

    DIFFERENCE = "diff"
    RATIO = "ratio"


def pooled_z(counts: Counts, *, alpha: float = 0.05, sides: Sides = Sides.BOTH, corrected: bool = True) -> PooledTest:
    """Compare two rates with one variance for both, as under 'no difference'.

    Args:
        counts: Units and conversions; both arms have units.
        alpha: Error probability, 0-1.
        sides: The alternative.
        corrected: Whether the continuity correction (1/nC + 1/nT) / 2 is applied.

    Returns:
        Intervals of the difference and (log-ratio form) of the lift, and the p-value (Fleiss, Levin and Paik 2003,
        section 3.1). NaN where nobody or everybody converted.
    """
    one, two = counts.control / counts.control_n, counts.treatment / counts.treatment_n
    pooled = (counts.control + counts.treatment) / (counts.control_n + counts.treatment_n)
    parts = 1 / counts.control_n + 1 / counts.treatment_n
    error = np.sqrt(pooled * (1 - pooled) * parts)
    if not error > 0:
        return PooledTest(*[float("nan")] * 5)
    step = parts / 2 if corrected else 0.0
    quantile = -special.ndtri(sides.tail(alpha))
    difference = two - one
    reach = quantile * error + step
    low, high = max(difference - reach, -1.0), min(difference + reach, 1.0)
    lift_low = lift_high = float("nan")
    if one > 0 and two > 0:
        factor = np.exp(quantile * error / pooled + step / one)
        lift_low, lift_high = two / one / factor - 1, two / one * factor - 1
    if sides is Sides.GREATER:
        moved = max(difference - step, 0.0) if difference > 0 else difference
        return PooledTest(low, np.inf, float(lift_low), np.inf, float(special.ndtr(-moved / error)))
    if sides is Sides.LESS:
        moved = min(difference + step, 0.0) if difference < 0 else difference
        return PooledTest(-np.inf, high, -np.inf, float(lift_high), float(special.ndtr(moved / error)))
    moved = max(abs(difference) - step, 0.0)
    return PooledTest(low, high, float(lift_low), float(lift_high), float(2 * special.ndtr(-moved / error)))


def newcombe_interval(
    control: tuple[Floats, Floats], treatment: tuple[Floats, Floats], *, alpha: float = 0.05
) -> tuple[Floats, Floats]:
    """Give the interval of a difference of two rates from their score intervals; it holds at zero conversions too.

    Args:
        control: Units and conversions, shape (tests,).
        treatment: Units and conversions.
        alpha: 1 - the probability of the interval.

    Returns:
        Low and high of treatment - control (Newcombe 1998, method 10, from Wilson 1927).
    """
    one, two = control[1] / control[0], treatment[1] / treatment[0]
    one_low, one_high = wilson_interval(*control, alpha=alpha)
    two_low, two_high = wilson_interval(*treatment, alpha=alpha)
    low = two - one - np.sqrt((two - two_low) ** 2 + (one_high - one) ** 2)
    high = two - one + np.sqrt((two_high - two) ** 2 + (one - one_low) ** 2)
    return low, high


def wilson_interval(n: Floats, conversions: Floats, *, alpha: float = 0.05) -> tuple[Floats, Floats]:
    """Give the score interval of one rate.

    Args:
        n: Units, above 0, shape (tests,).
        conversions: Units that converted.
        alpha: 1 - the probability of the interval.

    Returns:
        Low and high (Wilson 1927).
    """
    quantile = float(special.ndtri(1 - alpha / 2))
    rate = conversions / n
    centre = (rate + quantile**2 / (2 * n)) / (1 + quantile**2 / n)
    reach = quantile / (1 + quantile**2 / n) * np.sqrt(rate * (1 - rate) / n + quantile**2 / (4 * n**2))
    return centre - reach, centre + reach
