"""What must hold of a store of actions after every step, read from its rows alone (I1 to I15 of the specification)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, TERMINAL_STATES, ActionEvent, ActionRecord, VoteKind
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.parameters import Cohort, SettingKind, SettingVersion
from learning.domain.policies import Role, SystemActor
from learning.governance.assignment import cohort_of
from services.actions.situations import day_start
from tests.services.actions.bench import ActionBench

ALLOWED: set[tuple[Command, State | None, State]] = {
    (Command.PROPOSE, None, State.DRAFT),
    (Command.EDIT, State.DRAFT, State.DRAFT),
    (Command.SUBMIT, State.DRAFT, State.IN_REVIEW),
    (Command.APPROVE, State.IN_REVIEW, State.APPROVED),
    (Command.APPROVE, State.IN_REVIEW, State.IN_REVIEW),
    (Command.REJECT, State.IN_REVIEW, State.REJECTED),
    (Command.REQUEST_CHANGES, State.IN_REVIEW, State.DRAFT),
    *((Command.EDIT, state, State.IN_REVIEW) for state in (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)),
    *(
        (command, state, end)
        for command, end in ((Command.WITHDRAW, State.WITHDRAWN), (Command.EXPIRE, State.EXPIRED))
        for state in (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
    ),
    (Command.SCHEDULE, State.APPROVED, State.SCHEDULED),
    *(
        (Command.START, state, end)
        for state in (State.APPROVED, State.SCHEDULED)
        for end in (State.ROLLING, State.STALE)
    ),
    *((Command.BYPASS, state, end) for state in (State.DRAFT, State.IN_REVIEW) for end in (State.ROLLING, State.STALE)),
    *((Command.REVIEW, state, state) for state in set(State) - {State.DRAFT, State.IN_REVIEW}),
    (Command.ADVANCE, State.ROLLING, State.ROLLING),
    (Command.PAUSE, State.ROLLING, State.PAUSED),
    (Command.RESUME, State.PAUSED, State.ROLLING),
    *((Command.ROLLBACK, state, State.ROLLED_BACK) for state in LIVE_STATES),
    (Command.FINISH, State.ROLLING, State.AWAITING_DECISION),
    (Command.KEEP, State.AWAITING_DECISION, State.KEPT),
    (Command.UNDO, State.KEPT, State.KEPT),
    *((Command.CONFIRM, state, state) for state in LIVE_STATES | {State.KEPT, State.ROLLED_BACK}),
}
"""Written from the specification, not from the table of the product."""
ONWARD = {Command.START, Command.BYPASS, Command.ADVANCE, Command.RESUME, Command.FINISH}


@dataclass
class Seen:
    """What the test remembers beside the store."""

    audit_rows: int = 0
    sides: dict[tuple[int, str], list[tuple[int, Cohort]]] = field(default_factory=dict)
    stops: list[tuple[int, int | None]] = field(default_factory=list)
    """Last event before a stop was on, and before it was lifted."""
    inactive_at: dict[int, frozenset[str]] = field(default_factory=dict)
    """Who was disabled when an event was written."""


@dataclass
class Case:
    """One action with everything that was written of it."""

    record: ActionRecord
    events: tuple[ActionEvent, ...]
    versions: tuple[SettingVersion, ...]
    """Of its parameter."""

    def own(self, kind: SettingKind) -> list[SettingVersion]:
        return [each for each in self.versions if each.action_id == self.record.id and each.kind is kind]

    @property
    def start(self) -> ActionEvent | None:
        return next(
            (
                each
                for each in self.events
                if each.after is State.ROLLING and each.command in {Command.START, Command.BYPASS}
            ),
            None,
        )


def check_all(bench: ActionBench, seen: Seen) -> None:
    """Raise at the first thing that does not hold."""
    with bench.store.read() as work:
        cases = [_case(work, record) for record in work.actions.list_of(bench.brand.id)]
        for case in cases:
            for rule in OF_ACTION:
                rule(work, case, seen)
        _parameters(work, bench)
        _leases(work, bench, cases)
        _limits(work, bench, cases)
        _undone_once(cases)
        _audit(work, cases, seen)
    assert bench.trail.verify(bench.store).sound, "I8: the chain is broken"
    _exposure(bench, cases, seen)


def _case(work: UnitOfWork, record: ActionRecord) -> Case:
    events = work.action_log.list_events(record.id)
    return Case(record, events, work.parameters.list_versions(record.progress.parameter_id or 0))


def one_apply_and_one_rollback(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I1, I2."""
    applied, restored = case.own(SettingKind.APPLY), case.own(SettingKind.ROLLBACK)
    state = case.record.state
    assert len(applied) <= 1, "I1: applied twice"
    assert len(restored) <= len(applied), "I1: rolled back without being applied, or twice"
    is_live = state in LIVE_STATES | {State.KEPT}
    assert bool(applied and not restored) == is_live, f"I2: {state} with {len(applied)} applied, {len(restored)} back"
    assert (state is State.ROLLED_BACK) == bool(restored), "I2: rolled back by name only"
    rolled = [
        each
        for each in case.events
        if each.after is State.ROLLING
        and each.before in {None, State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED}
    ]
    assert len(rolled) == len(applied), "I8: a start without its effect"


