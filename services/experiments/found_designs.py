"""Designs of tests that were run elsewhere, from what their file says and what a person adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from learning.domain.quantile_metrics import quantile_spec, read_quantile
from learning.experiments.design_checks import check_design
from learning.imports.arms.records import FoundMetric, FoundTest, ValueKind
from learning.imports.arms.words import SUCCESSES, less_is_better
from learning.imports.headers import header_key
from services.experiments.import_records import ArmImportRequest

_KINDS = {ValueKind.BINARY: MetricKind.BINOMIAL, ValueKind.RATIO: MetricKind.RATIO}


def design_found(test: FoundTest, request: ArmImportRequest) -> ExperimentDesign:
    """Return the design of a test of a file.

    Raises:
        BadOption: What the person said does not fit the file.
    """
    names, quantiles = [metric.name for metric in test.metrics], _quantiles(test, request)
    _require_known("--primary", [request.primary] if request.primary else [], (*names, *quantiles))
    _require_known("--control", [request.control] if request.control else [], test.arms)
    _require_known("--weight", list(request.weights), test.arms)
    _require_known("--guardrail", list(request.guardrails), (*names, *quantiles))
    primary = quantiles.get(request.primary or "", request.primary or _primary(test.metrics))
    metrics = sorted((_spec(metric, primary, request) for metric in test.metrics), key=_role_rank)
    metrics = _with_quantiles(
        metrics, primary, {quantiles.get(name, name): m for name, m in request.guardrails.items()}
    )
    arms = tuple(
        ArmDesign(label, request.weights.get(label, 1.0), label == test.control, title if title != label else "")
        for label, title in zip(test.arms, test.titles, strict=True)
    )
    capped = tuple(name for name in request.capped if any(m.name == name and m.cap is not None for m in test.metrics))
    design = ExperimentDesign(
        metrics=tuple(metrics),
        arms=arms,
        unit=request.unit,
        planned_n=request.planned_n,
        planned_days=request.days,
        capped=capped,
    )
    if request.finished:
        # Nobody looked while it ran, as far as we know: the one look at the end has the whole of alpha.
        design = replace(design, running_share=0.0)
    check_design(design)
    return design


def _quantiles(test: FoundTest, request: ArmImportRequest) -> dict[str, str]:
    """The quantiles that a person asks for and the file has: as they wrote them -> their name."""
    asked = {name: read_quantile(name) for name in (request.primary or "", *request.guardrails)}
    named = {name: one.name.replace(" ", "_") for name, one in asked.items() if one is not None}
    return {name: one for name, one in named.items() if one in test.quantiles} | {one: one for one in test.quantiles}


def _with_quantiles(metrics: Sequence[MetricSpec], primary: str, guardrails: Mapping[str, float]) -> list[MetricSpec]:
    """Add the quantiles that decide or guard; others would only be more to look at."""
    found = list(metrics)
    for name in dict.fromkeys((primary, *guardrails)):
        spec = quantile_spec(name, metrics)
        if spec is None or any(one.name == name for one in metrics):
            continue
        role = MetricRole.PRIMARY if name == primary else MetricRole.GUARDRAIL
        margin = guardrails.get(name, 0.0) if role is MetricRole.GUARDRAIL else 0.0
        found.append(replace(spec, role=role, margin=margin))
    return sorted(found, key=_role_rank)


def metrics_found(test: FoundTest, request: ArmImportRequest) -> tuple[MetricSpec, ...]:
    """Return the metrics of a test of a file, none of which decides yet."""
    return tuple(_spec(metric, "", request) for metric in test.metrics)


def require_arms(test: FoundTest, design: ExperimentDesign, name: str) -> None:
    """Refuse a file whose versions are not those of the test.

    Raises:
        BadOption: It names a version that was never planned, or lacks the deciding metric.
    """
    planned = [arm.label for arm in design.arms]
    strange = [arm for arm in test.arms if arm not in planned]
    if strange:
        allowed = f"the versions of {name!r}: {', '.join(planned)}"
        raise BadOption("version", ", ".join(strange), allowed)
    found = [metric.name for metric in test.metrics]
    if design.primary.name not in (*found, *test.quantiles):
        raise BadOption("metrics", ", ".join(found), f"a file with {design.primary.name!r}, which decides {name!r}")


def _require_known(option: str, given: Sequence[str], known: Sequence[str]) -> None:
    for value in given:
        if value not in known:
            raise BadOption(option, value, f"one of {', '.join(known)}")


def _primary(metrics: Sequence[FoundMetric]) -> str:
    binary = [metric for metric in metrics if metric.kind is ValueKind.BINARY]
    named = [metric for metric in binary if header_key(metric.name) in SUCCESSES]
    return (*named, *binary, *metrics)[0].name


def _spec(metric: FoundMetric, primary: str, request: ArmImportRequest) -> MetricSpec:
    kind = _KINDS.get(metric.kind, MetricKind.MEAN)
    good = GoodWay.DOWN if less_is_better(metric.name) else GoodWay.UP
    spec = MetricSpec(metric.name, kind, good, MetricRole.SECONDARY)
    if metric.name == primary:
        return replace(spec, role=MetricRole.PRIMARY)
    if metric.name in request.guardrails:
        return replace(spec, role=MetricRole.GUARDRAIL, margin=request.guardrails[metric.name])
    return spec


def _role_rank(metric: MetricSpec) -> int:
    return (MetricRole.PRIMARY, MetricRole.GUARDRAIL, MetricRole.SECONDARY).index(metric.role)
