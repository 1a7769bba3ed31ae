"""How sure is a median?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.domain.intervals import Interval
from learning.stats.quantiles import CONFIDENCE

Floats = NDArray[np.float64]


def median_interval(values: Floats, *, unit: str = "post", confidence: float = CONFIDENCE) -> Interval:
    """Give the interval of a median without any assumption on the distribution.

    Args:
        values: One value per independent unit, shape (units,), finite.
        unit: What one unit is called in a reason.
        confidence: Probability of the interval, 0-1.

    Returns:
        The r-th smallest and the r-th largest value, r the largest with 2 P(Binomial(n, 1/2) < r) <= 1 - confidence
        (Hahn and Meeker 1991, Statistical Intervals, section 5.2): it covers at least `confidence`. None, with a
        reason, for fewer than six units at 95 %, where even the smallest and the largest do not.
    """
    count = len(values)
    ranks = np.arange(1, count // 2 + 1)
    # The chance that fewer than r of n values lie below the median.
    below = special.bdtr(ranks - 1, count, 0.5) if len(ranks) else np.zeros(0)
    fitting = ranks[2 * below <= 1 - confidence]
    if not len(fitting):
        return Interval(None, None, f"{count} {unit}s are too few for a range of the median")
    ordered = np.sort(values)
    rank = int(fitting[-1])
    return Interval(float(ordered[rank - 1]), float(ordered[count - rank]))
