"""What did a change bring by the end of its measurement, and does that last?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from learning.domain.judgements import Course, Finding, MetricNumbers, MetricSums
from learning.governance.holdout_effect import HoldoutEffect, holdout_effect
from learning.stats.student import upper_quantiles

ALPHA: Final = 0.05
"""Probability that a range of the effect, at any look or at the end, misses the truth."""
RUNNING_SHARE: Final = 0.2
"""Part of it for the looks on the way: nothing is decided there, so the end gets most of it."""
LATE_TAIL: Final = 0.1
"""Probability that an effect which is gone in the last part of the measurement passes for one that lasts."""
FADED_TAIL: Final = 0.05
"""Probability that an effect which stays as it was is called less than half."""


def measure_impact(sums: MetricSums) -> MetricNumbers:
    """Measure the effect at the end of the measurement.

    Args:
        sums: Over the units of the last stage, with what the same units brought before the change.

    Returns:
        The lift with its range for one look: Welch's t on the scale of `holdout_effect`, at what the looks on the way
        leave of alpha (Bonferroni over both parts, as at the planned end of an experiment).
    """
    found = holdout_effect(sums)
    if sums.newest_at is None:
        return MetricNumbers(sums.metric, None, None, None, None, Finding.MISSING, "no outcomes were reported")
    if isinstance(found, str):
        return MetricNumbers(sums.metric, None, None, None, None, Finding.TOO_FEW, found)
    low, high = _ends(found, ALPHA * (1 - RUNNING_SHARE) / 2)
    return MetricNumbers(
        sums.metric,
        found.as_lift(found.effect),
        found.as_lift(low),
        found.as_lift(high),
        None,
        Finding.HOLDS,
        "",
        found.base_mean,
    )


def follow_course(impact: MetricNumbers, before: Sequence[MetricSums], last: MetricSums) -> Course | None:
    """Say whether an effect lasts until the end.

    Args:
        impact: Of `measure_impact`, with a range that leaves out zero.
        before: Parts of the measurement before the last one, each with one share of treated units.
        last: The last part.

    Returns:
        It fades where the last part, taken alone, does not show the effect (one side, `LATE_TAIL`), or where it is less
        than half of what it was and the fall is clear (one side, `FADED_TAIL`; parts weighted by their precision). None
        where the whole effect is not clear, so that there is nothing that could fade.
    """
    if impact.low is None or impact.high is None or impact.low <= 0 <= impact.high:
        return None
    sign = 1.0 if impact.low > 0 else -1.0
    late = holdout_effect(last)
    if isinstance(late, str):
        return Course(None, None, None, None, fades=True, reason=f"the last part of it cannot be measured: {late}")
    earlier = [found for each in before if not isinstance(found := holdout_effect(each), str)]
    earlier = [each for each in earlier if each.is_log is late.is_log]
    weights = [1 / each.error**2 for each in earlier]
    early = math.fsum(each.effect * weight for each, weight in zip(earlier, weights, strict=True))
    early = early / math.fsum(weights) if weights else math.nan
    low, high = _ends(late, LATE_TAIL)
    gone = (low if sign > 0 else -high) <= 0
    lost = False
    if weights:
        error = math.sqrt(late.error**2 + 1 / math.fsum(weights))
        fall = sign * (early - late.effect)
        lost = fall > _quantile(late.degrees, FADED_TAIL) * error and sign * late.effect < sign * early / 2
    shown, below, above = (late.as_lift(each) for each in (late.effect, low, high))
    first = late.as_lift(early) if weights else None
    reason = _words(first, f"{shown:+.1%} in its last part ({below:+.1%} to {above:+.1%}, 80 % range)", gone, lost)
    return Course(first, shown, below, above, fades=gone or lost, reason=reason)


def _words(early: float | None, end: str, gone: bool, lost: bool) -> str:  # noqa: FBT001 - of one caller
    was = f"{early:+.1%} at first and " if early is not None else ""
    if lost:
        return f"it did not last: {was}{end}"
    return f"it is not clear that it lasts: {was}{end}" if gone else ""


def _ends(found: HoldoutEffect, tail: float) -> tuple[float, float]:
    reach = _quantile(found.degrees, tail) * found.error
    return found.effect - reach, found.effect + reach


def _quantile(degrees: float, tail: float) -> float:
    known = degrees if math.isfinite(degrees) else np.inf
    return float(upper_quantiles(np.array([known]), tail)[0])
