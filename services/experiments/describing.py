"""What a person adds to a test that was run elsewhere and whose file does not say it: control, split, length, tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import EventKind, ExperimentRecord, ExperimentState, HistoryEvent, Origin
from learning.domain.experiments import MetricRole, MetricSpec
from learning.domain.permissions import Permission
from learning.domain.quantile_metrics import quantile_spec
from learning.experiments.design_checks import check_design
from services.callers import Caller
from services.clock import Clock
from services.experiments.changes import changed_meanwhile
from services.experiments.design_json import design_from_json
from services.experiments.designing import ExperimentProposal, draft_of
from services.experiments.summaries import refresh_summaries

NOBODY = ""
"""As a control: none is named after all."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is to be changed; None leaves it as it is."""

    control: str | None = None
    """'' takes the name of control away again."""
    weights: Mapping[str, float] | None = None
    primary: str | None = None
    guardrails: Mapping[str, float] | None = None
    capped: tuple[str, ...] | None = None
    planned_n: int | None = None
    days: int | None = None
    name: str | None = None
    hypothesis: str | None = None
    topic: str | None = None
    hook: str | None = None
    segment: str | None = None


def describe_experiment(
    store: Store, brand: Brand, experiment_id: int, words: Description, *, who: Caller, clock: Clock
) -> ExperimentRecord:
    """Complete what is known of a test that was run elsewhere; the history says what was changed and by whom.

    Raises:
        Refused: It was designed here, so that its design is fixed, or it is decided.
        BadOption: What was said does not fit its data.
    """
    at = int(clock.now().timestamp())
    with who.write(store, brand.id, Permission.TEST, f"test:{experiment_id}") as (work, actor):
        record = work.experiments.get(brand.id, experiment_id)
        require_open(record)
        design = changed_design(design_from_json(record.design), words)
        check_design(design)
        texts = {name: said for name in _TEXTS if (said := getattr(words, name)) is not None}
        values = described_values(record, design, texts)
        if not work.experiments.update_where(record, [record.state], **values):
            raise changed_meanwhile(work, record)
        note = ", ".join(name for name in _FIELDS if getattr(words, name) is not None)
        work.experiment_log.add_events([HistoryEvent(brand.id, record.id, EventKind.EDITED, actor.name, at, note)])
        described = work.experiments.get(brand.id, experiment_id)
        work.commit()
    refresh_summaries(store, brand, clock)
    return described


_FIELDS = tuple(Description.__dataclass_fields__)
_TEXTS = ("name", "hypothesis", "topic", "hook", "segment")


def described_values(record: ExperimentRecord, design: ExperimentDesign, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a test with another design and other texts."""
    proposal = ExperimentProposal(
        design=design,
        key=record.key,
        name=texts.get("name", record.name),
        hypothesis=texts.get("hypothesis", record.hypothesis),
        topic=texts.get("topic", record.topic),
        hook=texts.get("hook", record.hook),
        segment=texts.get("segment", record.segment),
    )
    draft = draft_of(record.brand_id, proposal, record.created_by, record.created_at)
    return {name: getattr(draft, name) for name in (*_TEXTS, "design", "metric", "words")}


def require_open(record: ExperimentRecord) -> None:
    """Refuse to complete a test that was designed here, or that is decided.

    Raises:
        Refused: With what can be done instead.
    """
    if record.origin is Origin.DESIGNED:
        refusal = Refused(
            f"{record.name!r} was designed here: what was fixed before it began stays as it is.",
            "Edit the draft before it starts, or design another test.",
        )
        refusal.code = "design_fixed"
        raise refusal
    if record.state is not ExperimentState.RUNNING:
        refusal = Refused(f"{record.name!r} is decided; what was known then stays as it was.", "Read its decision.")
        refusal.code = "decided"
        raise refusal


def changed_design(
    design: ExperimentDesign, words: Description, *, added: Sequence[MetricSpec] = ()
) -> ExperimentDesign:
    """Return a design with what was said of it, and with metrics that came later.

    Raises:
        BadOption: What was said does not fit its versions and metrics.
    """
    design = replace(design, metrics=(*design.metrics, *(replace(one, role=MetricRole.SECONDARY) for one in added)))
    labels = [arm.label for arm in design.arms]
    named = next((label for label in labels if words.control and label.casefold() == words.control.casefold()), "")
    if words.control and not named:
        raise BadOption("control", words.control, f"one of {', '.join(labels)}")
    strange = [label for label in words.weights or {} if label not in labels]
    if strange:
        raise BadOption("split", ", ".join(strange), f"shares for {', '.join(labels)}")
    arms = design.arms
    if words.control is not None:
        arms = tuple(replace(arm, is_control=arm.label == named) for arm in arms)
    if words.weights:
        arms = tuple(replace(arm, weight=words.weights.get(arm.label, arm.weight)) for arm in arms)
    return replace(
        design,
        arms=arms,
        metrics=_metrics(design, words),
        capped=design.capped if words.capped is None else words.capped,
        planned_n=design.planned_n if words.planned_n is None else words.planned_n,
        planned_days=design.planned_days if words.days is None else words.days,
    )


def _metrics(design: ExperimentDesign, words: Description) -> tuple[MetricSpec, ...]:
    names = [metric.name for metric in design.metrics]
    metrics = list(design.metrics)
    called: dict[str, str] = {}
    for name in (words.primary or design.primary.name, *(words.guardrails or {})):
        spec = quantile_spec(name, design.metrics)
        called[name] = name if spec is None else spec.name
        if called[name] not in {metric.name for metric in metrics}:
            if spec is None:
                raise BadOption("metric", name, f"one of {', '.join(names)}, or a quantile such as median_of_NUMBER")
            metrics.append(spec)
    primary = called[words.primary or design.primary.name]
    guardrails = {called[name]: margin for name, margin in (words.guardrails or {}).items()}
    changed = []
    for metric in metrics:
        role, margin = metric.role, metric.margin
        if words.guardrails is not None:
            is_guard = metric.name in guardrails
            role = MetricRole.GUARDRAIL if is_guard else MetricRole.SECONDARY
            margin = guardrails.get(metric.name, 0.0)
        if metric.name == primary:
            role, margin = MetricRole.PRIMARY, 0.0
        elif role is MetricRole.PRIMARY:
            role = MetricRole.SECONDARY
        changed.append(replace(metric, role=role, margin=margin))
    order = (MetricRole.PRIMARY, MetricRole.GUARDRAIL, MetricRole.SECONDARY)
    return tuple(sorted(changed, key=lambda metric: order.index(metric.role)))
