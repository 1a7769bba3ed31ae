"""What must hold of every action, read from its rows alone (I1 to I6, I10, I13 to I15 of the specification)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, TERMINAL_STATES, ActionEvent, ActionRecord, HandKind, Vote, VoteKind
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.parameters import Cohort, SettingKind, SettingVersion
from learning.domain.policies import Role, SystemActor
from services.actions.policies import policy_of
from services.actions.situations import day_start
from tests.services.actions.bench import PEOPLE

ALLOWED: set[tuple[Command, State | None, State]] = {
    (Command.PROPOSE, None, State.DRAFT),
    (Command.EDIT, State.DRAFT, State.DRAFT),
    (Command.SUBMIT, State.DRAFT, State.IN_REVIEW),
    (Command.APPROVE, State.IN_REVIEW, State.APPROVED),
    (Command.APPROVE, State.IN_REVIEW, State.IN_REVIEW),
    (Command.APPROVE_BY_POLICY, State.IN_REVIEW, State.APPROVED),
    (Command.REJECT, State.IN_REVIEW, State.REJECTED),
    (Command.REQUEST_CHANGES, State.IN_REVIEW, State.DRAFT),
    *((Command.EDIT, state, State.IN_REVIEW) for state in (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)),
    *((Command.ASK_ANEW, state, State.IN_REVIEW) for state in (State.APPROVED, State.SCHEDULED)),
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
    *((Command.FAIL, state, State.FAILED) for state in (State.APPROVED, State.SCHEDULED)),
    *((Command.CONFIRM, state, state) for state in LIVE_STATES | {State.KEPT, State.ROLLED_BACK}),
}
"""Written from the specification, not from the table of the product."""
STOP, FOUND = "numbers look wrong", "found it"
"""Why everything is stopped in the story, and goes on."""
RENEWING = {Command.SUBMIT, Command.PROPOSE, Command.BYPASS, Command.ASK_ANEW}
ONWARD = {Command.START, Command.BYPASS, Command.ADVANCE, Command.RESUME, Command.FINISH}


@dataclass
class Seen:
    """What the test remembers beside the store."""

    audit_rows: int = 0
    mark: tuple[object, ...] = ()
    """What stood when everything was looked at last: nothing has happened since while it is the same."""
    cases: dict[int, tuple[tuple[object, ...], Case]] = field(default_factory=dict)
    """Each action as it was when it was checked last."""
    sides: dict[int, tuple[int, dict[str, Cohort]]] = field(default_factory=dict)
    """Of each action the stage and the sides that units had."""
    stops: list[tuple[int, int | None]] = field(default_factory=list)
    """Last event before a stop was on, and before it was lifted."""
    inactive_at: dict[int, frozenset[str]] = field(default_factory=dict)
    """Who was disabled, or no approver for a moment, when an event was written."""
    disabled_at: dict[int, frozenset[str]] = field(default_factory=dict)
    """Who of them was disabled."""


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


def read_case(work: UnitOfWork, record: ActionRecord) -> Case:
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
    writers = _writers(case)
    rejected = [each for each in case.events if each.command is Command.REJECT]
    assert not rejected, "I3: started though rejected"
    if start is not None and any(vote.kind is VoteKind.BYPASS for vote in votes):
        assert start.command is Command.BYPASS, "I3: a vote that only a bypass has"
        assert start.reason, "I3: a bypass without its reason"
        owed = {each.action_id for each in work.action_log.list_open_reviews(record.draft.brand_id)}
        looked = any(each.command is Command.REVIEW for each in case.events)
        assert record.id in owed or looked, "a bypass owes a look"
        return
    by_rule = [vote for vote in votes if vote.kind is VoteKind.POLICY]
    for vote in by_rule:
        _covered(work, case, vote)
    people = {vote.voter for vote in votes} - {SystemActor.POLICY.value}
    if policy.four_eyes:
        assert record.draft.author not in people, "I3: approved by its author"
        assert not people & writers, "I3: approved by an editor of the round"
    for name in people:
        yes = [
            each
            for each in case.events
            if (each.command, each.who, each.round) == (Command.APPROVE, name, record.round)
        ]
        assert yes, "I3: a vote that nobody gave"
        assert name not in seen.inactive_at.get(yes[-1].id, ()), "I3: approved by somebody who could not act"
    may = {name for name in people if name in PEOPLE and PEOPLE[name].covers(Role.APPROVER)}
    # Other tests bring approvers of their own.
    assert people - set(PEOPLE) | may == people, "I3: approved by somebody who may not"
    assert by_rule or len(people) >= policy.quorum, "I3: too few approvals of this round"
    if start is not None:
        assert not people & seen.inactive_at.get(start.id, frozenset()), "a disabled person counted"
        # Who wrote it need not be able to approve.
        assert record.draft.author not in seen.disabled_at.get(start.id, ()), "a disabled author counted"


def _writers(case: Case) -> set[str]:
    """Who wrote what the present round proposes."""
    anew = {each.round for each in case.events if each.command is Command.ASK_ANEW}
    # What is asked for once more was written for the round before.
    first = max(set(range(case.record.round + 1)) - anew)
    writing = {Command.EDIT, Command.SUBMIT, Command.PROPOSE}
    return {each.who for each in case.events if each.command in writing and each.round >= first}


def _covered(work: UnitOfWork, case: Case, vote: Vote) -> None:
    """Row 3b of the table: a rule says yes to what is small, so many times a day, and only with a good record."""
    record, draft = case.record, case.record.draft
    assert record.progress.policy is not None
    kind = (draft.component, draft.operation, draft.name)
    rules = [each for each in record.progress.policy.automatic if (each.component, each.operation, each.name) == kind]
    assert len(rules) == 1, "3b: no rule of its kind"
    rule = rules[0]
    before, after = float(str(draft.from_value)), float(str(draft.to_value))
    assert abs(after - before) <= rule.largest_step * abs(before) + 1e-9, "3b: a rule said yes to a large step"
    assert vote.at <= rule.until, "3b: a rule said yes after its end"
    brand = work.brands.get(draft.brand_id)
    day = day_start(brand, vote.at)
    kinds = {
        each.id: (each.draft.component, each.draft.operation, each.draft.name)
        for each in work.actions.list_of(brand.id)
    }
    votes = work.action_log.list_policy_votes(brand.id, day, vote.at)
    same = [each for each in votes if each.at >= day and kinds[each.action_id] == kind]
    assert len(same) <= rule.per_day, "3b: a rule said yes too often in a day"
    ends = [
        row.decision
        for row in work.action_log.list_ledger(brand.id)
        # What was not measured is no success.
        if row.effect is not None and row.at <= vote.at and kinds[row.action_id] == kind
    ]
    assert len(ends) >= rule.record, "3b: a rule said yes without a record"
    assert ends.count("kept") >= rule.record_kept * len(ends), "3b: a rule said yes with a bad record"


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
        assert case.start.at <= _expiry(work, case), "I14: started after its expiry"
    for version in case.own(SettingKind.ROLLBACK):
        applied = case.own(SettingKind.APPLY)[0]
        earlier = {each.version: each.value for each in case.versions} | {0: _base(work, record)}
        assert version.value == earlier[applied.version - 1], "I10: not the exact old value"


def rounds_are_counted(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """I15."""
    news = [
        each
        for each in case.events
        if each.command in {Command.SUBMIT, Command.ASK_ANEW}
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


def in_their_time(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """Rows 7, 9, 10, 14 and 15: nothing too early or too often, and the ledger at the end."""
    record = case.record
    stages, policy = (
        work.action_log.list_stages(record.id),
        record.progress.policy or policy_of(work, record.draft.brand_id),
    )
    since = [each.started_at for each in stages]
    assert since == sorted(since)
    assert [each.stage for each in stages] == list(range(len(stages))), "a stage was left out"
    for stage in stages[:-1]:
        assert (stage.ended_at or 0) - stage.started_at >= policy.bake_seconds, "advanced early"
    scheduled, last_time = None, 0
    for each in case.events:
        if each.command in {Command.SCHEDULE, Command.EDIT, Command.ASK_ANEW}:
            scheduled = each.detail.get("at")
        if each.command is Command.ASK_ANEW:
            assert each.at <= last_time, "asked anew after its expiry"
        if _renews(each):
            last_time = each.at + policy.expiry_seconds
        if each.command is Command.EXPIRE:
            assert each.at > _expiry(work, case), "expired early"
        if each.command is Command.START and each.who == SystemActor.SCHEDULER and each.after is State.ROLLING:
            rules = any(
                (vote.kind, vote.round) == (VoteKind.POLICY, each.round)
                for vote in work.action_log.list_votes(record.id)
            )
            assert rules if scheduled is None else scheduled <= each.at, "started by itself before its time"
        if each.command is Command.FINISH:
            assert each.at >= (record.progress.started_at or 0) + policy.window_seconds, "measured for too short a time"
            assert len(stages) == len(record.draft.ramp), "the end came before the last stage"
            assert each.at - since[-1] >= policy.bake_seconds, "the last stage was cut short"
    ended = record.state in {State.KEPT, State.ROLLED_BACK}
    rows = [row for row in work.action_log.list_ledger(record.draft.brand_id) if row.action_id == record.id]
    assert len(rows) == int(ended), "an end without its row in the ledger"
    assert all(row.decision == record.state.value for row in rows), "another decision in the ledger"


def hand_steps_follow(work: UnitOfWork, case: Case, seen: Seen) -> None:
    """What a person does elsewhere is asked for at the start and at the rollback, and open until somebody confirms."""
    steps = {each.kind: each for each in work.action_log.list_hand_steps(case.record.id)}
    by_hand, state = case.record.draft.by_hand, case.record.state
    applied = any(each.command is Command.CONFIRM and each.before is not State.ROLLED_BACK for each in case.events)
    wanted: set[HandKind] = set()
    if by_hand and case.start:
        # What nobody had confirmed before the rollback needs no more doing.
        wanted = {HandKind.APPLY} if applied or state is not State.ROLLED_BACK else set()
        wanted |= {HandKind.UNDO} if state is State.ROLLED_BACK else set()
    assert set(steps) == wanted, f"asked to do by hand: {sorted(steps)}, wanted: {sorted(wanted)}"
    confirmed = [each for each in steps.values() if each.confirmed_at is not None]
    told = [each for each in case.events if each.command is Command.CONFIRM]
    assert len(confirmed) == len(told), "confirmed by nobody, or not noted"
    if by_hand and HandKind.APPLY in steps:
        policy = case.record.progress.policy
        since = steps[HandKind.APPLY].confirmed_at or case.record.progress.started_at or 0
        # What ended unconfirmed, and was confirmed in the same second, was not measured from then.
        first = told[0].id if steps[HandKind.APPLY].confirmed_at is not None else 0
        ends = [each for each in case.events if each.command is Command.FINISH and each.who == SystemActor.SCHEDULER]
        early = [
            each for each in ends if policy and each.id > first and since <= each.at < since + policy.window_seconds
        ]
        assert not early, "measured by hand for too short a time"


OF_ACTION: tuple[Callable[[UnitOfWork, Case, Seen], None], ...] = (
    one_apply_and_one_rollback,
    enough_others_approved,
    only_allowed_steps,
    builds_on_its_base,
    rounds_are_counted,
    nothing_goes_on_while_stopped,
    in_their_time,
    hand_steps_follow,
)


def _expiry(work: UnitOfWork, case: Case) -> int:
    policy = case.record.progress.policy or policy_of(work, case.record.draft.brand_id)
    return max(each.at for each in case.events if _renews(each)) + policy.expiry_seconds


def _renews(each: ActionEvent) -> bool:
    """Whether it has its whole time anew from then on."""
    return each.command in RENEWING or (each.command is Command.EDIT and each.before is not State.DRAFT)


def _base(work: UnitOfWork, record: ActionRecord) -> object:
    return work.parameters.get(record.progress.parameter_id or 0).base_value
