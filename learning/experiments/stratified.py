"""The effect weighed over groups of units: chance differences in who got which arm drop out."""

from __future__ import annotations

import numpy as np

from learning.domain.experiments import MetricKind
from learning.experiments.sums import ArmPairs, against
from learning.stats.moments import Floats, Moments


def stratified_pairs(kind: MetricKind, sums: Floats, control: int | None) -> ArmPairs:
    """Set each arm beside its base, weighed over strata (post-stratification).

    Args:
        kind: Binomial or mean; ratios are left as they are, since their parts would need their own weights.
        sums: Shape (strata, arms, 9): groups that were known before the test, such as device or country.
        control: Index of the control; None = each arm against the others together.

    Returns:
        Moments of shape (1, arms): means sum W_s mean_s and variances sum W_s^2 v_s / n_s with W_s the share of all
        units in stratum s (Miratrix, Sekhon and Yu 2013, eq. 4; Cochran 1977, section 5A.9). A stratum in which an arm
        has fewer than two units leaves that arm without a spread.
    """
    units = np.where(np.isnan(sums[..., 0]), 0.0, sums[..., 0]).sum(axis=1)
    used = units > 0
    places = None if control is None else np.full(int(used.sum()), float(control))
    pairs = against(kind, sums[used], places)
    weights = (units / units.sum())[used][:, None]
    return ArmPairs(weigh_moments(pairs.arm, weights), weigh_moments(pairs.base, weights), np.ones((1, sums.shape[1])))


def weigh_moments(arm: Moments, weights: Floats) -> Moments:
    """Give the moments of a weighed mean over groups.

    Args:
        arm: Moments in each group, shape (groups, arms).
        weights: Shape (groups, 1) or (groups, arms), adding up to 1; groups without units have been left out.

    Returns:
        Moments of shape (1, arms); the variance is of one unit, so that by n it is that of the mean.
    """

    def add(values: Floats) -> Floats:
        found: Floats = values.sum(axis=0, keepdims=True)
        return found

    n = add(arm.n)
    variance = add(weights**2 * arm.mean_variance) * n
    return Moments(n, add(weights * arm.mean), variance, add(weights * arm.baseline))
