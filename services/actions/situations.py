"""Reading everything that the rules look at, in the transaction that will write."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from db.repositories.action_log import editors_of
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionDraft, ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.judgements import Judgement
from learning.domain.parameters import Parameter, ParameterKind, Value
from learning.domain.policies import Actor, AutomaticRule, Gate, Policy, Role, SystemActor
from learning.governance.situation import Situation
from learning.governance.values import check_value
from services.actions.damping import hold_of
from services.actions.judging import judge_action, report_action, report_from_text
from services.actions.judging_by_hand import judge_by_hand
from services.actions.orders import Order
from services.actions.pinned import end_problem, pin_in_the_way
from services.actions.policies import policy_of


def load_situation(
    work: UnitOfWork,
    order: Order,
    record: ActionRecord,
    actor: Actor,
    *,
    gate: Gate,
    now: int,
    edited: ActionDraft | None = None,
) -> Situation:
    """Read what the rules look at for one command."""
    brand, command, proposal = order.brand, order.command, edited or record.draft
    policy = policy_of(work, brand.id)
    parameter = work.parameters.get(record.progress.parameter_id)
    log = work.action_log
    votes, events = log.list_votes(record.id), log.list_events(record.id)
    live = work.parameters.find_live(record.progress.parameter_id)
    voters = [vote.voter for vote in votes if vote.round == record.round]
    report = work.actions.find_report(record.id)
    return Situation(
        action=record,
        actor=actor,
        now=now,
        policy=policy,
        time_zone=brand.time_zone,
        gate=gate,
        live_version=0 if live is None else live.version,
        lease_holder=work.parameters.find_lease(record.progress.parameter_id),
        starts_today=work.actions.count_starts(brand.id, day_start(brand, now)),
        starts_this_cycle=work.actions.count_starts(brand.id, now - policy.cycle_seconds),
        votes=votes,
        editors=editors_of(events, record.round),
        inactive=_inactive(work, brand.id, record.draft.author, voters),
        last=events[-1] if events else None,
        judgement=_judgement(work, record, command, report, now),
        report_attached=report is not None,
        edited=edited,
        value_problem=_value_problem(parameter, proposal.to_value) or end_problem(work, proposal, now),
        pin=pin_in_the_way(work, proposal, now),
        hand_step=next((step for step in log.list_hand_steps(record.id) if step.confirmed_at is None), None),
        undone_by=work.actions.find_undo(brand.id, record.id) if command is ActionCommand.UNDO else None,
        author_registered=work.people.find(record.draft.author) is not None,
        rule=_rule(work, brand, record, policy, now) if command is ActionCommand.APPROVE_BY_POLICY else None,
    )


def _value_problem(parameter: Parameter, value: Value) -> str:
    try:
        check_value(parameter.spec, value)
    except BadOption as problem:
        return f"{parameter.key.name}: {problem.message} {problem.fix}"
    return ""


def day_start(brand: Brand, now: int) -> int:
    """Return when the present day began where the brand is, in UTC seconds."""
    local = datetime.fromtimestamp(now, ZoneInfo(brand.time_zone))
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def _inactive(work: UnitOfWork, brand_id: int, author: str, voters: list[str]) -> tuple[str, ...]:
    """Those who are disabled, and the voters who are no approvers any more; programs and rules always may."""
    names = [name for name in dict.fromkeys([author, *voters]) if name not in set(SystemActor)]
    gone: list[str] = []
    for name in names:
        person = work.people.find(name)
        if person is None:
            continue
        role = person.roles.get(brand_id)
        if not person.active or (name in voters and (role is None or not role.covers(Role.APPROVER))):
            gone.append(name)
    return tuple(gone)


def _judgement(
    work: UnitOfWork, record: ActionRecord, command: ActionCommand, report: str | None, now: int
) -> Judgement | None:
    stored = report_from_text(report) if report else None
    if command is ActionCommand.FINISH:
        return judge_by_hand(work, record, now) if record.draft.by_hand else report_action(work, record, now)
    if command in {ActionCommand.ADVANCE, ActionCommand.PAUSE}:
        return judge_action(work, record, now)
    if command is ActionCommand.ROLLBACK:
        return stored or judge_action(work, record, now)
    return stored if command is ActionCommand.KEEP else None


def _rule(work: UnitOfWork, brand: Brand, record: ActionRecord, policy: Policy, now: int) -> AutomaticRule | None:
    """The automatic rule that covers a change now: its kind, its size, its number a day, and a good record."""
    draft = record.draft
    if policy.automatic and (hold_of(work, record, now) or pin_in_the_way(work, draft, now)) is not None:
        # What failed lately is for people to try again, and what a person holds is for people to let go.
        return None
    for rule in policy.automatic:
        if (rule.component, rule.operation, rule.name) != (draft.component, draft.operation, draft.name):
            continue
        spec = work.parameters.get(record.progress.parameter_id).spec
        if now > rule.until or not _is_small(draft.from_value, draft.to_value, rule, spec.kind):
            continue
        if work.action_log.count_policy_votes(brand.id, rule.title, day_start(brand, now)) >= rule.per_day:
            continue
        ends = work.action_log.list_records_of_kind(brand.id, *(rule.component, rule.operation, rule.name))
        if len(ends) >= rule.record and sum(end == "kept" for end in ends) >= rule.record_kept * len(ends):
            return rule
    return None


def _is_small(before: object, after: object, rule: AutomaticRule, kind: ParameterKind) -> bool:
    numbers = isinstance(before, int | float) and isinstance(after, int | float)
    if not kind.is_numeric or not numbers or not before:
        return False
    return abs(float(after) - float(before)) <= rule.largest_step * abs(float(before))  # type: ignore[arg-type]  # numbers
