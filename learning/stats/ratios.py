"""How sure is a ratio of sums, such as interactions by impressions over posts?"""

import math
from typing import Final

from learning.domain.intervals import Interval
from learning.stats.log_scale import NO_SPREAD, ONE_UNIT, TOO_WIDE, ZERO, log_interval
from learning.stats.quantiles import CONFIDENCE, t_quantile
from learning.stats.sums import UnitSums

SMALLEST_VARIANCE: Final = 1e-20
"""Below this a relative variance is rounding: all units have one ratio."""
FEWEST_DEGREES: Final = 0.05
"""Below this one unit holds nearly all of the denominator, and the quantile of t runs off the scale."""


def ratio_interval(sums: UnitSums, *, unit: str = "unit", confidence: float = CONFIDENCE) -> Interval:
    """Give the interval of numerator / denominator over independent units.

    Args:
        sums: Sums of both over units (posts or days), not over impressions: those of one post are not independent.
        unit: What one unit is called in a reason.
        confidence: Probability of the interval, 0-1.

    Returns:
        R exp(-+ t sqrt(Var log R)) (the log-ratio form of statistics.md) with t of the effective degrees of freedom;
        where a unit is below zero, R -+ t |R| sqrt(Var log R), the plain delta form. No interval, with a reason, for
        one unit, a numerator of zero, units that all have one ratio, and units too unequal to say anything.
    """
    if sums.denominator == 0:
        return Interval(None, None, "the denominator is zero")
    if sums.total_degrees <= 0 or math.isnan(sums.total_variance):
        return Interval(None, None, ONE_UNIT.format(unit=unit))
    if sums.numerator == 0:
        return Interval(None, None, ZERO)
    if not math.isfinite(sums.ratio_variance) or sums.ratio_degrees < FEWEST_DEGREES:
        return Interval(None, None, TOO_WIDE.format(unit=unit))
    if sums.ratio_variance <= SMALLEST_VARIANCE:
        return Interval(None, None, NO_SPREAD.format(unit=unit))
    ratio = sums.numerator / sums.denominator
    reach = t_quantile(sums.ratio_degrees, confidence) * math.sqrt(sums.ratio_variance)
    if sums.signed or ratio < 0:
        return Interval(ratio - abs(ratio) * reach, ratio + abs(ratio) * reach)
    return log_interval(ratio, reach, unit)
