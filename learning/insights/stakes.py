"""What could acting on a finding be worth, as a share of what the brand has of the metric?"""

from __future__ import annotations

from typing import Final

import numpy as np

MOVED: Final = 0.1
"""Share of all exposure that is taken to move to what does better: a part of the audience is not grown at will."""
LARGEST: Final = 1.0
"""More than doubling a metric is promised to nobody."""


def stake_of_part(estimate: float, share: float, *, good: bool | None) -> float | None:
    """Give the stake in a part of the audience or of the day that does better or worse than usual.

    Args:
        estimate: Log ratio of the part to what is usual.
        share: Of the metric's events that the part has, 0-1.
        good: Whether that is the good direction.

    Returns:
        Of a part that does worse: what it would gain if it did as usual, share x (1 / ratio - 1). Of one that does
        better: what a tenth of all exposure would gain there, .1 x (ratio - 1). At most 1; None where neither is good.
    """
    if good is None:
        return None
    gain = MOVED * np.expm1(abs(estimate)) if good else share * np.expm1(abs(estimate))
    return float(min(gain, LARGEST))
