"""Intervals of positive values on the log scale, and the words for where there are none."""

import math
from typing import Final

from learning.domain.intervals import Interval

ONE_UNIT: Final = "a single {unit} shows no spread, so there is no interval"
NO_SPREAD: Final = "every {unit} shows the same, so there is no interval"
ZERO: Final = "a value of zero has no interval"
TOO_WIDE: Final = "the {unit}s are too few and too unequal for an interval"
WIDEST_REACH: Final = 25.0
"""Beyond a factor of e^25 either way an interval says nothing, and soon leaves the floating range."""


def log_interval(value: float, reach: float, unit: str) -> Interval:
    """Give the interval value x exp(-+ reach).

    Args:
        value: A positive value.
        reach: Half width on the log scale: quantile times standard error of the logarithm.
        unit: What one independent unit is called in a reason.

    Returns:
        The interval, or the reason why it would say nothing.
    """
    if reach > WIDEST_REACH:
        return Interval(None, None, TOO_WIDE.format(unit=unit))
    return Interval(value * math.exp(-reach), value * math.exp(reach))
