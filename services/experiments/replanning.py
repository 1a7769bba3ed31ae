"""What an import says of a test that is there already: a change of its plan, told and never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from db.unit import UnitOfWork
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import EventKind, ExperimentRecord, ExperimentState, HistoryEvent, Origin
from learning.domain.experiments import MetricSpec
from learning.experiments.design_checks import check_design
from services.experiments.changes import changed_meanwhile
from services.experiments.describing import Description, changed_design, described_values, require_open
from services.experiments.design_json import design_from_json
from services.experiments.import_records import ArmImportRequest


@dataclass(frozen=True, slots=True)
class Replan:
    """How the plan of one test changes."""

    record: ExperimentRecord
    design: ExperimentDesign
    values: Mapping[str, Any]
    """Columns of the test; empty = nothing changes."""
    note: str


def said_of_plan(request: ArmImportRequest, tests: int) -> Description:
    """Return what a request says of tests beyond their data; a name only where the file tells of one."""
    return Description(
        control=request.control,
        weights=request.weights or None,
        primary=request.primary,
        guardrails=request.guardrails or None,
        capped=request.capped or None,
        planned_n=request.planned_n,
        days=request.days,
        name=(request.name or None) if tests == 1 else None,
        hypothesis=request.hypothesis or None,
        topic=request.topic or None,
        hook=request.hook or None,
        segment=request.segment or None,
    )


def replan(record: ExperimentRecord, words: Description, *, metrics: Sequence[MetricSpec] = ()) -> Replan:
    """Return how the plan of a test changes by what was said, and by metrics that its file has now.

    Raises:
        Refused: It was designed here or is decided, and something else was said than what was fixed.
        BadOption: What was said does not fit its data.
    """
    design = design_from_json(record.design)
    grown = design
    if record.origin is not Origin.DESIGNED and record.state is ExperimentState.RUNNING:
        known = {metric.name for metric in design.metrics}
        new = [metric for metric in metrics if metric.name not in known]
        grown = changed_design(design, Description(), added=new)
    changed = changed_design(grown, words)
    texts = {
        name: said
        for name in ("name", "hypothesis", "topic", "hook", "segment")
        if (said := getattr(words, name)) is not None and said.strip() != getattr(record, name)
    }
    if changed == design and not texts:
        return Replan(record, design, {}, "")
    require_open(record)
    check_design(changed)
    named = [
        each.name.replace("_", " ")
        for each in fields(design)
        if getattr(design, each.name) != getattr(changed, each.name)
    ]
    return Replan(record, changed, described_values(record, changed, texts), ", ".join([*named, *texts]))


def store_replans(work: UnitOfWork, plans: Iterable[Replan], *, who: str, at: int, file: str) -> int:
    """Store changed plans with a line in each test's history; returns how many have one.

    Raises:
        Refused: Somebody else changed one of them meanwhile.
    """
    told: list[HistoryEvent] = []
    for plan in plans:
        record = plan.record
        if plan.values and not work.experiments.update_where(record, [record.state], **plan.values):
            raise changed_meanwhile(work, record)
        if plan.note:
            note = f"{plan.note} (import of {file})"
            told.append(HistoryEvent(record.brand_id, record.id, EventKind.EDITED, who, at, note))
    work.experiment_log.add_events(told)
    return len(told)


def said_again(
    work: UnitOfWork, brand_id: int, ids: Sequence[int], request: ArmImportRequest, at: int
) -> tuple[Replan, ...]:
    """Return what the same file with other words changes in the tests that it told of.

    Raises:
        Refused: One of them was designed here or is decided.
        BadOption: What was said does not fit its data.
    """
    words = said_of_plan(request, len(ids))
    plans = [replan(record, words) for record in work.experiments.list_ids(brand_id, ids).values()]
    return tuple(_ended(plan, at) if request.finished else plan for plan in plans)


def _ended(plan: Replan, at: int) -> Replan:
    record = plan.record
    if record.state is not ExperimentState.RUNNING or record.ended_at is not None:
        return plan
    note = ", ".join(part for part in (plan.note, "nothing more will come") if part)
    return replace(plan, values={**plan.values, "ended_at": at}, note=note)
