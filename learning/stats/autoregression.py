"""How much a series remembers: first-order autocorrelation that level shifts and outliers do not inflate."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NORMAL_MAD: Final = 1.4826
"""Standard deviation of a normal distribution by its median absolute deviation."""
CLIP_SPREADS: Final = 3.0
LARGEST_MEMORY: Final = 0.98


def robust_spread(values: Floats) -> float:
    """Give a standard deviation that a few extremes do not change.

    Args:
        values: Shape (n,), finite.

    Returns:
        The root mean square about the median, of values clipped at three MAD-spreads (Huber and Ronchetti 2009, section
        5.1); 0 for fewer than two values.
    """
    if len(values) < 2:
        return 0.0
    centred = values - np.median(values)
    spread = NORMAL_MAD * float(np.median(np.abs(centred)))
    if spread == 0:
        return float(np.sqrt(np.mean(centred**2)))
    clipped = np.clip(centred, -CLIP_SPREADS * spread, CLIP_SPREADS * spread)
    return float(np.sqrt(np.mean(clipped**2)))


def estimate_memory(values: Floats) -> float:
    """Estimate the coefficient of a first-order autoregression with level shifts.

    With V(k) the variance of y(t) - y(t - k), V(2) / V(1) = 1 + phi (the variogram of an AR(1), Cressie 1993, section
    2.4); differences see a level shift once, and robust spreads do not see it at all.

    Args:
        values: The series in order, finite, shape (n,).

    Returns:
        phi, from 0 to 0.98; 0 where there are fewer than eight values or most of them equal the one before.
    """
    if len(values) < 8 or float(np.median(np.abs(np.diff(values)))) == 0:
        return 0.0
    once = robust_spread(values[1:] - values[:-1])
    twice = robust_spread(values[2:] - values[:-2])
    if once <= 0:
        return 0.0
    return float(np.clip((twice / once) ** 2 - 1.0, 0.0, LARGEST_MEMORY))


def memory_of_remainder(remainder: Floats, fitted: int) -> float:
    """Estimate the same coefficient from what a fitted model leaves, corrected for the fit.

    The lag-one correlation of residuals is too low by about (2 + 4 phi) / n after a line (Marriott and Pope 1954), and
    by (1 + phi) / n more for each further fitted number.

    Args:
        remainder: Residuals in order, shape (n,).
        fitted: Numbers fitted beside a line.

    Returns:
        phi, from 0 to 0.98; 0 where nothing is left.
    """
    squares = float(remainder @ remainder)
    if squares <= 1e-18 * len(remainder) or len(remainder) < 3:
        return 0.0
    found = float(remainder[1:] @ remainder[:-1]) / squares
    corrected = found + (2 + 4 * found + fitted * (1 + found)) / len(remainder)
    return float(np.clip(corrected, 0.0, LARGEST_MEMORY))