def enough_others_approved(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I3, I15."""
    record, start = case.record, case.start
    if start is None and record.state not in {State.APPROVED, State.SCHEDULED}:
        return
    policy = record.progress.policy
    assert policy is not None
    votes = [
        vote
        for vote in work.action_log.list_votes(record.id)
        if (vote.round, vote.digest) == (record.round, record.digest)
    ]
    writers = {
        each.who
        for each in case.events
        if each.command in {Command.EDIT, Command.SUBMIT, Command.PROPOSE} and each.round == record.round
    }
    rejected = [each for each in case.events if each.command is Command.REJECT]
    assert not rejected, "I3: started though rejected"
    if start is not None and any(vote.kind is VoteKind.BYPASS for vote in votes):
        assert start.command is Command.BYPASS, "I3: a vote that only a bypass has"
        assert start.reason, "I3: a bypass without its reason"
        owed = {each.action_id for each in work.action_log.list_open_reviews(record.draft.brand_id)}
        looked = any(each.command is Command.REVIEW for each in case.events)
        assert record.id in owed or looked, "a bypass owes a look"
        return
    people = {vote.voter for vote in votes} - {SystemActor.POLICY.value}
    if policy.four_eyes:
        assert record.draft.author not in people, "I3: approved by its author"
        assert not people & writers, "I3: approved by an editor of the round"
    roles = {name: found.roles for name in people if (found := work.people.find(name)) is not None}
    may = {name for name, role in roles.items() if role.get(record.draft.brand_id, Role.VIEWER).covers(Role.APPROVER)}
    assert people == may, "I3: approved by somebody who may not"
    assert len(people) >= policy.quorum, "I3: too few approvals of this round"
    gone = frozenset() if start is None else seen.inactive_at.get(start.id, frozenset())
    assert not (people | {record.draft.author}) & gone, "a disabled person counted"


def only_allowed_steps(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I4, and the table as a whole."""
    before: State | None = None
    for each in case.events:
        assert each.before is before, f"the history jumps from {before} to {each.before}"
        assert (each.command, each.before, each.after) in ALLOWED, f"{each.command}: {each.before} -> {each.after}"
        assert before not in TERMINAL_STATES or each.after is before, "I4: left an end"
        before = each.after
    assert before is case.record.state, "the history does not end at the state"


def builds_on_its_base(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I6, I10, I14."""
    record = case.record
    for version in case.own(SettingKind.APPLY):
        assert version.version == record.draft.base_version + 1, "I6: somebody's change was overwritten"
        assert version.value == record.draft.to_value, "I6: another value was applied"
        assert record.state not in {State.EXPIRED, State.STALE, State.FAILED}, "I14"
        assert case.start is not None
        assert case.start.at <= _expiry(case), "I14: started after its expiry"
    for version in case.own(SettingKind.ROLLBACK):
        applied = case.own(SettingKind.APPLY)[0]
        earlier = {each.version: each.value for each in case.versions} | {0: _base(work, record)}
        assert version.value == earlier[applied.version - 1], "I10: not the exact old value"


def rounds_are_counted(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I15."""
    news = [
        each
        for each in case.events
        if each.command is Command.SUBMIT
        or (each.command is Command.EDIT and each.before is not State.DRAFT)
        or (each.command is Command.BYPASS and each.after is State.ROLLING)
    ]
    assert case.record.round == len(news), "I15: a round too few or too many"


def nothing_goes_on_while_stopped(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I13."""
    for first, last in seen.stops:
        during = [each for each in case.events if each.id > first and (last is None or each.id <= last)]
        assert not [each for each in during if each.command in ONWARD and each.after is not State.STALE], "I13: went on"
    if seen.stops and seen.stops[-1][1] is None:
        assert case.record.state is not State.ROLLING, "I13: still rolling after the stop"


def advanced_on_data(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """Rows 10 and 15 of the table: the numbers of the look, and the ledger at the end."""
    stages = work.action_log.list_stages(case.record.id)
    since = [each.started_at for each in stages]
    policy = case.record.progress.policy
    for stage in stages[:-1]:
        assert (stage.numbers or {}).get("finding") == "holds", "advanced without data that hold"
        assert policy is not None
        assert (stage.ended_at or 0) - stage.started_at >= policy.bake_seconds, "advanced early"
    assert since == sorted(since)
    ended = case.record.state in {State.KEPT, State.ROLLED_BACK}
    rows = [row for row in work.action_log.list_ledger(case.record.draft.brand_id) if row.action_id == case.record.id]
    assert len(rows) == int(ended), "an end without its row in the ledger"


OF_ACTION: tuple[Callable[[UnitOfWork, Case, Seen], None], ...] = (
    one_apply_and_one_rollback,
    enough_others_approved,
    only_allowed_steps,
    builds_on_its_base,
    rounds_are_counted,
    nothing_goes_on_while_stopped,
    advanced_on_data,
)


def _parameters(work: UnitOfWork, bench: ActionBench) -> None:
    for parameter in work.parameters.list_of(bench.brand.id):
        versions = work.parameters.list_versions(parameter.id)
        assert [each.version for each in versions] == list(range(1, len(versions) + 1)), "I7: a gap"


def _leases(work: UnitOfWork, bench: ActionBench, cases: list[Case]) -> None:
    held = {each.id: work.parameters.find_lease(each.id) for each in work.parameters.list_of(bench.brand.id)}
    live = [(case.record.progress.parameter_id, case.record.id) for case in cases if case.record.state in LIVE_STATES]
    assert Counter(live) == Counter((one, two) for one, two in held.items() if two is not None), (
        "I5: lease without change"
    )


def _limits(work: UnitOfWork, bench: ActionBench, cases: list[Case]) -> None:
    days = Counter(day_start(bench.brand, case.start.at) for case in cases if case.start is not None)
    limit = policy_limit(bench)
    assert all(count <= limit for count in days.values()), "I12: too many changes in a day"


def _undone_once(cases: list[Case]) -> None:
    """Row 17 of the table: one way back at a time."""
    gone = TERMINAL_STATES - {State.KEPT}
    backs = Counter(case.record.draft.undo_of for case in cases if case.record.state not in gone)
    assert all(count == 1 for taken, count in backs.items() if taken is not None), "taken back twice"


def policy_limit(bench: ActionBench) -> int:
    return bench.policy.starts_a_day


def _audit(work: UnitOfWork, cases: list[Case], seen: Seen) -> None:
    rows = list(work.audit.read())
    assert len(rows) >= seen.audit_rows, "I8: rows have gone"
    seen.audit_rows = len(rows)
    effects = Counter((f"action:{case.record.id}", each.command.value) for case in cases for each in case.events)
    written = Counter(
        (row.subject, row.kind) for row in rows if row.subject.startswith("action:") and row.kind != "refused"
    )
    assert effects == written, "I8: audit rows are not the effects"


def _exposure(bench: ActionBench, cases: list[Case], seen: Seen) -> None:
    """I11."""
    stopped = bool(seen.stops) and seen.stops[-1][1] is None
    for case in cases:
        record, stage = case.record, case.record.progress.stage
        if record.state not in LIVE_STATES or stage is None:
            continue
        for unit, side in sides(bench, record):
            known = seen.sides.setdefault((record.id, unit), [])
            if stopped:
                assert side is Cohort.BASE, "the last approved value serves while stopped"
                continue
            draft = record.draft
            drawn = cohort_of(
                bench.parameters._key, str(record.id), unit, share=draft.ramp[stage], holdout=draft.holdout
            )
            assert side is drawn, "I11: exposed beyond the share of the stage, or held out by name only"
            held = {each is Cohort.HOLDOUT for _, each in known} | {side is Cohort.HOLDOUT}
            assert len(held) == 1, "I11: the holdout changed"
            assert not (known and known[-1][1] is Cohort.TREATED and side is Cohort.BASE), "I11: no longer treated"
            known.append((stage, side))


def sides(bench: ActionBench, record: ActionRecord) -> Iterator[tuple[str, Cohort]]:
    """Ask for a handful of units, and hold the answer against what serves."""
    draft = record.draft
    for number in range(6):
        unit = f"u{number}"
        told = bench.parameters.get(bench.brand, draft.component, unit=unit)
        # Several changes may be tried on one component, each with sides of its own.
        side = next((each.cohort for each in told.exposures if each.action_id == record.id), Cohort.BASE)
        wanted = draft.to_value if side is Cohort.TREATED else draft.from_value
        assert told.values[draft.name] == wanted, "I11: exposed on the wrong side"
        yield unit, side


def _expiry(case: Case) -> int:
    policy = case.record.progress.policy
    news = [
        each.at
        for each in case.events
        if each.command in {Command.SUBMIT, Command.EDIT, Command.PROPOSE, Command.BYPASS}
    ]
    return max(news) + (policy.expiry_seconds if policy else 0)


def _base(work: UnitOfWork, record: ActionRecord) -> object:
    return work.parameters.get(record.progress.parameter_id or 0).base_value
