"""Whether a design can be run at all: each fault has its sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiments import MetricKind, MetricRole, MetricSpec, TestPlan
from learning.domain.quantile_metrics import LEVELS, read_quantile
from learning.experiments.factor_designs import check_factors

MOST_ARMS: Final = 50
LONGEST: Final = 200


def check_design(design: ExperimentDesign) -> None:
    """Refuse a design that cannot be run or judged.

    Args:
        design: The design.

    Raises:
        BadOption: With the option, its value and what it takes.
    """
    _check_arms(design.arms)
    check_factors(design.factors, design.arms)
    _check_metrics(design.metrics)
    for name, value, least in (
        ("planned people", design.planned_n, 2),
        ("planned days", design.planned_days, 1),
        ("days until which it runs", design.extended_days, 1),
        ("minimum of conversions", design.min_conversions, 0),
        ("minimum of days", design.min_days, 1),
    ):
        if value is not None and value < least:
            raise BadOption(name, str(value), f"a whole number from {least} on")
    if not 0.0001 <= design.alpha <= 0.5:
        raise BadOption("alpha", str(design.alpha), "a number between 0.0001 and 0.5, such as 0.05")
    if not 0 <= design.running_share < 1:
        raise BadOption("running share", str(design.running_share), "a number from 0 up to 1, such as 0.4")
    unknown = set(design.capped) - {metric.name for metric in design.metrics}
    if unknown:
        raise BadOption("capped", ", ".join(sorted(unknown)), "names of metrics of this test")


def plan_of(design: ExperimentDesign) -> TestPlan:
    """Return what the engine needs of a design.

    Args:
        design: The design.

    Returns:
        The plan, its metrics with the primary one first. Where no end was planned there is no look at one, and all of
        alpha goes to the range that holds at every look.
    """
    has_end = design.planned_n is not None or design.planned_days is not None
    return TestPlan(
        metrics=design.metrics,
        weights={arm.label: arm.weight for arm in design.arms},
        control=design.control,
        planned_n=design.planned_n,
        planned_days=design.planned_days,
        alpha=design.alpha,
        running_share=design.running_share if has_end or not design.running_share else 1.0,
        min_conversions=design.min_conversions,
        min_days=design.min_days,
        extended_days=design.extended_days,
        factors=design.factors,
        levels={arm.label: arm.levels for arm in design.arms} if design.factors else {},
    )


def _check_arms(arms: Sequence[ArmDesign]) -> None:
    if not 2 <= len(arms) <= MOST_ARMS:
        raise BadOption("arms", str(len(arms)), f"2 to {MOST_ARMS} versions")
    seen: set[str] = set()
    for arm in arms:
        if not arm.label.strip() or len(arm.label) > LONGEST:
            raise BadOption("arm", arm.label[:LONGEST], f"a name of 1 to {LONGEST} characters")
        if arm.label in seen:
            raise BadOption("arm", arm.label, "each version once")
        seen.add(arm.label)
        if not (math.isfinite(arm.weight) and arm.weight > 0):
            raise BadOption("weight", f"{arm.label}={arm.weight:g}", "a positive number")
    if sum(arm.is_control for arm in arms) > 1:
        names = ", ".join(arm.label for arm in arms if arm.is_control)
        raise BadOption("control", names, "one version at the most")


def _check_metrics(metrics: Sequence[MetricSpec]) -> None:
    if not metrics or metrics[0].role is not MetricRole.PRIMARY:
        raise BadOption("metric", metrics[0].name if metrics else "", "a primary metric that decides")
    if sum(metric.role is MetricRole.PRIMARY for metric in metrics) > 1:
        several = ", ".join(metric.name for metric in metrics if metric.role is MetricRole.PRIMARY)
        raise BadOption("primary metric", several, "exactly one")
    names = [metric.name for metric in metrics]
    for metric in metrics:
        if not metric.name.strip():
            raise BadOption("metric", metric.name, "a name")
        if names.count(metric.name) > 1:
            raise BadOption("metric", metric.name, "each metric once")
        if metric.kind is MetricKind.QUANTILE and read_quantile(metric.name) is None:
            raise BadOption(
                "metric", metric.name, f"a quantile named as in {', '.join(LEVELS)}, such as 'median_of_rounds'"
            )
        if not (math.isfinite(metric.margin) and 0 <= metric.margin < 1):
            raise BadOption("margin", f"{metric.name}={metric.margin:g}", "a share from 0 up to 1, such as 0.02")
