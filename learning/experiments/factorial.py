"""What did each part of a test of several things do, and do the parts depend on each other?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from learning.domain.experiments import ArmSums, MetricKind, MetricSpec, TestPlan
from learning.domain.factorial import Factor, FactorEffect
from learning.experiments.family import UNPLANNED_N, Effects, Looking, judge
from learning.experiments.sums import moments_of, stack_sums
from learning.stats.moments import Floats


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Weights of the versions, which add up to zero."""

    factors: tuple[int, ...]
    levels: tuple[int, ...]
    weights: Floats


def factor_effects(
    metric: MetricSpec, arms: Sequence[ArmSums], plan: TestPlan, *, at_end: bool
) -> tuple[FactorEffect, ...]:
    """Give the main effects of a factorial test and the interactions of two factors each.

    Args:
        metric: Binomial, mean or ratio.
        arms: Sums of each version.
        plan: With its factors and the level of each version in them; every combination is a version.
        at_end: Whether this is the look at the planned end.

    Returns:
        Contrasts of the logarithms of the versions' means, every combination of the other factors with equal weight:
        main effect sum(y_l - y_0) / k, interaction sum(y_lm - y_l0 - y_0m + y_00) / k, 0 the level as today, k the
        number of combinations of the rest (Wu and Hamada 2009, section 4.3). The error is sqrt(sum c^2 v), v the
        relative variances of the means, with Satterthwaite's degrees (1946). All effects are one family: Holm, with
        ranges at the level at which Holm tests each, and the split of alpha that the versions have. () without factors.
    """
    if not plan.factors:
        return ()
    contrasts = list(_contrasts(plan.factors, [plan.levels[arm.arm] for arm in arms]))
    reason = _problem(metric, arms)
    if reason is not None:
        return tuple(_unknown(plan.factors, one, arms, reason) for one in contrasts)
    weights = np.array([one.weights for one in contrasts])
    effects = _measured(metric.kind, arms, weights)
    looking = Looking(plan.alpha, plan.running_share, float(plan.planned_n or UNPLANNED_N), at_end)
    family = judge(effects, looking, None)
    columns = (effects.as_lift(one)[0].tolist() for one in (effects.effect, family.low, family.high))
    p_values = (family.p_value[0].tolist(), family.p_adjusted[0].tolist())
    return tuple(
        FactorEffect(*_named(plan.factors, one), n, _known(lift), _known(low), _known(high), p_value, adjusted)
        for one, n, lift, low, high, p_value, adjusted in zip(
            contrasts, effects.n[0].tolist(), *columns, *p_values, strict=True
        )
    )


def _contrasts(factors: Sequence[Factor], levels: Sequence[Sequence[str]]) -> Iterator[_Contrast]:
    places = np.array([[factor.levels.index(one) for factor, one in zip(factors, arm, strict=True)] for arm in levels])
    for order in (1, 2):
        for chosen in combinations(range(len(factors)), order):
            rest = len(places) / np.prod([len(factors[one].levels) for one in chosen])
            for level in product(*(range(1, len(factors[one].levels)) for one in chosen)):
                signs = [
                    (places[:, factor] == wanted).astype(np.float64) - (places[:, factor] == 0)
                    for factor, wanted in zip(chosen, level, strict=True)
                ]
                yield _Contrast(chosen, level, np.prod(signs, axis=0) / rest)


def _measured(kind: MetricKind, arms: Sequence[ArmSums], weights: Floats) -> Effects:
    """Effects on the scale of the logarithm, shape (1, contrasts)."""
    cells = moments_of(kind, stack_sums(arms)[0])
    spread = cells.mean_variance / cells.mean**2
    parts = weights**2 * spread
    variance = parts.sum(axis=1)
    # Versions outside of a contrast add nothing to its degrees.
    degrees = variance**2 / (parts**2 / np.maximum(cells.n - 1, 1)).sum(axis=1)
    n = (weights != 0).astype(np.float64) @ cells.n
    effect = weights @ np.log(cells.mean)
    on_log = np.ones((1, len(weights)), dtype=np.bool_)
    return Effects(effect[None], np.sqrt(variance)[None], degrees[None], on_log, n[None])


def _problem(metric: MetricSpec, arms: Sequence[ArmSums]) -> str | None:
    """Why nothing can be computed: one version without a value leaves a hole in every mean."""
    if metric.kind is MetricKind.QUANTILE:
        return "quantiles of several versions have no mean that could be compared"
    for arm, n, mean, variance in _cells(metric.kind, arms):
        if not n > 1:
            return f"{arm} has {'nobody' if not n > 0 else 'a single unit'} yet, and every combination counts"
        if not mean > 0:
            return f"{arm} has no value above zero yet, so nothing can be said of it as a factor"
        if not variance > 0:
            return f"all units of {arm} are alike, so its spread is not known"
    return None


def _cells(kind: MetricKind, arms: Sequence[ArmSums]) -> Iterator[tuple[str, float, float, float]]:
    found = moments_of(kind, stack_sums(arms)[0])
    columns: Mapping[str, list[float]] = {name: getattr(found, name).tolist() for name in ("n", "mean", "variance")}
    yield from zip([arm.arm for arm in arms], *columns.values(), strict=True)


def _unknown(factors: Sequence[Factor], one: _Contrast, arms: Sequence[ArmSums], reason: str) -> FactorEffect:
    n = sum(arm.n for arm, weight in zip(arms, one.weights, strict=True) if weight)
    return FactorEffect(*_named(factors, one), n, None, None, None, None, None, reason)


def _named(factors: Sequence[Factor], one: _Contrast) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    chosen = [factors[place] for place in one.factors]
    levels = tuple(factor.levels[level] for factor, level in zip(chosen, one.levels, strict=True))
    return tuple(factor.name for factor in chosen), levels, tuple(factor.levels[0] for factor in chosen)


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
