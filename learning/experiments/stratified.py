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
    places = None if control is None else np.full(len(sums), float(control))
    pairs = against(kind, sums, places)
    units = np.where(np.isnan(sums[..., 0]), 0.0, sums[..., 0]).sum(axis=1)
    weights = (units / units.sum())[:, None]
    used = units > 0
    return ArmPairs(_weigh(pairs.arm, weights, used), _weigh(pairs.base, weights, used), np.ones((1, sums.shape[1])))


def _weigh(arm: Moments, weights: Floats, used: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Moments:
    def add(values: Floats) -> Floats:
        found: Floats = values[used].sum(axis=0, keepdims=True)
        return found

    n = add(arm.n)
    variance = add(weights**2 * arm.mean_variance) * n
    return Moments(n, add(weights * arm.mean), variance, add(weights * arm.baseline))
