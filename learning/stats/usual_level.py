"""What is usual among the levels of an attribute, when one of them may stand far off?"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HALF: Final = 0.5
CLOSE: Final = 1e-9


def usual_weights(sizes: Floats) -> Floats:
    """Give the weight of each level: its size, but at most that of the middle one.

    Args:
        sizes: Units of each level, shape (levels,), above 0.

    Returns:
        Shape (levels,). The level that is used most need not be the usual one in what it does.
    """
    found: Floats = np.minimum(sizes, np.median(sizes))
    return found


def usual_level(values: Floats, weights: Floats) -> float:
    """Give the weighted median of levels.

    Most levels do nothing: against their mean the effect of one would pass on to all others with the other sign.

    Args:
        values: One effect per level, shape (levels,), finite, at least one.
        weights: Shape (levels,), above 0.

    Returns:
        The value at which half of the weight is reached; the mean of two values where it is reached between them.
    """
    order = np.argsort(values, kind="stable")
    mass = np.cumsum(weights[order]) / weights.sum()
    low, high = np.searchsorted(mass, HALF - CLOSE), np.searchsorted(mass, HALF + CLOSE)
    return float(values[order[low]] + values[order[high]]) / 2
