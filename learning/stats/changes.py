"""How much did a figure change from an earlier period, and could that be chance?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from learning.domain.intervals import Change
from learning.stats.log_scale import WIDEST_REACH
from learning.stats.quantiles import CONFIDENCE, t_quantile


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the variance of its logarithm (relative variance) and the degrees of freedom of that variance."""

    value: float | None
    log_variance: float
    """NaN where it is not known."""
    degrees: float


def welch_degrees(first: Estimate, second: Estimate) -> float:
    """Give the degrees of freedom of the sum of two estimated variances.

    Args:
        first: One estimate; its degrees are above 0.
        second: The other.

    Returns:
        (v1 + v2)^2 / (v1^2 / d1 + v2^2 / d2) (Welch 1947; Satterthwaite 1946, eq. 17).
    """
    one, two = first.log_variance, second.log_variance
    return (one + two) ** 2 / (one**2 / first.degrees + two**2 / second.degrees)


def relative_change(now: Estimate, before: Estimate, *, confidence: float = CONFIDENCE) -> Change:
    """Compare a figure with that of an earlier period whose units are independent of its own.

    Args:
        now: The figure of the period in question.
        before: The figure of the earlier period.
        confidence: Probability of the interval, 0-1.

    Returns:
        The difference in the figure's unit, the relative change now / before - 1 (a fraction), and its interval
        exp(log(now / before) -+ t sqrt(v1 + v2)) - 1 in the log-ratio form of statistics.md (Katz et al. 1978 for
        risks; the same for any ratio of positive means). No relative change for an earlier value of zero; no interval
        where a figure is not positive or its spread is not known.
    """
    if now.value is None or before.value is None:
        missing = "the period itself" if now.value is None else "the earlier period"
        return Change(None, None, None, None, f"{missing} has no value")
    absolute = now.value - before.value
    if before.value == 0:
        return Change(absolute, None, None, None, "the earlier value is zero")
    relative = absolute / abs(before.value)
    if now.value <= 0 or before.value < 0:
        return Change(absolute, relative, None, None, "no interval for values that are not above zero")
    variance = now.log_variance + before.log_variance
    if math.isnan(variance) or variance <= 0 or min(now.degrees, before.degrees) <= 0:
        return Change(absolute, relative, None, None, "too little is known of the spread for an interval")
    reach = t_quantile(welch_degrees(now, before), confidence) * math.sqrt(variance)
    if reach > WIDEST_REACH:
        return Change(absolute, relative, None, None, "too few and too unequal values for an interval")
    ratio = now.value / before.value
    return Change(absolute, relative, ratio * math.exp(-reach) - 1, ratio * math.exp(reach) - 1)
