"""How far are the treated units from those held out, and how sure is that?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.judgements import GroupSums, MetricSums
from learning.stats.log_ratio import log_moments
from learning.stats.moments import PairedSums, adjust_by_before
from learning.stats.welch import effect_moments, welch_degrees

LARGEST_LIFT = 1e6


@dataclass(frozen=True, slots=True)
class HoldoutEffect:
    """One metric, treated against held out."""

    effect: float
    """log(treated / held out) where both are above zero, else (treated - held out) / |held out|."""
    error: float
    """Standard error, above 0."""
    degrees: float
    is_log: bool
    n: int
    """Units of both sides."""
    base_mean: float
    """Of the held out units, before any adjustment."""

    def as_lift(self, value: float) -> float:
        """Carry a value of this scale to a relative lift.

        Args:
            value: On the scale of `effect`.

        Returns:
            exp(value) - 1 on the scale of the logarithm, else the value; at most a million.
        """
        return float(min(np.expm1(min(value, 100.0)) if self.is_log else value, LARGEST_LIFT))


def holdout_effect(sums: MetricSums) -> HoldoutEffect | str:
    """Compare the treated units with those held out.

    Args:
        sums: Over units since some moment, with what the same units brought before the change.

    Returns:
        The difference in differences, weighted by what the value before foretells: ybar - theta (xbar - xbar of all)
        of either side, theta = cov / var over both sides together (Deng, Xu, Kohavi and Walker 2013, eq. 4). theta = 1
        is the plain difference in differences; units that were not there before give theta = 0, the plain difference.
        Or, as words, why it cannot be computed.
    """
    if min(sums.treated.n, sums.holdout.n) < 2:
        return "a group has fewer than two units"
    adjusted = adjust_by_before(_paired(sums.holdout), _paired(sums.treated))
    holdout, treated = adjusted.control, adjusted.treatment
    effect, error, degrees = log_moments(holdout, treated)
    is_log = bool(np.isfinite(error[0]) and np.isfinite(effect[0]))
    if not is_log:
        effect, error = effect_moments(holdout, treated, relative=True)
        if not np.isfinite(error[0]):
            # One side without any spread: its mean is taken as known, the other's is not.
            with np.errstate(divide="ignore", invalid="ignore"):
                error = np.sqrt(treated.mean_variance + holdout.mean_variance) / np.abs(holdout.baseline)
                effect = (treated.mean - holdout.mean) / np.abs(holdout.baseline)
        degrees = welch_degrees(holdout.mean_variance, treated.mean_variance, holdout.n, treated.n)
    if not (np.isfinite(effect[0]) and error[0] > 0):
        return "the values show no spread" if holdout.baseline[0] else "the held out units have none of it"
    n, mean = sums.treated.n + sums.holdout.n, float(holdout.baseline[0])
    return HoldoutEffect(float(effect[0]), float(error[0]), float(degrees[0]), is_log, n, mean)


def _paired(sums: GroupSums) -> PairedSums:
    values = (sums.n, sums.total, sums.squares, sums.before_total, sums.before_squares, sums.product)
    return PairedSums(*(np.array([each], dtype=np.float64) for each in values))
