"""How much may one extreme unit weigh?"""

from __future__ import annotations

from typing import Final

import numpy as np

from learning.stats.moments import Floats

USUAL_LEVEL: Final = 0.99


def find_cap(values: Floats, level: float = USUAL_LEVEL) -> float:
    """Find the bound above which values count as the bound.

    Args:
        values: One per unit of all arms together (a bound per arm would hide an effect), shape (units,).
        level: The quantile, 0-1.

    Returns:
        The quantile of the values above zero (zeros say nothing of what is extreme); infinity where there are none.
        The smallest value of which at least `level` of them are not larger (Hyndman and Fan 1996, definition 1).
    """
    positive = values[values > 0]
    if not len(positive):
        return float("inf")
    return float(np.quantile(positive, level, method="inverted_cdf"))


def cap_values(values: Floats, cap: float) -> Floats:
    """Count values above a bound as the bound.

    Args:
        values: One per unit, shape (units,).
        cap: The bound.

    Returns:
        min(value, cap) (Tukey 1962).
    """
    return np.minimum(values, cap)
