"""A test whose split was changed while it ran: each period is compared within itself, then they are put together.

Pooling them would compare people of different weeks with each other (Simpson 1951).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.experiments import ArmSums, MetricKind
from learning.experiments.stratified import weigh_moments
from learning.experiments.sums import ArmPairs, against, stack_sums

FEWEST_UNITS: Final = 30
FEWEST_CONVERSIONS: Final = 5.0
"""That each version can expect: a period in which nobody happened to convert shows no spread."""


@dataclass(frozen=True, slots=True)
class Period:
    """The people that came under one split."""

    weights: Mapping[str, float]
    """Arm -> planned share."""
    sums: Mapping[str, Sequence[ArmSums]]
    """Metric -> sums of each arm."""


def period_pairs(kind: MetricKind, periods: Sequence[Sequence[ArmSums]], control: int | None) -> ArmPairs:
    """Set each arm beside its base within each period, and put the periods together.

    Args:
        kind: Binomial, mean or ratio.
        periods: Sums of the arms in each period.
        control: Index of the control; None = each arm against the others together.

    Returns:
        Moments of shape (1, arms): means sum w_p mean_p and variances sum w_p^2 v_p / n_p, w_p in proportion to
        sqrt(N_p n n' / (n + n')), N_p all units of the period, n and n' those of the two sides. So each period adds
        sqrt(N_p) times its own z value (inverse normal combination, Lehmacher and Wassmer 1999): with N as its clock
        the sum is a Brownian motion under no effect, whatever the results by which somebody chose the day and the new
        split, and both the sequence and the look at the planned N keep their error. `clock` is that N, in the units of
        both sides as they shared the first period. Periods in which a version has fewer than 30 units or can expect
        fewer than five conversions wait until they have more.
    """
    known = [one for one in periods if _is_large(kind, one)] or list(periods[:1])
    sums = np.concatenate([stack_sums(one) for one in known])
    pairs = against(kind, sums, None if control is None else np.full(len(sums), float(control)))
    whole = np.nansum(sums[..., 0], axis=1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        exchange = pairs.arm.n * pairs.base.n / (pairs.arm.n + pairs.base.n)
        weights = np.sqrt(whole * exchange)
        weights /= weights.sum(axis=0)
        clock = (pairs.arm.n[:1] + pairs.base.n[:1]) / whole[0] * whole.sum()
    ones = np.ones((1, sums.shape[1]))
    return ArmPairs(weigh_moments(pairs.arm, weights), weigh_moments(pairs.base, weights), ones, clock)


def _is_large(kind: MetricKind, arms: Sequence[ArmSums]) -> bool:
    fewest = min(arm.n for arm in arms)
    if fewest < FEWEST_UNITS or kind is not MetricKind.BINOMIAL:
        return fewest >= FEWEST_UNITS
    n, total = sum(arm.n for arm in arms), sum(arm.total for arm in arms)
    return fewest * min(total, n - total) / n >= FEWEST_CONVERSIONS
