"""The sums of arms as arrays over tests and arms, whatever the kind of metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.experiments import ArmSums, MetricKind
from learning.stats.moments import (
    Floats,
    Moments,
    PairedSums,
    adjust_by_before,
    binomial_moments,
    mean_moments,
    quantile_moments,
    ratio_moments,
)

COLUMNS: Final = 9
"""n, total, squares, base total, base squares, base product, before total, before squares, before product."""

_NEEDED: Final = {MetricKind.BINOMIAL: 2, MetricKind.MEAN: 3, MetricKind.RATIO: 6, MetricKind.QUANTILE: 1}
"""So many of the columns are read where nothing is adjusted."""


@dataclass(frozen=True, slots=True)
class ArmPairs:
    """Each arm and what it is compared with; shape (tests, arms)."""

    arm: Moments
    base: Moments
    share: Floats
    """CUPED: variance of the arm after by before; 1 = not adjusted."""
    clock: Floats | None = None
    """Units of both sides as the always-valid range counts them, where that is another number than all of them."""


def stack_sums(arms: Sequence[ArmSums]) -> Floats:
    """Give the sums of the arms of one test as one row of tests.

    Args:
        arms: Sums of one metric, one for each arm.

    Returns:
        Shape (1, arms, 9), columns as in `COLUMNS`, NaN where a sum is not given.
    """
    rows = [
        (
            arm.n,
            arm.total,
            arm.squares,
            arm.base_total,
            arm.base_squares,
            arm.base_product,
            arm.before_total,
            arm.before_squares,
            arm.before_product,
        )
        for arm in arms
    ]
    return np.array([rows], dtype=np.float64)


def against(kind: MetricKind, sums: Floats, control: Floats | None) -> ArmPairs:
    """Set each arm beside the control of its test, or beside the other arms together.

    Args:
        kind: Binomial, mean or ratio.
        sums: Shape (tests, arms, 9); a row of NaN is an arm that a test does not have.
        control: Index of the control for each test, shape (tests,), NaN where none is named; None = nowhere.

    Returns:
        Moments of both sides, NaN for the control itself and for arms that are not there. Where every arm of a test has
        sums of the value before, both sides are adjusted by CUPED.
    """
    places = np.full(len(sums), np.nan) if control is None else control
    named = ~np.isnan(places)
    index = np.where(named, places, 0).astype(np.int64)
    present = ~np.isnan(sums[..., 0])
    adjustable = kind is not MetricKind.RATIO and not bool(np.isnan(sums[..., 6]).all())
    used = sums if adjustable else sums[..., : _NEEDED[kind]]
    known = np.where(np.isnan(used), 0.0, used)
    if adjustable:
        partly = np.any(present & np.isnan(sums[..., 6]), axis=1)
        known[partly, :, 6:] = 0.0
    of_control = np.broadcast_to(known[np.arange(len(sums)), index][:, None, :], known.shape)
    base = of_control
    if not named.all():
        of_others = known.sum(axis=1, keepdims=True) - known
        base = np.where(named[:, None, None], of_control, of_others)
    is_control = named[:, None] & (np.arange(sums.shape[1]) == index[:, None])
    if not adjustable:
        found = ArmPairs(moments_of(kind, known), moments_of(kind, base), np.ones(present.shape))
    else:
        found = _adjusted(kind, known, base)
    return _blank(found, is_control | ~present)


def quantile_pairs(sums: Floats, control: int | None) -> ArmPairs:
    """Set the quantile of each arm beside that of the control; quantiles of the other arms cannot be pooled.

    Args:
        sums: Shape (looks, arms, 9): n, the quantile, nothing, the order statistics below and above it, and of how many
            values they are; NaN where they are not known.
        control: Index of the control; None = nothing can be compared where there are more than two arms.

    Returns:
        Moments of both sides, shape (looks, arms).
    """
    arms = sums.shape[1]
    base = sums[:, ::-1] if control is None else np.broadcast_to(sums[:, [control]], sums.shape)
    if control is None and arms != 2:
        base = np.full_like(sums, np.nan)
    one, other = (
        quantile_moments(rows[..., 0], rows[..., 1], (rows[..., 3], rows[..., 4]), rows[..., 5])
        for rows in (sums, base)
    )
    hidden = np.zeros(sums.shape[:2], dtype=bool)
    if control is not None:
        hidden[:, control] = True
    return _blank(ArmPairs(one, other, np.ones(hidden.shape)), hidden)


def stack_quantiles(arms: Sequence[ArmSums]) -> Floats:
    """Give the quantiles of the arms of one test as `quantile_pairs` takes them, shape (1, arms, 9).

    Args:
        arms: Arms, with quantiles where they are known.

    Returns:
        The rows.
    """
    rows = np.full((1, len(arms), COLUMNS), np.nan)
    for place, arm in enumerate(arms):
        rows[0, place, 0] = arm.n
        if arm.quantile is not None:
            one = arm.quantile
            rows[0, place, [1, 3, 4, 5]] = (one.value, one.lower, one.upper, one.n_star)
    return rows


def arm_values(kind: MetricKind, sums: Floats) -> Floats:
    """Give the plain value of each arm.

    Args:
        kind: Binomial, mean or ratio.
        sums: Shape (tests, arms, 9).

    Returns:
        Rate, mean or ratio, shape (tests, arms); NaN where it is not known.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = sums[..., 1] / (sums[..., 3] if kind is MetricKind.RATIO else sums[..., 0])
    return np.where(np.isfinite(found), found, np.nan)


def moments_of(kind: MetricKind, sums: Floats) -> Moments:
    """Give the moments of each arm alone, without any adjustment.

    Args:
        kind: Binomial, mean or ratio.
        sums: Shape (..., 9) or as many of the columns as the kind needs.

    Returns:
        Moments, shape (...).
    """
    n, total = sums[..., 0], sums[..., 1]
    if kind is MetricKind.BINOMIAL:
        return binomial_moments(n, total)
    squares = sums[..., 2]
    if kind is MetricKind.RATIO:
        return ratio_moments(n, (total, squares), (sums[..., 3], sums[..., 4]), sums[..., 5])
    return mean_moments(n, total, squares)


def _adjusted(kind: MetricKind, sums: Floats, base: Floats) -> ArmPairs:
    one, other = _paired(kind, sums), _paired(kind, base)
    found = adjust_by_before(other, one)
    return ArmPairs(found.treatment, found.control, found.treatment_share)


def _paired(kind: MetricKind, sums: Floats) -> PairedSums:
    squares = sums[..., 1] if kind is MetricKind.BINOMIAL else sums[..., 2]
    return PairedSums(sums[..., 0], sums[..., 1], squares, sums[..., 6], sums[..., 7], sums[..., 8])


def _blank(pairs: ArmPairs, hidden: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> ArmPairs:
    def clear(arm: Moments) -> Moments:
        return Moments(*(np.where(hidden, np.nan, one) for one in (arm.n, arm.mean, arm.variance, arm.baseline)))

    return ArmPairs(clear(pairs.arm), clear(pairs.base), np.where(hidden, np.nan, pairs.share))
