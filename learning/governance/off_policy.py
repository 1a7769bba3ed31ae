"""What would other weights have brought? Estimated from decisions that were drawn with known probabilities."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from learning.domain.shadows import OffPolicy
from learning.stats.moments import Floats

FEWEST_EFFECTIVE: Final = 30.0
"""With fewer the interval of a large sample is not to be trusted, and none is given."""
Z95: Final = 1.959963984540054


def estimate_off_policy(rewards: Floats, served: Floats, wanted: Floats) -> OffPolicy | None:
    """Estimate the mean reward that other probabilities would have brought.

    Args:
        rewards: Of each decision, shape (n,).
        served: Probability with which the arm of each was drawn, above 0, up to 1.
        wanted: Probability with which the other weights would have drawn that arm, 0 to 1.

    Returns:
        The self-normalised importance-sampling estimate V = sum(w r) / sum(w), w = wanted / served (Swaminathan and
        Joachims 2015, eq. 10), beside the plain mean m; the interval of V - m from the linearised terms
        w (r - V) / mean(w) - (r - m). None without a decision, or where the other weights take none of its arms.
    """
    n = rewards.size
    weights = wanted / served
    total = float(weights.sum())
    if not n or total <= 0:
        return None
    estimate, mean = float((weights * rewards).sum() / total), float(rewards.mean())
    effective = total**2 / float((weights**2).sum())
    terms = weights * (rewards - estimate) / (total / n) - (rewards - mean)
    diff = estimate - mean
    if effective < FEWEST_EFFECTIVE:
        return OffPolicy(n, effective, mean, estimate, diff, None, None)
    reach = Z95 * float(np.std(terms, ddof=1)) / math.sqrt(n)
    return OffPolicy(n, effective, mean, estimate, diff, diff - reach, diff + reach)
