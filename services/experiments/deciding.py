"""The decision about a test: a person's, kept with all that they saw; a chosen version becomes a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import ActionDraft, ActionRecord, ExpectedEffect, GuardrailMargin
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_records import (
    Choice,
    DecisionRecord,
    EventKind,
    ExperimentRecord,
    ExperimentState,
    HistoryEvent,
)
from learning.domain.experiments import MetricRole, TestReport
from learning.domain.permissions import Permission
from learning.experiments.lifecycle import Command, Step, check_choice, next_step
from services.actions.drafting import draft_action
from services.callers import Caller
from services.clock import Clock
from services.experiments.cases import Case, at_planned_end, load_cases
from services.experiments.changes import changed_meanwhile
from services.experiments.design_json import design_to_json
from services.experiments.priors import prior_of
from services.experiments.report_json import report_to_json
from services.experiments.reports import report_of
from services.experiments.running import extend_experiment
from services.experiments.summaries import ANALYSIS_VERSION, refresh_summaries

HOLDOUT = 0.10
LONGER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to do with a test."""

    choice: Choice
    arm: str | None = None
    """Of 'choose': which."""
    note: str = ""
    days: int | None = None
    """Of 'run longer': how many more; None = as many as the report says, or a week."""
    propose: bool = True
    """Of 'choose': whether it becomes a proposal."""
    holdout: float = HOLDOUT


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of it."""

    record: ExperimentRecord
    report: TestReport
    """As it was when the person decided."""
    decision_id: int | None
    """None where the test runs on."""
    action: ActionRecord | None = None


def decide_experiment(
    store: Store, brand: Brand, experiment_id: int, wish: Wish, *, who: Caller, clock: Clock
) -> Decided:
    """Decide about a test, in one transaction with all numbers.

    Raises:
        NotFound: The brand has no such test.
        Refused: It is not running, the data cannot carry the choice, or somebody else was faster.
        BadOption: The arm is none of the test.
    """
    if wish.choice is Choice.RUN_LONGER:
        return _run_longer(store, brand, experiment_id, wish, who=who, clock=clock)
    now = int(clock.now().timestamp())
    with who.write(store, brand.id, Permission.TEST, f"test:{experiment_id}") as (work, actor):
        record = work.experiments.get(brand.id, experiment_id)
        step = _step(work, record)
        case, report = _judged(work, brand, record, now)
        check_choice(wish.choice, report.verdict)
        arm = _arm_of(case, wish)
        values: dict[str, int] = {"decided_at": now} | ({} if record.ended_at else {"ended_at": now})
        if not work.experiments.update_where(record, [record.state], state=step.state.value, **values):
            raise changed_meanwhile(work, record)
        decision = DecisionRecord(
            experiment_id=record.id,
            choice=wish.choice,
            who=actor.name,
            at=now,
            data_version=record.data_version,
            settings=design_to_json(case.design),
            report=report_to_json(report),
            arm=arm,
            note=wish.note.strip(),
        )
        decision_id = work.experiment_log.add_decision(decision)
        words = f"{wish.choice.value}{f' {arm}' if arm else ''}"
        work.experiment_log.add_events([HistoryEvent(brand.id, record.id, step.event, actor.name, now, words)])
        action = None
        if wish.choice is Choice.CHOOSE and wish.propose and arm is not None:
            draft = _proposal(case, report, decision, f"experiment:{record.id}:decision:{decision_id}", wish)
            action = draft_action(work, draft, who.trail, actor)
            note = f"action {action.id}"
            work.experiment_log.add_events(
                [HistoryEvent(brand.id, record.id, EventKind.PROPOSED, actor.name, now, note)]
            )
        decided = work.experiments.get(brand.id, experiment_id)
        work.commit()
    refresh_summaries(store, brand, clock)
    return Decided(decided, report, decision_id, action)


def _run_longer(store: Store, brand: Brand, experiment_id: int, wish: Wish, *, who: Caller, clock: Clock) -> Decided:
    with store.read() as work:
        record = work.experiments.get(brand.id, experiment_id)
        _, report = _judged(work, brand, record, int(clock.now().timestamp()))
    days = wish.days or report.verdict.days_left or LONGER_DAYS
    moved = extend_experiment(store, brand, experiment_id, days=days, who=who, clock=clock, note=wish.note.strip())
    refresh_summaries(store, brand, clock)
    return Decided(moved, report, None)


def _step(work: UnitOfWork, record: ExperimentRecord) -> Step:
    if record.state in {ExperimentState.DECIDED, ExperimentState.ARCHIVED}:
        made = work.experiment_log.list_decisions(record.brand_id, record.id)
        if made:
            last = made[-1]
            at = datetime.fromtimestamp(last.at, UTC)
            refusal = Refused(
                f"{last.who} has decided already, on {at.day} {at:%B %Y} at {at:%H:%M} UTC; nothing else happened.",
                "Read the decision; a new test can ask again.",
            )
            refusal.code = "decided"
            raise refusal
    return next_step(record.state, Command.DECIDE)


def _judged(work: UnitOfWork, brand: Brand, record: ExperimentRecord, now: int) -> tuple[Case, TestReport]:
    case = at_planned_end(load_cases(work, brand.id, [record])[0])
    return case, report_of(case, now, prior_of(work, brand.id, case))


def _arm_of(case: Case, wish: Wish) -> str | None:
    if wish.choice is not Choice.CHOOSE:
        return case.design.control if wish.choice is Choice.KEEP else None
    others = [label for label in case.labels if label != case.design.control]
    if wish.arm is None and len(others) == 1:
        return others[0]
    if wish.arm not in others:
        allowed = f"one of {', '.join(others)}"
        if wish.arm is not None and wish.arm == case.design.control:
            allowed += "; to stay with the control, keep it"
        raise BadOption("arm", wish.arm or "", allowed)
    return wish.arm


def _proposal(case: Case, report: TestReport, decision: DecisionRecord, evidence: str, wish: Wish) -> ActionDraft:
    design, record = case.design, case.record
    arm = decision.arm or ""
    chosen = design.arm(arm)
    control = None if design.control is None else design.arm(design.control)
    result = next((each for each in report.of(design.primary.name) if each.arm == arm), None)
    context = {name: value for name in ("topic", "hook", "segment") if (value := getattr(record, name))}
    reason = decision.note or report.verdict.reason
    return ActionDraft(
        brand_id=record.brand_id,
        component=design.component,
        operation="set",
        name=record.key,
        from_value=(control.value or control.label) if control is not None else "",
        to_value=(chosen.value or chosen.label) if chosen is not None else arm,
        reason=reason,
        evidence=evidence,
        analysis_version=f"{ANALYSIS_VERSION}.{record.data_version}",
        expected=ExpectedEffect(
            design.primary.name,
            None if result is None else result.shown.low,
            None if result is None else result.shown.high,
        ),
        author=decision.who,
        created_at=decision.at,
        command_key=evidence,
        context=context,
        guardrails=tuple(
            GuardrailMargin(metric.name, metric.margin) for metric in design.metrics_of(MetricRole.GUARDRAIL)
        ),
        holdout=wish.holdout,
        undo=f"Back to {control.title or control.label}." if control is not None else "Back to what was live before.",
    )
