"""Which states an action goes through, who may lead it there, under which guards, and what is recorded: one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State


class Party(StrEnum):
    """Who may give a command."""

    AUTHOR = "the author"
    MARKETER = "a marketer"
    APPROVER = "an approver"
    ADMINISTRATOR = "an administrator"
    OPERATOR = "a marketer, an approver or an administrator"
    ENGINE = "the engine"
    POLICY = "an automatic rule"
    SCHEDULER = "the scheduler"


class Guard(StrEnum):
    """What must hold, checked inside the transaction."""

    SCHEMA_VALID = "the draft is complete and its values are allowed"
    KEY_KNOWN = "the parameter is known, and 'from' is what serves now"
    REASON_LONG = "the reason has at least 20 characters"
    PLAN_SET = "expected effect, guardrails, ramp and holdout are set"
    PREVIEW_CURRENT = "what was previewed is what serves now"
    SEEN_CURRENT = "the round and the digest that were seen are current"
    UNEDITED = "where a digest was seen, the proposal is still that one"
    NOT_AUTHOR = "the voter is not the author"
    NOT_EDITOR = "the voter has not edited this round"
    NOT_VOTED = "one vote for each round"
    NOT_EXPIRED = "it has not expired"
    EXPIRED = "its time is over"
    RULE_COVERS = "an automatic rule covers it"
    REASON_GIVEN = "a reason is given"
    TIME_ALLOWED = "the time lies ahead and before the expiry"
    DUE = "the scheduled time has come"
    NOT_KILLED = "the kill switch is off"
    BREAKER_CLOSED = "the breaker is closed"
    DAY_LIMIT = "the limit of the day is not reached"
    CYCLE_LIMIT = "the scheduler's limit for one cycle is not reached"
    APPROVED = "enough others approved this round"
    PEOPLE_ACTIVE = "author and approvers are still active"
    BASE_LIVE = "the base version is the live version, else it is stale"
    KEY_FREE = "no other change holds the parameter"
    NOT_PINNED = "nobody has pinned it"
    SEEN_STAGE = "the stage that was seen is current"
    NOT_LAST_STAGE = "there is a next stage"
    LAST_STAGE = "it is the last stage"
    BAKED = "the stage has lasted its time"
    DATA_HOLD = "enough fresh data, an even split, and every guardrail holds"
    NOT_BROKEN = "no guardrail is broken"
    WINDOW_OVER = "the measurement window is over"
    REPORT_ATTACHED = "the impact report is attached"
    CONCLUSIVE_OR_REASON = "an unclear effect needs an explicit reason"
    NOT_BYPASSER = "the one who looks afterwards did not bypass the approval"
    FAILED_OFTEN = "the attempts are spent"
    CAUSE_GIVEN = "the cause is named"
    HAND_STEP_OWED = "a person is to do something elsewhere"
    NOT_UNDONE = "no other proposal takes it back, or has done so"


class Record(StrEnum):
    """What is written beside the state, the history and the audit row."""

    PARAMETER = "the parameter, where it is new"
    DIGEST = "the digest and the base version"
    ROUND = "a new round"
    POLICY = "the policy as it stands"
    VOTE = "the vote"
    SCHEDULE = "the time"
    SETTING = "a new version of the parameter"
    LEASE = "the lease on the parameter"
    RELEASE = "the end of the lease"
    STAGE = "the stage"
    JUDGEMENT = "the numbers of the look"
    REPORT = "the impact report"
    LEDGER = "a row of the ledger"
    AFTER_REVIEW = "the look that is owed afterwards"
    CAUSE = "the cause"
    HAND_STEP = "what a person does elsewhere"
    LINK = "the link to the action that is taken back"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row."""

    number: str
    """As in the specification of the machine."""
    command: Command
    before: frozenset[State]
    """Empty = there is no action yet."""
    after: tuple[State, ...]
    """The usual one first."""
    parties: tuple[Party, ...]
    guards: tuple[Guard, ...] = ()
    records: tuple[Record, ...] = ()


_START_GUARDS: Final = (
    Guard.NOT_KILLED,
    Guard.BREAKER_CLOSED,
    Guard.DAY_LIMIT,
    Guard.CYCLE_LIMIT,
    Guard.APPROVED,
    Guard.PEOPLE_ACTIVE,
    Guard.BASE_LIVE,
    Guard.SCHEMA_VALID,
    Guard.KEY_FREE,
    Guard.NOT_PINNED,
)
_SUBMISSION: Final = (Guard.SCHEMA_VALID, Guard.REASON_LONG, Guard.PLAN_SET, Guard.PREVIEW_CURRENT)
_START_RECORDS: Final = (Record.SETTING, Record.LEASE, Record.STAGE)
_UNDECIDED: Final = frozenset({State.IN_REVIEW, State.APPROVED, State.SCHEDULED})
_READY: Final = frozenset({State.APPROVED, State.SCHEDULED})
_TRIED: Final = frozenset({State.ROLLING, State.PAUSED, State.AWAITING_DECISION})


