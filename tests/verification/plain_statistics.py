"""The figures as a statistician would compute them from a spreadsheet: nothing of the product is used.

Formulas as docs/statistics.md states them, written anew; the resampling needs no formula at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
REACH = 0.975


@dataclass(frozen=True)
class Figure:
    """A value, its 95 % range, and the spread of its logarithm."""

    value: float
    low: float
    high: float
    variance: float
    degrees: float


def total(values: Floats) -> Figure:
    """A sum over posts or days: what would as many like these have brought?"""
    whole, n = float(values.sum()), len(values)
    variance = n * float(values.var(ddof=1)) / whole**2
    reach = stats.t.ppf(REACH, n - 1) * math.sqrt(variance)
    return Figure(whole, whole * math.exp(-reach), whole * math.exp(reach), variance, n - 1)


def ratio(top: Floats, bottom: Floats) -> Figure:
    """A ratio of sums with its log-ratio range: residuals divided by what each unit leaves of the whole (HC3)."""
    n, value = len(top), float(top.sum() / bottom.sum())
    share = bottom / bottom.sum()
    left = [(one - value * by) / (1 - part) for one, by, part in zip(top, bottom, share, strict=True)]
    variance = (n - 1) / n * sum(one**2 for one in left) / float(top.sum()) ** 2
    degrees = 1 / float((share**2).sum()) - 1
    reach = stats.t.ppf(REACH, degrees) * math.sqrt(variance)
    return Figure(value, value * math.exp(-reach), value * math.exp(reach), variance, degrees)


@dataclass(frozen=True)
class Moved:
    """A relative change with its range and p-value."""

    size: float
    low: float
    high: float
    p_value: float


def change(now: Figure, before: Figure) -> Moved:
    """The change of a figure against an earlier, independent one, on the log scale (Welch)."""
    variance = now.variance + before.variance
    degrees = variance**2 / (now.variance**2 / now.degrees + before.variance**2 / before.degrees)
    log, error = math.log(now.value / before.value), math.sqrt(variance)
    reach = stats.t.ppf(REACH, degrees) * error
    p_value = 2 * stats.t.sf(abs(log) / error, degrees)
    return Moved(math.expm1(log), math.expm1(log - reach), math.expm1(log + reach), float(p_value))


def holm_real(p_values: list[float], level: float = 0.05) -> list[bool]:
    """Which of several changes stand out by Holm's steps: the smallest by m, the next by m - 1, until one fails."""
    found, left = [False] * len(p_values), len(p_values)
    for place in sorted(range(len(p_values)), key=lambda one: p_values[one]):
        if p_values[place] > level / left:
            break
        found[place], left = True, left - 1
    return found


def resampled_ratio(top: Floats, bottom: Floats, *, rounds: int = 4_000) -> tuple[float, float]:
    """The range of a ratio of sums over posts drawn anew, without any formula."""
    random = np.random.default_rng(5)
    picks = random.integers(0, len(top), size=(rounds, len(top)))
    ratios = top[picks].sum(axis=1) / bottom[picks].sum(axis=1)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(low), float(high)
