"""Parts of independent units, such as people or tests, with Wilson's interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from learning.domain.estimates import Estimate, Share
from learning.domain.intervals import Interval
from learning.stats.medians import median_interval
from learning.stats.proportions import wilson_interval


def shares_of(counted: Sequence[tuple[str, int, int]]) -> list[Share]:
    """Give each part with its 95 % interval.

    Args:
        counted: Name, number of units (above 0) and how many of them did it.

    Returns:
        One record each, in order.
    """
    if not counted:
        return []
    lows, highs = wilson_interval(
        np.array([float(n) for _, n, _ in counted]), np.array([float(k) for *_, k in counted])
    )
    return [
        Share(name, n, hits, max(low, 0.0), min(high, 1.0))
        for (name, n, hits), low, high in zip(counted, lows.tolist(), highs.tolist(), strict=True)
    ]


def share_estimate(hits: int, n: int, reason: str) -> Estimate:
    """Give a part of n units as a figure; without units None with the reason."""
    if not n:
        return Estimate(None, None, None, 0, reason)
    (share,) = shares_of([("", n, hits)])
    return Estimate(share.rate, share.low, share.high, n)


def median_estimate(values: Sequence[float], reason: str, *, unit: str) -> Estimate:
    """Give the median of one value a unit with its distribution-free range; without units None with the reason."""
    if not values:
        return Estimate(None, None, None, 0, reason)
    found = np.array(values)
    return estimate_within(float(np.median(found)), median_interval(found, unit=unit), len(values))


def estimate_within(value: float, interval: Interval, n: int) -> Estimate:
    """Put a value and its interval together."""
    return Estimate(value, interval.low, interval.high, n, interval.reason)
