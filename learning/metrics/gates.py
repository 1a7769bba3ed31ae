"""Which content may be learned from, and which was a success?"""

from __future__ import annotations

import numpy as np

from learning.domain.gates import LearningGates
from learning.domain.holdings import Flags
from learning.metrics.grouping import Floats

HOUR: float = 3_600.0


def teaches(gates: LearningGates, exposure: Floats, age_seconds: Floats) -> Flags:
    """Say which contents are seen enough and old enough to estimate effects from.

    Args:
        gates: The brand's settings.
        exposure: Impressions or views, shape (contents,); NaN where neither was reported.
        age_seconds: Age at the capture of the numbers, shape (contents,); NaN where the publication is not known.

    Returns:
        Shape (contents,). What is not known keeps nothing out: an export of old posts without a date still teaches.
    """
    seen = np.isnan(exposure) | (exposure >= gates.minimum_views)
    old = np.isnan(age_seconds) | (age_seconds >= gates.minimum_age_hours * HOUR)
    return seen & old


def is_success(gates: LearningGates, engagement_rate: Floats, views: Floats, likes: Floats) -> Flags:
    """Say which contents count as a success.

    Args:
        gates: The brand's settings.
        engagement_rate: Fraction 0-1, shape (contents,); NaN where it is not known.
        views: Impressions or views, shape (contents,); NaN where neither was reported.
        likes: Shape (contents,); NaN where they were not reported, which then keeps nothing out.

    Returns:
        Shape (contents,): enough likes, and the rate or the views reach their mark.
    """
    liked = np.isnan(likes) | (likes >= gates.minimum_likes)
    with np.errstate(invalid="ignore"):
        reached = (engagement_rate >= gates.success_rate) | (views >= gates.success_views)
    return liked & reached
