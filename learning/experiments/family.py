"""Every arm of many tests against its base: one look, any look, and the posterior, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.stats.confidence_sequence import sequence, sequence_reach
from learning.stats.log_ratio import log_moments
from learning.stats.moments import Floats, Moments
from learning.stats.multiplicity import holm
from learning.stats.normal_bayes import NormalPosterior, NormalPrior, posterior
from learning.stats.student import upper_quantiles
from learning.stats.welch import Comparison, effect_moments, student_comparison, welch_degrees

Flags = NDArray[np.bool_]
UNPLANNED_N: Final = 10_000.0
"""The sequence is tuned to so many units where nobody planned any: fixed in advance, as it must be."""


@dataclass(frozen=True, slots=True)
class Looking:
    """How tests are looked at; arrays of shape (tests, 1) or numbers."""

    alpha: float
    running_share: float | Floats
    """Part of alpha for the looks while a test runs; 0 = planned for one look."""
    planned_n: float | Floats
    at_end: bool | Flags
    """Whether this is the look at the planned end."""

    @property
    def fixed_alpha(self) -> float | Floats:
        """What the look at the end may spend."""
        return self.alpha * (1 - self.running_share)


@dataclass(frozen=True, slots=True)
class Effects:
    """Arm against base, on the scale of the logarithm or else the plain relative one; shape (tests, arms)."""

    effect: Floats
    error: Floats
    degrees: Floats
    on_log: Flags
    n: Floats
    """Units of both sides."""

    def as_lift(self, values: Floats) -> Floats:
        """Carry values of this scale to relative lifts.

        Args:
            values: Shape (tests, arms).

        Returns:
            exp(value) - 1 on the scale of the logarithm, else the value.
        """
        with np.errstate(over="ignore"):
            found: Floats = np.where(self.on_log, np.expm1(np.where(self.on_log, values, 0.0)), values)
        return found


@dataclass(frozen=True, slots=True)
class Family:
    """The arms of each test, judged together; arrays of shape (tests, arms), on the scale of `effects`."""

    effects: Effects
    fixed: Comparison
    running: Comparison
    p_value: Floats
    """Of the look as planned: both parts of alpha together."""
    p_adjusted: Floats
    """Holm over the arms."""
    low: Floats
    """The range that is shown: open to zero exactly where the adjusted p-value is above alpha."""
    high: Floats
    posterior: NormalPosterior


def measure_effects(arm: Moments, base: Moments) -> Effects:
    """Give the effects of arms over their bases.

    Args:
        arm: Moments, shape (tests, arms).
        base: What each is compared with.

    Returns:
        log(arm / base) where both are above zero; else (arm - base) / |base|; NaN where neither is known.
    """
    effect, error, degrees = log_moments(base, arm)
    on_log = ~np.isnan(error)
    if not on_log.all():
        plain, plain_error = effect_moments(base, arm, relative=True)
        with np.errstate(invalid="ignore"):
            effect = np.where(on_log, effect, plain)
        error = np.where(on_log, error, plain_error)
        own = welch_degrees(base.mean_variance, arm.mean_variance, base.n, arm.n)
        degrees = np.where(on_log, degrees, own)
    return Effects(effect, error, degrees, on_log, arm.n + base.n)


def judge(effects: Effects, looking: Looking, prior: NormalPrior | None, *, mirrored: bool | Flags = False) -> Family:
    """Judge the arms of each test together.

    Args:
        effects: Of `measure_effects`.
        looking: Error probability, its split, planned units and whether the planned end is reached.
        prior: Of effects on the scale of the logarithm; None = flat.
        mirrored: Tests whose two arms are each compared with the other: one question, not two; shape (tests, 1).

    Returns:
        Fixed-horizon and always-valid comparison of each arm, each at its full alpha; the p-value of the two-part
        procedure min(p_seq alpha / alpha_r, p_fixed alpha / alpha_f) (union bound over both parts); Holm over the arms;
        and ranges at the level at which Holm tests each arm, so that range and verdict agree.
    """
    compared: Flags = np.asarray(~np.isnan(effects.error).all(axis=tuple(range(effects.error.ndim - 1))))
    if compared.any() and not compared.all():
        # The column of a control that all tests share is empty: half of the work where tests have two arms.
        fewer = judge(_columns(effects, compared), looking, prior, mirrored=mirrored)
        return _spread(fewer, compared, effects)
    running_alpha, fixed_alpha = looking.alpha * looking.running_share, looking.fixed_alpha
    tuned = np.where(np.asarray(running_alpha) > 0, running_alpha, looking.alpha)
    fixed = student_comparison(effects.effect, effects.error, effects.degrees, alpha=looking.alpha)
    running = sequence(
        effects.effect,
        effects.error,
        effects.n,
        planned_n=_planned(effects, looking),
        alpha=looking.alpha,
        tuned_to=tuned,
    )
    at_end = np.broadcast_to(looking.at_end, effects.effect.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        watched = np.where(np.asarray(running_alpha) > 0, running.p_value * looking.alpha / running_alpha, 1.0)
        ended = np.where(at_end, fixed.p_value * looking.alpha / fixed_alpha, 1.0)
    p_value = np.where(np.isnan(effects.error), np.nan, np.minimum(1.0, np.fmin(watched, ended)))
    adjusted = np.where(mirrored, p_value, holm(p_value)) if p_value.shape[-1] > 1 else p_value
    levels = np.where(mirrored, 1.0, _levels(p_value, looking.alpha) / looking.alpha)
    low, high = _shown(effects, looking, levels, tuned)
    return Family(
        effects, fixed, running, p_value, adjusted, low, high, posterior(effects.effect, effects.error, prior)
    )


def _columns(effects: Effects, kept: Flags) -> Effects:
    """The arms of some columns; arrays of one number per test stay as they are."""
    return Effects(
        effects.effect[..., kept],
        effects.error[..., kept],
        effects.degrees[..., kept],
        effects.on_log[..., kept],
        effects.n[..., kept],
    )


def _spread(family: Family, kept: Flags, effects: Effects) -> Family:
    """Put columns back to their places among all of them; the others hold nothing."""

    def wide(values: Floats) -> Floats:
        found = np.full(effects.effect.shape, np.nan)
        found[..., kept] = values
        return found

    def compared(one: Comparison) -> Comparison:
        return Comparison(
            effects.effect, effects.error, wide(one.low), wide(one.high), wide(one.p_value), wide(one.degrees)
        )

    after = family.posterior
    return Family(
        effects,
        compared(family.fixed),
        compared(family.running),
        wide(family.p_value),
        wide(family.p_adjusted),
        wide(family.low),
        wide(family.high),
        NormalPosterior(
            wide(after.mean),
            wide(after.sd),
            wide(after.low),
            wide(after.high),
            wide(after.chance_to_win),
            wide(after.loss_if_kept),
            wide(after.loss_if_chosen),
        ),
    )


def _planned(effects: Effects, looking: Looking) -> Floats:
    return np.broadcast_to(np.asarray(looking.planned_n, dtype=np.float64), effects.effect.shape)


def _shown(effects: Effects, looking: Looking, levels: Floats, tuned: Floats) -> tuple[Floats, Floats]:
    """The sequence at its part of alpha while a test runs; cut to the range of the one look at the planned end."""
    at_end = np.broadcast_to(looking.at_end, effects.effect.shape)
    reach = np.full(effects.effect.shape, np.inf)
    if np.any(np.asarray(looking.running_share) > 0):
        spent = np.maximum(looking.alpha * looking.running_share * levels, 1e-300)
        found = sequence_reach(
            effects.error, effects.n, planned_n=_planned(effects, looking), alpha=spent, tuned_to=tuned
        )
        watched = np.broadcast_to(np.asarray(looking.running_share) > 0, reach.shape)
        reach = np.where(watched, found, np.inf)
    if at_end.any():
        # With all of alpha spent while the test runs nothing is left for this look, and its range has no ends.
        spare = looking.fixed_alpha * levels / 2
        once = upper_quantiles(effects.degrees, np.maximum(spare, 1e-300)) * effects.error
        reach = np.where(at_end & (spare > 0), np.minimum(reach, once), reach)
    reach = np.where(np.isnan(effects.error), np.nan, reach)
    return effects.effect - reach, effects.effect + reach


def _levels(p_values: Floats, alpha: float) -> Floats:
    """The level at which Holm's procedure tests each arm: alpha / (m - j + 1) up to the first that does not pass."""
    arms = p_values.shape[-1]
    if arms == 1:
        return np.full(p_values.shape, alpha)
    order = np.argsort(p_values, axis=-1, kind="stable")
    ordered = np.take_along_axis(p_values, order, axis=-1)
    sizes = np.sum(~np.isnan(p_values), axis=-1, keepdims=True)
    ranks = np.arange(1, arms + 1)
    steps = alpha / np.maximum(sizes - ranks + 1, 1)
    failed = np.cumsum(~(ordered <= steps), axis=-1) > 0
    stop = np.where(failed.any(axis=-1, keepdims=True), np.argmax(failed, axis=-1)[..., None] + 1, arms)
    levels = alpha / np.maximum(sizes - np.minimum(ranks, stop) + 1, 1)
    found: Floats = np.empty_like(levels)
    np.put_along_axis(found, order, levels, axis=-1)
    return found