def _row(
    number: str,
    command: Command,
    before: frozenset[State] | State | None,
    after: State | tuple[State, ...],
    parties: Party | tuple[Party, ...],
    *,
    guards: tuple[Guard, ...] = (),
    records: tuple[Record, ...] = (),
) -> Transition:
    found = before if isinstance(before, frozenset) else frozenset(() if before is None else (before,))
    return Transition(
        number,
        command,
        found,
        after if isinstance(after, tuple) else (after,),
        parties if isinstance(parties, tuple) else (parties,),
        guards,
        records,
    )


TRANSITIONS: Final[tuple[Transition, ...]] = (
    _row(
        "1",
        Command.PROPOSE,
        None,
        State.DRAFT,
        (Party.MARKETER, Party.ENGINE),
        guards=(Guard.SCHEMA_VALID, Guard.KEY_KNOWN),
        records=(Record.PARAMETER, Record.DIGEST),
    ),
    _row(
        "1b",
        Command.EDIT,
        State.DRAFT,
        State.DRAFT,
        (Party.AUTHOR, Party.ADMINISTRATOR),
        guards=(Guard.UNEDITED, Guard.SCHEMA_VALID),
        records=(Record.DIGEST,),
    ),
    _row(
        "2",
        Command.SUBMIT,
        State.DRAFT,
        State.IN_REVIEW,
        Party.AUTHOR,
        guards=(*_SUBMISSION, Guard.NOT_EXPIRED),
        records=(Record.ROUND, Record.POLICY),
    ),
    _row(
        "3",
        Command.APPROVE,
        State.IN_REVIEW,
        (State.APPROVED, State.IN_REVIEW),
        Party.APPROVER,
        guards=(Guard.SEEN_CURRENT, Guard.NOT_AUTHOR, Guard.NOT_EDITOR, Guard.NOT_VOTED, Guard.NOT_EXPIRED),
        records=(Record.VOTE,),
    ),
    _row(
        "3b",
        Command.APPROVE_BY_POLICY,
        State.IN_REVIEW,
        State.APPROVED,
        Party.POLICY,
        guards=(Guard.RULE_COVERS, Guard.NOT_EXPIRED),
        records=(Record.VOTE,),
    ),
    _row("4", Command.REJECT, State.IN_REVIEW, State.REJECTED, Party.APPROVER, guards=(Guard.REASON_GIVEN,)),
    _row("4b", Command.REQUEST_CHANGES, State.IN_REVIEW, State.DRAFT, Party.APPROVER, guards=(Guard.REASON_GIVEN,)),
    _row(
        "5",
        Command.EDIT,
        _UNDECIDED,
        State.IN_REVIEW,
        (Party.AUTHOR, Party.ADMINISTRATOR),
        guards=(Guard.UNEDITED, *_SUBMISSION),
        records=(Record.DIGEST, Record.ROUND, Record.POLICY),
    ),
    _row(
        "5b",
        Command.ASK_ANEW,
        _READY,
        State.IN_REVIEW,
        Party.SCHEDULER,
        guards=(Guard.CAUSE_GIVEN, Guard.NOT_EXPIRED),
        records=(Record.ROUND, Record.POLICY, Record.CAUSE),
    ),
    _row(
        "6",
        Command.WITHDRAW,
        _UNDECIDED | {State.DRAFT},
        State.WITHDRAWN,
        (Party.AUTHOR, Party.ADMINISTRATOR),
    ),
    _row(
        "7",
        Command.EXPIRE,
        _UNDECIDED | {State.DRAFT},
        State.EXPIRED,
        Party.SCHEDULER,
        guards=(Guard.EXPIRED,),
    ),
    _row(
        "8",
        Command.SCHEDULE,
        State.APPROVED,
        State.SCHEDULED,
        Party.APPROVER,
        guards=(Guard.TIME_ALLOWED, Guard.NOT_EXPIRED),
        records=(Record.SCHEDULE,),
    ),
    _row(
        "9",
        Command.START,
        _READY,
        (State.ROLLING, State.STALE),
        (Party.APPROVER, Party.SCHEDULER),
        guards=(Guard.NOT_EXPIRED, Guard.DUE, *_START_GUARDS),
        records=_START_RECORDS,
    ),
    _row(
        "9b",
        Command.BYPASS,
        frozenset({State.DRAFT, State.IN_REVIEW}),
        (State.ROLLING, State.STALE),
        Party.ADMINISTRATOR,
        guards=(
            Guard.REASON_LONG,
            Guard.REASON_GIVEN,
            Guard.PLAN_SET,
            Guard.NOT_EXPIRED,
            *(each for each in _START_GUARDS if each is not Guard.APPROVED),
        ),
        records=(Record.ROUND, Record.POLICY, Record.VOTE, Record.AFTER_REVIEW, *_START_RECORDS),
    ),
    _row(
        "9c",
        Command.REVIEW,
        frozenset(State) - {State.DRAFT, State.IN_REVIEW},
        (),
        Party.APPROVER,
        guards=(Guard.NOT_BYPASSER, Guard.REASON_GIVEN),
        records=(Record.AFTER_REVIEW,),
    ),
    _row(
        "10",
        Command.ADVANCE,
        State.ROLLING,
        State.ROLLING,
        (Party.SCHEDULER, Party.APPROVER),
        guards=(Guard.SEEN_STAGE, Guard.NOT_LAST_STAGE, Guard.NOT_KILLED, Guard.BAKED, Guard.DATA_HOLD),
        records=(Record.STAGE, Record.JUDGEMENT),
    ),
    _row(
        "11",
        Command.PAUSE,
        State.ROLLING,
        State.PAUSED,
        (Party.SCHEDULER, Party.OPERATOR),
        guards=(Guard.CAUSE_GIVEN,),
        records=(Record.CAUSE, Record.JUDGEMENT),
    ),
    _row(
        "12",
        Command.RESUME,
        State.PAUSED,
        State.ROLLING,
        Party.APPROVER,
        guards=(Guard.NOT_KILLED, Guard.REASON_GIVEN),
    ),
    _row(
        "13",
        Command.ROLLBACK,
        _TRIED,
        State.ROLLED_BACK,
        (Party.SCHEDULER, Party.OPERATOR),
        records=(Record.SETTING, Record.RELEASE, Record.CAUSE, Record.JUDGEMENT, Record.LEDGER),
    ),
    _row(
        "14",
        Command.FINISH,
        State.ROLLING,
        State.AWAITING_DECISION,
        (Party.SCHEDULER, Party.APPROVER),
        guards=(Guard.SEEN_STAGE, Guard.LAST_STAGE, Guard.NOT_KILLED, Guard.BAKED, Guard.WINDOW_OVER, Guard.NOT_BROKEN),
        records=(Record.REPORT,),
    ),
    _row(
        "15",
        Command.KEEP,
        State.AWAITING_DECISION,
        State.KEPT,
        Party.APPROVER,
        guards=(Guard.REPORT_ATTACHED, Guard.CONCLUSIVE_OR_REASON),
        records=(Record.RELEASE, Record.LEDGER),
    ),
    _row(
        "16",
        Command.FAIL,
        _READY,
        State.FAILED,
        Party.SCHEDULER,
        guards=(Guard.CAUSE_GIVEN, Guard.FAILED_OFTEN),
        records=(Record.CAUSE,),
    ),
    _row(
        "17",
        Command.UNDO,
        State.KEPT,
        State.KEPT,
        Party.OPERATOR,
        guards=(Guard.NOT_UNDONE,),
        records=(Record.LINK,),
    ),
    _row(
        "18",
        Command.CONFIRM,
        _TRIED | {State.KEPT, State.ROLLED_BACK},
        (),
        Party.OPERATOR,
        guards=(Guard.HAND_STEP_OWED,),
        records=(Record.HAND_STEP,),
    ),
)


def find_transition(command: Command, state: State | None) -> Transition | None:
    """Return the row of a command in a state, if there is one.

    Args:
        command: What is to be done.
        state: Where the action stands; None = there is none yet.

    Returns:
        The row.
    """
    return next((each for each in rows_of(command) if (state in each.before if state else not each.before)), None)


def rows_of(command: Command) -> Iterator[Transition]:
    """Give the rows of a command."""
    return (each for each in TRANSITIONS if each.command is command)


def commands_in(state: State) -> tuple[Command, ...]:
    """Say what can be done in a state, by anyone.

    Args:
        state: Where an action stands.

    Returns:
        The commands, in the order of the table.
    """
    return tuple(dict.fromkeys(each.command for each in TRANSITIONS if state in each.before))
