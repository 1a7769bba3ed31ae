"""Designs of A/B tests as JSON, as the store keeps them."""

from __future__ import annotations

import json
from typing import Any

from learning.domain.experiment_designs import ArmDesign, ExperimentDesign, SplitChange
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from learning.domain.factorial import Factor


def design_to_json(design: ExperimentDesign) -> str:
    """Return a design as canonical JSON."""
    return json.dumps(design_payload(design), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def design_payload(design: ExperimentDesign) -> dict[str, Any]:
    """Return a design as plain values."""
    return {
        "metrics": [_metric_payload(metric) for metric in design.metrics],
        "arms": [
            {
                "label": arm.label,
                "weight": arm.weight,
                "is_control": arm.is_control,
                "title": arm.title,
                "value": arm.value,
                "levels": list(arm.levels),
            }
            for arm in design.arms
        ],
        "factors": [{"name": factor.name, "levels": list(factor.levels)} for factor in design.factors],
        "splits": [{"day": change.day, "weights": list(change.weights)} for change in design.splits],
        "unit": design.unit,
        "planned_n": design.planned_n,
        "planned_days": design.planned_days,
        "extended_days": design.extended_days,
        "alpha": design.alpha,
        "running_share": design.running_share,
        "min_conversions": design.min_conversions,
        "min_days": design.min_days,
        "capped": list(design.capped),
        "salt": design.salt,
        "component": design.component,
    }


def design_from_json(text: str) -> ExperimentDesign:
    """Return the design that such JSON describes."""
    values = json.loads(text)
    values["metrics"] = tuple(_metric(each) for each in values["metrics"])
    values["arms"] = tuple(ArmDesign(**each | {"levels": tuple(each.get("levels", ()))}) for each in values["arms"])
    values["factors"] = tuple(Factor(each["name"], tuple(each["levels"])) for each in values.get("factors", ()))
    values["splits"] = tuple(SplitChange(each["day"], tuple(each["weights"])) for each in values.get("splits", ()))
    values["capped"] = tuple(values["capped"])
    return ExperimentDesign(**values)


def _metric_payload(metric: MetricSpec) -> dict[str, Any]:
    return {
        "name": metric.name,
        "kind": metric.kind.value,
        "good": metric.good.value,
        "role": metric.role.value,
        "margin": metric.margin,
        "currency": metric.currency,
    }


def _metric(values: dict[str, Any]) -> MetricSpec:
    enums = {
        "kind": MetricKind(values["kind"]),
        "good": GoodWay(values["good"]),
        "role": MetricRole(values["role"]),
    }
    return MetricSpec(**(values | enums))
