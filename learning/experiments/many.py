"""Thousands of tests in one pass: lifts, ranges, chances and verdicts for a list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.domain.experiment_verdicts import Level, Verdict
from learning.domain.experiments import GoodWay, MetricKind, Prior
from learning.experiments.checks import check_seen_twice, check_split, many_splits, split_levels
from learning.experiments.family import UNPLANNED_N, Family, Flags, Looking, judge, measure_effects
from learning.experiments.notes import describe_span
from learning.experiments.sums import against
from learning.experiments.verdicts import ArmEvidence, Evidence, Standing, decide
from learning.stats.moments import Floats
from learning.stats.normal_bayes import NormalPrior


@dataclass(frozen=True, slots=True)
class Batch:
    """Tests of one kind of metric; arrays of shape (tests,) unless said otherwise."""

    kind: MetricKind
    good: GoodWay
    sums: Floats
    """Shape (tests, arms, 9), columns as in `sums.COLUMNS`; n of NaN = the test has no such arm."""
    labels: Sequence[Sequence[str]]
    control: Floats
    """Index of the control; NaN = none is named."""
    weights: Floats
    """Planned shares, shape (tests, arms)."""
    planned_n: Floats
    """NaN = nobody planned any."""
    running_share: Floats
    days: Floats
    """NaN = nobody knows."""
    at_end: Flags
    has_run_out: Flags
    is_over: Flags
    days_left: Floats
    """NaN = nobody knows."""
    units_seen_twice: Floats
    min_conversions: int = 100
    min_days: int = 7
    alpha: float = 0.05


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The short answers, arrays of shape (tests,) for the leading arm, and the family behind them."""

    verdicts: tuple[Verdict, ...]
    leader: Floats
    """Index of the arm that leads in the good direction; NaN where nothing can be compared."""
    lift: Floats
    low: Floats
    high: Floats
    p_adjusted: Floats
    chance: Floats
    effect: Floats
    """On the logarithm's scale."""
    error: Floats
    split_p_value: Floats
    family: Family


def analyse_batch(batch: Batch, prior: Prior) -> BatchResult:
    """Judge the primary metric of many tests.

    Args:
        batch: Tests of one kind of metric, without guardrails (those have `analyse_test`).
        prior: Of lifts on the logarithm's scale.

    Returns:
        Verdicts by the same rules as for a single test, and the figures of the leading arm.
    """
    pairs = against(batch.kind, batch.sums, batch.control)
    # An arm without units is there, but it cannot be compared: its error is NaN.
    mirrored = np.isnan(batch.control) & (np.sum(~np.isnan(batch.sums[..., 0]), axis=1) == 2)
    planned = np.where(np.isnan(batch.planned_n), UNPLANNED_N, batch.planned_n)
    looking = Looking(batch.alpha, batch.running_share[:, None], planned[:, None], batch.at_end[:, None])
    family = judge(
        measure_effects(pairs.arm, pairs.base),
        looking,
        NormalPrior(prior.mean, prior.sd**2),
        mirrored=mirrored[:, None],
    )
    sign = 1.0 if batch.good is GoodWay.UP else -1.0
    known = ~np.isnan(family.effects.error)
    ranked = np.where(known, sign * family.effects.as_lift(family.effects.effect), -np.inf)
    leader = np.argmax(ranked, axis=1)
    split = many_splits(batch.sums[..., 0], batch.weights)

    def pick(values: Floats) -> Floats:
        found: Floats = np.where(known.any(axis=1), values[np.arange(len(values)), leader], np.nan)
        return found

    chance = pick(family.posterior.chance_to_win)
    return BatchResult(
        verdicts=_verdicts(batch, family, split),
        leader=np.where(known.any(axis=1), leader, np.nan),
        lift=pick(family.effects.as_lift(family.effects.effect)),
        low=pick(family.effects.as_lift(family.low)),
        high=pick(family.effects.as_lift(family.high)),
        p_adjusted=pick(family.p_adjusted),
        chance=chance if sign > 0 else 1 - chance,
        effect=pick(family.effects.effect),
        error=pick(family.effects.error),
        split_p_value=split,
        family=family,
    )


def _verdicts(batch: Batch, family: Family, split: Floats) -> tuple[Verdict, ...]:
    """One pass over plain lists: arrays indexed one number at a time would take most of the time."""
    up = batch.good is GoodWay.UP
    effects = family.effects
    figures = (
        family.p_adjusted.tolist(),
        effects.effect.tolist(),
        effects.as_lift(effects.effect).tolist(),
        effects.as_lift(family.low).tolist(),
        effects.as_lift(family.high).tolist(),
    )
    units = batch.sums[..., 0]
    counted = batch.sums[..., 1] if batch.kind is MetricKind.BINOMIAL else units
    fewest = np.min(np.where(np.isnan(units), np.inf, counted), axis=1).tolist()
    levels = split_levels(split)
    found = []
    for test, control in enumerate(batch.control.tolist()):
        named = None if np.isnan(control) else int(control)
        arms = tuple(
            _arm(label, tuple(column[test][place] for column in figures), batch.alpha, up=up)
            for place, label in enumerate(batch.labels[test])
            if place != named
        )
        name = None if named is None else batch.labels[test][named]
        found.append(decide(_evidence(batch, test, arms, (name, levels[test], fewest[test]))))
    return tuple(found)


def _evidence(
    batch: Batch, test: int, arms: tuple[ArmEvidence, ...], rest: tuple[str | None, Level, float]
) -> Evidence:
    control, split, fewest = rest
    units = batch.sums[test, :, 0]
    n = float(np.nansum(units))
    days, left = float(batch.days[test]), float(batch.days_left[test])
    seen, seen_reason = check_seen_twice(int(batch.units_seen_twice[test]), n)
    return Evidence(
        arms=arms,
        control=control,
        arms_with_units=int(np.sum(units > 0)),
        split=split,
        split_reason=_split_reason(batch, test) if split is Level.RED else "",
        seen_twice=seen,
        seen_twice_reason=seen_reason,
        days=None if np.isnan(days) else days,
        min_days=batch.min_days,
        fewest_conversions=fewest,
        min_conversions=batch.min_conversions,
        at_end=bool(batch.has_run_out[test]),
        is_over=bool(batch.is_over[test]),
        days_left=None if np.isnan(left) else int(left),
        counted="conversions" if batch.kind is MetricKind.BINOMIAL else "people",
    )


def _split_reason(batch: Batch, test: int) -> str:
    """The sentence of a single test's check: few are red."""
    labels = batch.labels[test]
    weights = dict(zip(labels, batch.weights[test].tolist(), strict=False))
    return check_split(labels, batch.sums[test, : len(labels), 0], weights).reason or ""


def _arm(label: str, figures: tuple[float, ...], alpha: float, *, up: bool) -> ArmEvidence:
    p_value, effect, lift, low, high = figures
    if math.isnan(p_value):
        return ArmEvidence(label, Standing.UNKNOWN, None, reason="a version shows no spread")
    standing = Standing.OPEN
    if p_value <= alpha and effect:
        standing = Standing.BETTER if (effect > 0) == up else Standing.WORSE
    span = describe_span(low, high, alpha) if standing is not Standing.OPEN else ""
    return ArmEvidence(label, standing, lift if up else -lift, span=span)
