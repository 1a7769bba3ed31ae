"""How did the effect move: as it added up, day by day, and with the days since people first saw it?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from learning.domain.experiments import GoodWay, MetricKind, MetricSpec
from learning.experiments.family import Looking, judge, measure_effects
from learning.experiments.sums import against, quantile_pairs
from learning.stats.moments import Floats

FEWEST_POINTS: Final = 6
NOVELTY_LEVEL: Final = 0.01


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """The lift of an arm up to or on one day."""

    day: float
    arm: str
    n: float
    lift: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Novelty:
    """Whether the effect fades or grows."""

    early: float | None
    """Lift in the first half of the days."""
    late: float | None
    p_value: float | None
    fades: bool
    """The effect got clearly smaller, at the 1 % level: novelty may explain it."""
    reason: str
    since_exposure: bool = False
    """Whether the days are those since people first saw their version; else those of the test."""


def effect_over_looks(
    metric: MetricSpec,
    days: Sequence[float],
    sums: Floats,
    arms: Sequence[str],
    looking: Looking,
    *,
    control: str | None,
) -> tuple[EffectPoint, ...]:
    """Give the lift at every look with its always-valid range.

    Args:
        metric: Any kind.
        days: Days since the start at each look, shape (looks,).
        sums: Running totals, shape (looks, arms, 9); quantiles as in `quantile_pairs`.
        arms: Labels.
        looking: Error probability, its split, planned units; `at_end` of shape (looks, 1) marks the planned end.
        control: The control; None = each arm against the others together.

    Returns:
        One point for each look and arm but the control; the ranges are those that were shown on that day, so looking at
        all of them costs nothing.
    """
    place = arms.index(control) if control in arms else None
    if metric.kind is MetricKind.QUANTILE:
        pairs = quantile_pairs(sums, place)
    else:
        pairs = against(metric.kind, sums, None if place is None else np.full(len(sums), float(place)))
    family = judge(measure_effects(pairs.arm, pairs.base), looking, None, mirrored=place is None and len(arms) == 2)
    columns = (family.effects.as_lift(one) for one in (family.effects.effect, family.low, family.high))
    lift, low, high = columns
    return tuple(
        EffectPoint(
            day, arm, float(sums[row, at, 0]), _known(lift[row, at]), _known(low[row, at]), _known(high[row, at])
        )
        for row, day in enumerate(days)
        for at, arm in enumerate(arms)
        if at != place
    )


def daily_effects(
    metric: MetricSpec,
    days: Sequence[float],
    sums: Floats,
    arms: Sequence[str],
    *,
    control: str | None,
    alpha: float = 0.05,
) -> tuple[EffectPoint, ...]:
    """Give the lift of each day alone: calendar days, or days since a unit's first exposure.

    Args:
        metric: Binomial, mean or ratio.
        days: The days, shape (days,).
        sums: Sums of each day alone, shape (days, arms, 9).
        arms: Labels.
        control: The control; None = each arm against the others together.
        alpha: 1 - the probability of each range, taken alone.

    Returns:
        One point for each day and arm but the control.
    """
    ones = Looking(alpha, 0.0, 1.0, at_end=True)
    place = arms.index(control) if control in arms else None
    pairs = against(metric.kind, sums, None if place is None else np.full(len(sums), float(place)))
    effects = measure_effects(pairs.arm, pairs.base)
    found = judge(effects, ones, None, mirrored=True)
    columns = [effects.as_lift(one) for one in (effects.effect, found.low, found.high)]
    return tuple(
        EffectPoint(day, arm, float(sums[row, at, 0]), *(_known(column[row, at]) for column in columns))
        for row, day in enumerate(days)
        for at, arm in enumerate(arms)
        if at != place
    )


def check_novelty(
    metric: MetricSpec,
    days: Sequence[float],
    sums: Floats,
    arms: Sequence[str],
    *,
    arm: str,
    control: str | None,
    since_exposure: bool = False,
) -> Novelty:
    """Compare the effect of the first half of the days with that of the second.

    Args:
        metric: Binomial, mean or ratio; its good direction.
        days: Days, ascending, shape (days,): calendar days, or days since a unit's first exposure (the better ones, as
            new people keep arriving).
        sums: Sums of each day alone, shape (days, arms, 9).
        arms: Labels.
        arm: The arm in question.
        control: The control; None = the arm against the others together.
        since_exposure: Whether the days are those since the first exposure. Most results come early then, so the halves
            are of the results of all arms together, which says nothing about any arm.

    Returns:
        Both lifts and the two-sided p-value of their difference on the logarithm's scale (z test). Days are taken to be
        independent; where the same people return they are not, and the p-value is then too small, hence the 1 % level.
    """
    if len(days) < FEWEST_POINTS:
        reason = f"fewer than {FEWEST_POINTS} days tell nothing about fading"
        return Novelty(None, None, None, fades=False, reason=reason)
    half = _middle(sums) if since_exposure else len(days) // 2
    halves = np.stack([_added(sums[:half]), _added(sums[half:])])
    place = arms.index(control) if control in arms else None
    pairs = against(metric.kind, halves, None if place is None else np.full(2, float(place)))
    effects = measure_effects(pairs.arm, pairs.base)
    at = arms.index(arm)
    effect, error = effects.effect[:, at], effects.error[:, at]
    if np.isnan(error).any() or not effects.on_log[:, at].all():
        reason = "too few conversions in one half of the days"
        return Novelty(None, None, None, fades=False, reason=reason, since_exposure=since_exposure)
    early, late = float(effect[0]), float(effect[1])
    p_value = float(2 * special.ndtr(-abs(late - early) / math.hypot(*error.tolist())))
    sign = 1 if metric.good is GoodWay.UP else -1
    fades = p_value < NOVELTY_LEVEL and sign * early > 0 and sign * (late - early) < 0
    reason = (
        "the effect got smaller; people may just have noticed that something changed" if fades else "no sign of fading"
    )
    return Novelty(
        math.expm1(early), math.expm1(late), p_value, fades=fades, reason=reason, since_exposure=since_exposure
    )


def _middle(sums: Floats) -> int:
    """The number of days that hold half of all results."""
    results = np.cumsum(np.nansum(np.abs(sums[..., 1]), axis=1))
    return int(np.clip(np.searchsorted(results, results[-1] / 2) + 1, 1, len(sums) - 1))


def _added(sums: Floats) -> Floats:
    """Sums over days; a column that no day gives stays unknown."""
    known = ~np.isnan(sums)
    total: Floats = np.where(known.any(axis=0), np.where(known, sums, 0.0).sum(axis=0), np.nan)
    return total


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
