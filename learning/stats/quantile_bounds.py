"""Between which order statistics does a quantile lie?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from learning.stats.moments import Floats


@dataclass(frozen=True, slots=True)
class OrderBounds:
    """A sample quantile with the order statistics around it."""

    value: float
    lower: float
    upper: float
    n: int


def order_bounds(values: Floats, level: float) -> OrderBounds | None:
    """Find a sample quantile and the order statistics that hold it with about 95 %.

    Args:
        values: One per unit, shape (units,).
        level: The quantile, strictly between 0 and 1.

    Returns:
        The quantiles at level and at level -+ 1.96 sqrt(level (1 - level) / n) (Deng, Knoblich and Lu 2018, section
        4.2); None where a bound would lie beyond the smallest or largest value.
    """
    n = len(values)
    if n < 2:
        return None
    reach = float(special.ndtri(0.975)) * math.sqrt(level * (1 - level) / n)
    if level - reach <= 0 or level + reach >= 1:
        return None
    value, lower, upper = np.quantile(values, [level, level - reach, level + reach]).tolist()
    return OrderBounds(value, lower, upper, n)
