"""Did the arms get the shares of units that were planned?"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

from learning.stats.moments import Floats

CONCENTRATION: Final = 100.0
"""How sure the alternative is of shares near the planned ones: splits of 52 to 48 are seen best with it."""


def pearson_p_value(observed: Floats, weights: Floats) -> Floats:
    """Test the split of units over arms.

    Args:
        observed: Units by arm, shape (..., arms); NaN = that test has no such arm.
        weights: Planned shares on any positive scale, shape (arms,) or that of `observed`.

    Returns:
        Upper tail of chi-square with arms - 1 degrees (Pearson 1900), no correction, shape (...); NaN where there are
        no units or fewer than two arms.
    """
    present = ~np.isnan(observed)
    counts = np.where(present, observed, 0.0)
    shares = np.where(present, np.broadcast_to(weights, observed.shape), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = counts.sum(axis=-1, keepdims=True) * shares / shares.sum(axis=-1, keepdims=True)
        parts = np.where(present, (counts - expected) ** 2 / expected, 0.0)
    arms = present.sum(axis=-1)
    found: Floats = np.where(arms > 1, special.chdtrc(np.maximum(arms - 1, 1), parts.sum(axis=-1)), np.nan)
    return found


def pearson_over_groups(observed: Floats, weights: Floats) -> float:
    """Test the split of units over arms within groups that were planned differently.

    Args:
        observed: Units, shape (groups, arms).
        weights: Planned shares of each group on any positive scale, the same shape.

    Returns:
        Upper tail of the sum of the groups' chi-squares with groups x (arms - 1) degrees; NaN without groups.
    """
    if not observed.size:
        return float("nan")
    expected = observed.sum(axis=1, keepdims=True) * weights / weights.sum(axis=1, keepdims=True)
    statistic = ((observed - expected) ** 2 / expected).sum()
    return float(special.chdtrc(observed.shape[0] * (observed.shape[1] - 1), statistic))


def normal_p_value(control: float, treatment: float, *, ratio: float = 1.0, corrected: bool = True) -> float:
    """Test the split over two arms by the normal approximation of the binomial.

    Args:
        control: Units of the control.
        treatment: Units of the treatment.
        ratio: Planned treatment / control, above 0.
        corrected: Whether half a unit is taken off the distance (Yates).

    Returns:
        Two-sided p-value; NaN without units.
    """
    n = control + treatment
    if n <= 0 or ratio <= 0:
        return float("nan")
    share = ratio / (1 + ratio)
    distance = abs(treatment - n * share)
    if corrected:
        distance = max(distance - 0.5, 0.0)
    return float(2 * special.ndtr(-distance / np.sqrt(n * share * (1 - share))))


def sequential_p_value(observed: Floats, weights: Floats) -> Floats:
    """Test the split of units over arms at any look, however often one looks.

    Args:
        observed: Units by arm so far, shape (..., arms).
        weights: Planned shares on any positive scale, shape (arms,).

    Returns:
        min(1, 1 / B), B the Bayes factor of a Dirichlet-multinomial with `CONCENTRATION` times the planned shares
        against the planned shares (Lindon and Malek 2022, arXiv 2011.03567): the probability that it ever falls to p
        or below under the planned shares is at most p. 1 where there are no units.
    """
    shares = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    prior = CONCENTRATION * shares
    total = observed.sum(axis=-1)
    log_factor = (
        special.gammaln(CONCENTRATION)
        - special.gammaln(CONCENTRATION + total)
        + (special.gammaln(prior + observed) - special.gammaln(prior)).sum(axis=-1)
        - special.xlogy(observed, shares).sum(axis=-1)
    )
    found: Floats = np.exp(-np.maximum(log_factor, 0.0))
    return found
