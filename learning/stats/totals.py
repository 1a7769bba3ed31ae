"""How sure is a total over units: what would as many units like these have brought?"""

import math

from learning.domain.intervals import Interval
from learning.stats.log_scale import NO_SPREAD, ONE_UNIT, ZERO, log_interval
from learning.stats.quantiles import CONFIDENCE, t_quantile
from learning.stats.sums import UnitSums


def total_interval(sums: UnitSums, *, unit: str = "unit", confidence: float = CONFIDENCE) -> Interval:
    """Give the interval of a sum over independent units, seen as n times the mean of such units.

    Args:
        sums: Sums over units; only the numerator is read.
        unit: What one unit is called in a reason.
        confidence: Probability of the interval, 0-1.

    Returns:
        T exp(-+ t sqrt(n) s / T) with t of n - 1 degrees of freedom: the t interval of the mean (Student 1908) carried
        to the log scale by the delta method, so that it stays above zero; T -+ t sqrt(n) s where a unit is below zero.
        The total that was reported is
        exact: the interval says how far another n units like these may fall. No interval, with a reason, for one unit,
        a total of zero, or units that are all alike.
    """
    if sums.total_degrees <= 0 or math.isnan(sums.total_variance):
        return Interval(None, None, ONE_UNIT.format(unit=unit))
    if sums.total_variance <= 0:
        return Interval(None, None, ZERO if sums.numerator == 0 else NO_SPREAD.format(unit=unit))
    reach = t_quantile(sums.total_degrees, confidence) * math.sqrt(sums.total_variance)
    if sums.signed or sums.numerator <= 0:
        return Interval(sums.numerator - reach, sums.numerator + reach)
    return log_interval(sums.numerator, reach / sums.numerator, unit)
