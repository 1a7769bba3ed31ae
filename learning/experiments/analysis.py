"""The whole report about one test at one look. Equal inputs give equal reports, today and on reload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from learning.domain.experiment_verdicts import Guardrail, GuardrailState, SampleRatio
from learning.domain.experiments import (
    ArmResult,
    ArmSums,
    GoodWay,
    MetricRole,
    MetricSpec,
    Prior,
    TestPlan,
    TestReport,
    TestState,
)
from learning.experiments.arm_results import MeasuredMetric, measure_metric
from learning.experiments.checks import check_seen_twice, check_split, check_splits
from learning.experiments.endings import days_left, has_run_out, is_at_end
from learning.experiments.factorial import factor_effects
from learning.experiments.guardrails import judge_guardrail
from learning.experiments.notes import describe_span, explain_width, note_health
from learning.experiments.periods import Period
from learning.experiments.verdicts import ArmEvidence, Evidence, Standing, decide
from learning.stats.moments import Floats
from learning.stats.multiplicity import benjamini_hochberg

CAUTIOUS: Final = Prior(0.0, 0.1, 0, "a cautious default: no finished tests of this metric yet")
"""Lifts of marketing tests mostly lie within a fifth either way; replaced once enough tests are finished."""


def analyse_test(
    plan: TestPlan,
    sums: Mapping[str, Sequence[ArmSums]],
    state: TestState,
    *,
    prior: Prior = CAUTIOUS,
    segments: Mapping[str, Sequence[float]] | None = None,
    strata: Mapping[str, Sequence[Sequence[ArmSums]]] | None = None,
    periods: Sequence[Period] = (),
) -> TestReport:
    """Report all that is known of a test.

    Args:
        plan: What was fixed in advance; its first metric is the primary one.
        sums: Metric -> sums of each arm; arms in one order for all metrics.
        state: How far the test has come.
        prior: Of lifts of the primary metric, on the logarithm's scale.
        segments: Segment -> units of each arm, in the order of the primary metric's arms; for the check of the split.
        strata: Metric -> its sums by group of units known before the test (post-stratification); all units lie in one.
        periods: Of a test whose split was changed: its people by split; groups and segments do not count then.

    Returns:
        The report: results by metric and arm, checks, and the verdict.
    """
    primary = plan.metrics[0]
    units = np.array([arm.n for arm in sums.get(primary.name, ())], dtype=np.float64)
    n = float(units.sum())
    at_end = is_at_end(plan, n, state)
    measured = _measure_all(plan, sums, (strata or {}, periods), prior, at_end=at_end)
    results = _with_discoveries([result for one in measured for result in one.results], plan)
    guardrails = tuple(guard for one in measured for guard in _guards(one, at_end=at_end))
    labels = [arm.arm for arm in sums.get(primary.name, ())]
    split = _split(plan, labels, units, segments or {}, periods)
    first = measured[0] if measured and measured[0].metric is primary else None
    evidence = _evidence(plan, state, first, guardrails, (split, units))
    return TestReport(
        verdict=decide(evidence),
        n=n,
        days=state.days,
        progress=None if not plan.planned_n else n / plan.planned_n,
        at_planned_end=at_end,
        results=results,
        sample_ratio=split,
        guardrails=guardrails,
        prior=prior,
        width=None if first is None else explain_width(first, n),
        notes=note_health(plan, state, split, (evidence.seen_twice, evidence.seen_twice_reason), measured),
        data_version=state.data_version,
        factorial=() if first is None else factor_effects(primary, sums[primary.name], plan, at_end=at_end),
    )


def _measure_all(
    plan: TestPlan,
    sums: Mapping[str, Sequence[ArmSums]],
    parts: tuple[Mapping[str, Sequence[Sequence[ArmSums]]], Sequence[Period]],
    prior: Prior,
    *,
    at_end: bool,
) -> list[MeasuredMetric]:
    """Every metric that has sums; the prior is about the primary one."""
    strata, periods = parts
    return [
        measure_metric(
            metric,
            sums[metric.name],
            plan,
            at_end=at_end,
            prior=prior if metric is plan.metrics[0] else None,
            strata=strata.get(metric.name, ()),
            periods=[period.sums[metric.name] for period in periods if metric.name in period.sums],
        )
        for metric in plan.metrics
        if sums.get(metric.name)
    ]


def _split(
    plan: TestPlan,
    labels: list[str],
    units: Floats,
    segments: Mapping[str, Sequence[float]],
    periods: Sequence[Period],
) -> SampleRatio:
    name = plan.metrics[0].name
    if periods and labels:
        counted = [(period.weights, np.array([arm.n for arm in period.sums[name]])) for period in periods]
        return check_splits(labels, counted)
    parts = {segment: np.array(found, dtype=np.float64) for segment, found in segments.items()}
    return check_split(labels, units, plan.weights, segments=parts)


def _evidence(
    plan: TestPlan,
    state: TestState,
    first: MeasuredMetric | None,
    guardrails: tuple[Guardrail, ...],
    split: tuple[SampleRatio, Floats],
) -> Evidence:
    ratio, units = split
    n = float(units.sum())
    seen, seen_reason = check_seen_twice(state.units_seen_twice, n)
    arms = () if first is None else tuple(_arm_evidence(one, first, plan, guardrails) for one in first.results)
    return Evidence(
        arms=arms,
        control=plan.control,
        arms_with_units=int((units > 0).sum()),
        split=ratio.level,
        split_reason=ratio.reason or "",
        seen_twice=seen,
        seen_twice_reason=seen_reason,
        days=state.days,
        min_days=plan.min_days,
        fewest_conversions=0.0 if first is None else first.fewest,
        min_conversions=plan.min_conversions,
        at_end=has_run_out(plan, n, state),
        is_over=state.is_over,
        days_left=days_left(plan, n, state),
        counted="people" if first is None else first.counted,
    )


def _arm_evidence(
    result: ArmResult, first: MeasuredMetric, plan: TestPlan, guardrails: tuple[Guardrail, ...]
) -> ArmEvidence:
    standing = first.standings[result.arm]
    own = [guard for guard in guardrails if guard.arm == result.arm]
    worst = next((guard for guard in own if guard.state is GuardrailState.BROKEN), None)
    worst = worst or next((guard for guard in own if guard.state is GuardrailState.UNCLEAR), None)
    lift = result.shown.lift
    return ArmEvidence(
        arm=result.arm,
        standing=standing,
        lift=None if lift is None else (lift if first.metric.good is GoodWay.UP else -lift),
        guardrail=GuardrailState.KEPT if worst is None else worst.state,
        guardrail_reason="" if worst is None else worst.reason,
        reason=(result.shown.reason or "") if standing is Standing.UNKNOWN else "",
        span=describe_span(result.shown.low, result.shown.high, plan.alpha),
    )


def _guards(measured: MeasuredMetric, *, at_end: bool) -> list[Guardrail]:
    if measured.metric.role is not MetricRole.GUARDRAIL:
        return []
    return [
        judge_guardrail(result, measured.metric, at_end=at_end, p_value=measured.margin_p_values[result.arm])
        for result in measured.results
    ]


def _with_discoveries(results: list[ArmResult], plan: TestPlan) -> tuple[ArmResult, ...]:
    """Secondary metrics are one family: Benjamini-Hochberg over all of them and all arms."""
    roles: dict[str, MetricSpec] = {metric.name: metric for metric in plan.metrics}
    places = [place for place, result in enumerate(results) if roles[result.metric].role is MetricRole.SECONDARY]
    p_values = [results[place].shown.p_value for place in places]
    if not places:
        return tuple(results)
    adjusted = benjamini_hochberg(np.array([np.nan if value is None else value for value in p_values]))
    for place, value in zip(places, adjusted.tolist(), strict=True):
        results[place] = replace(results[place], p_adjusted=None if np.isnan(value) else value)
    return tuple(results)
