"""How sure is a rate of counts that was seen once?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.stats.quantiles import CONFIDENCE

Floats = NDArray[np.float64]


def poisson_ranges(events: Floats, exposure: Floats, *, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Give the exact interval of Poisson rates.

    Args:
        events: Counts, shape (units,), at least 0.
        exposure: What they are counted by (impressions), shape (units,), above 0.
        confidence: Probability of the interval, 0-1.

    Returns:
        Lower and upper ends: quantiles a/2 of Gamma(x) and 1 - a/2 of Gamma(x + 1), by the exposure (Garwood 1936). The
        lower end of no event is 0. They cover at least `confidence` where each event comes on its own; events that come
        in bursts (one share brings ten likes) vary more than that.
    """
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(events > 0, special.gammaincinv(np.maximum(events, 1e-12), tail), 0.0)
    high = special.gammaincinv(events + 1, 1 - tail)
    return low / exposure, high / exposure
