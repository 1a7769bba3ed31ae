"""Which of all that one run looked at is real?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from learning.domain.insights import Candidate, Finding, Measured, Tier
from learning.stats.false_discovery import local_false_sign_rates, selected_ranges, t_p_values
from learning.stats.multiplicity import benjamini_hochberg
from learning.stats.tier_bounds import least_discovered_estimates, least_sure_estimates

CONFIRMED_BELOW: Final = 0.05
"""Local false-sign rate of a confirmed finding."""
WORTH_TESTING_BELOW: Final = 0.10
"""Benjamini-Hochberg q-value of a finding that is worth a test."""


def control(candidates: Sequence[Candidate]) -> tuple[Finding, ...]:
    """Judge everything that one run looked at together, whichever detector proposed it.

    Args:
        candidates: Of all detectors, null comparisons included.

    Returns:
        In the order given, only what stands: confirmed where the empirical-Bayes local false-sign rate is below .05,
        worth testing where the Benjamini-Hochberg q-value is below .10 (`learning.stats.false_discovery`).
        Log ratios are one family, correlations another: a prior of effects has one scale. Effects are drawn to what the
        family taught, relative for log ratios (0.2 = +20 %), else a correlation; ranges are corrected for having been
        picked. Counted facts pass as confirmed with confidence 1.

    Raises:
        ValueError: If an estimate is not finite, an error not above 0 or degrees of freedom not above 1.
    """
    found: dict[int, Finding] = {
        place: Finding(one, Tier.CONFIRMED, None, None, None, None, None, 1.0)
        for place, one in enumerate(candidates)
        if one.measured is None
    }
    for is_log_ratio in (True, False):
        family = [
            (place, one, one.measured)
            for place, one in enumerate(candidates)
            if one.measured is not None and one.measured.is_log_ratio == is_log_ratio
        ]
        if family:
            found.update(_judge(family, is_log_ratio=is_log_ratio))
    return tuple(found[place] for place in sorted(found))


def _judge(family: Sequence[tuple[int, Candidate, Measured]], *, is_log_ratio: bool) -> dict[int, Finding]:
    estimates = np.array([one.estimate for _, _, one in family], dtype=np.float64)
    errors = np.array([one.error for _, _, one in family], dtype=np.float64)
    degrees = np.array([one.degrees for _, _, one in family], dtype=np.float64)
    signs = local_false_sign_rates(estimates, errors, degrees)
    q_values = benjamini_hochberg(t_p_values(estimates, errors, degrees))
    confirmed = signs.rate < CONFIRMED_BELOW
    chosen = confirmed | (q_values < WORTH_TESTING_BELOW)
    ranges = selected_ranges(estimates, errors, degrees, chosen)
    unscale = np.expm1 if is_log_ratio else np.tanh
    picked = np.flatnonzero(chosen)
    sure = np.full(len(family), np.nan)
    sure[picked] = least_sure_estimates(errors[picked], degrees[picked], signs.prior, rate=CONFIRMED_BELOW)
    discovered = least_discovered_estimates(errors, degrees, q_values, share=WORTH_TESTING_BELOW)
    found: dict[int, Finding] = {}
    for index in picked.tolist():
        place, candidate, _ = family[index]
        found[place] = Finding(
            candidate,
            Tier.CONFIRMED if confirmed[index] else Tier.WORTH_TESTING,
            effect=float(unscale(signs.shrunken[index])),
            low=float(unscale(ranges.low[index])),
            high=float(unscale(ranges.high[index])),
            false_sign_rate=float(signs.rate[index]),
            q_value=float(q_values[index]),
            confidence=1.0 - float(signs.rate[index]),
            stands_above=float(sure[index] if confirmed[index] else discovered[index]),
            confirmed_above=None if confirmed[index] or np.isnan(sure[index]) else float(sure[index]),
        )
    return found
