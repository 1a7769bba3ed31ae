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
    return sorted_bounds(np.sort(values), level)


def sorted_bounds(ordered: Floats, level: float) -> OrderBounds | None:
    """Find what `order_bounds` finds, of values that are sorted already.

    Args:
        ordered: One per unit, ascending, shape (units,).
        level: The quantile, strictly between 0 and 1.

    Returns:
        The quantile with its bounds, interpolated between order statistics; None as above.
    """
    n = len(ordered)
    if n < 2:
        return None
    reach = float(special.ndtri(0.975)) * math.sqrt(level * (1 - level) / n)
    if level - reach <= 0 or level + reach >= 1:
        return None
    places = np.array([level, level - reach, level + reach]) * (n - 1)
    below = np.floor(places).astype(np.int64)
    low, high = ordered[below], ordered[np.minimum(below + 1, n - 1)]
    value, lower, upper = (low + (high - low) * (places - below)).tolist()
    return OrderBounds(value, lower, upper, n)
