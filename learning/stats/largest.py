"""How sure is the largest of many estimates of the same kind?"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

SMALLEST_TAIL: Final = 1e-15
LEAST_ERROR: Final = 1e-4


def error_of_largest(estimate: float, tail: float, degrees: float, looked_at: float) -> float:
    """Give the standard error that the most unusual of several estimates stands for.

    Args:
        estimate: The one that was picked.
        tail: Probability of one at least as unusual on one side, 0-1/2, had it been the only one.
        degrees: Degrees of freedom of Student's t by which it will be judged, above 0.
        looked_at: How many (independent) places it was picked from, at least 1.

    Returns:
        The error at which Student's t gives the p-value of the largest, 1 - (1 - 2 tail)^m (Sidak 1967), so that a
        family that holds one such estimate per series counts every place of it; at least 1e-4.
    """
    p_value = -float(np.expm1(looked_at * np.log1p(-min(2 * tail, 1 - 1e-12))))
    bound = -float(special.stdtrit(degrees, max(p_value / 2, SMALLEST_TAIL)))
    # A p-value of one half or so stands for an estimate within its error, whatever its size.
    return max(abs(estimate) / max(bound, 1e-3), LEAST_ERROR)
