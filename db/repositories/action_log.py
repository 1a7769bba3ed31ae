"""What was said and done about actions: votes, history, stages, reviews, ledger, and the commands themselves."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from db.repositories.action_rows import event_record
from db.schema.actions import (
    action,
    action_command,
    action_event,
    action_hand_step,
    action_review,
    action_stage,
    action_vote,
    ledger,
)
from learning.domain.actions import (
    ActionCommand,
    ActionEvent,
    ActionState,
    AfterReview,
    HandKind,
    HandStep,
    LedgerRow,
    StageRecord,
    Vote,
    VoteKind,
)


@dataclass(frozen=True, slots=True)
class StoredCommand:
    """A command that was carried out."""

    actor: str
    arguments: str
    """Hash of what it was given."""
    result: str
    """Its answer, as JSON."""


class ActionLog:
    """The log of the actions."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add_vote(self, vote: Vote) -> None:
        """Store a yes; a second one of the same person in the same round is an error of the store."""
        self._connection.execute(action_vote.insert().values(**asdict(vote) | {"kind": vote.kind.value}))

    def list_votes(self, action_id: int) -> tuple[Vote, ...]:
        """All votes of an action, oldest first."""
        statement = select(action_vote).where(action_vote.c.action_id == action_id)
        rows = self._connection.execute(statement.order_by(action_vote.c.round, action_vote.c.at)).mappings()
        return tuple(Vote(**{**row, "kind": VoteKind(row["kind"])}) for row in rows)

    def add_event(self, event: ActionEvent, sequence: int) -> ActionEvent:
        """Store a line of the history, beside the audit row of a sequence number; the id given is not used."""
        values = asdict(event) | {"detail": json.dumps(dict(event.detail), ensure_ascii=False, sort_keys=True)}
        del values["id"]
        statement = action_event.insert().values(**values, sequence=sequence).returning(*action_event.c)
        return event_record(self._connection.execute(statement).mappings().one())

    def list_events(self, action_id: int, *, until: int | None = None) -> tuple[ActionEvent, ...]:
        """The history of an action, oldest first; up to an event where one is given."""
        statement = select(action_event).where(action_event.c.action_id == action_id)
        if until is not None:
            statement = statement.where(action_event.c.id <= until)
        return tuple(event_record(row) for row in self._connection.execute(statement.order_by("id")).mappings())

    def list_newest(self, brand_id: int, commands: Collection[ActionCommand], *, since: int) -> tuple[ActionEvent, ...]:
        """The lines of the history of a brand's actions with some commands since a moment, the newest first."""
        mine = (
            action.c.brand_id == brand_id,
            action_event.c.command.in_(sorted(commands)),
            action_event.c.at >= since,
        )
        statement = select(action_event).join(action, action.c.id == action_event.c.action_id).where(*mine)
        rows = self._connection.execute(statement.order_by(action_event.c.id.desc())).mappings()
        return tuple(event_record(row) for row in rows)

    def get_sequence(self, event_id: int) -> int:
        """The number of the audit row of a line of the history."""
        found = select(action_event.c.sequence).where(action_event.c.id == event_id)
        return int(self._connection.execute(found).scalar_one())

    def add_stage(self, stage: StageRecord) -> None:
        """Store the beginning of a stage; a second one of the same number is an error of the store."""
        values = {"action_id": stage.action_id, "stage": stage.stage, "share": stage.share}
        self._connection.execute(action_stage.insert().values(**values, started_at=stage.started_at))

    def end_stage(self, action_id: int, stage: int, at: int, numbers: Mapping[str, Any] | None) -> None:
        """Store the end of a stage with what was judged."""
        text = None if numbers is None else json.dumps(numbers, ensure_ascii=False)
        mine = (action_stage.c.action_id == action_id, action_stage.c.stage == stage)
        self._connection.execute(action_stage.update().where(*mine).values(ended_at=at, numbers=text))

    def list_stages(self, action_id: int) -> tuple[StageRecord, ...]:
        """The stages of an action so far."""
        statement = select(action_stage).where(action_stage.c.action_id == action_id).order_by(action_stage.c.stage)
        return tuple(
            StageRecord(**{**row, "numbers": json.loads(row["numbers"]) if row["numbers"] else None})
            for row in self._connection.execute(statement).mappings()
        )

    def add_review(self, review: AfterReview) -> None:
        """Store that a look is owed."""
        self._connection.execute(action_review.insert().values(**asdict(review)))

    def close_review(self, action_id: int, who: str, at: int) -> bool:
        """Store that the look was taken; False where none was owed."""
        open_one = (action_review.c.action_id == action_id, action_review.c.done_at.is_(None))
        statement = action_review.update().where(*open_one).values(done_at=at, done_by=who)
        return self._connection.execute(statement).rowcount == 1

    def list_open_reviews(self, brand_id: int) -> tuple[AfterReview, ...]:
        """The looks that are owed, the most urgent first."""
        mine = (action.c.brand_id == brand_id, action_review.c.done_at.is_(None))
        statement = select(action_review).join(action, action.c.id == action_review.c.action_id).where(*mine)
        rows = self._connection.execute(statement.order_by(action_review.c.due_at)).mappings()
        return tuple(AfterReview(**row) for row in rows)

    def ask_by_hand(self, action_id: int, kind: HandKind, at: int) -> None:
        """Store that a person is to do something elsewhere; what was asked before and not confirmed falls away."""
        mine = (action_hand_step.c.action_id == action_id, action_hand_step.c.confirmed_at.is_(None))
        self._connection.execute(action_hand_step.delete().where(*mine))
        values = {"action_id": action_id, "kind": kind.value, "asked_at": at}
        self._connection.execute(action_hand_step.insert().values(**values))

    def confirm_by_hand(self, action_id: int, who: str, at: int) -> bool:
        """Store that it was done; False where nothing was asked."""
        mine = (action_hand_step.c.action_id == action_id, action_hand_step.c.confirmed_at.is_(None))
        statement = action_hand_step.update().where(*mine).values(confirmed_at=at, confirmed_by=who)
        return self._connection.execute(statement).rowcount == 1

    def list_hand_steps(self, action_id: int) -> tuple[HandStep, ...]:
        """What a person was to do elsewhere for an action, the first asked first."""
        statement = select(action_hand_step).where(action_hand_step.c.action_id == action_id)
        return _hand_steps(self._connection.execute(statement.order_by(action_hand_step.c.asked_at)).mappings())

    def list_open_hand_steps(self, brand_id: int) -> tuple[HandStep, ...]:
        """What people are to do elsewhere and have not confirmed, the oldest first."""
        mine = (action.c.brand_id == brand_id, action_hand_step.c.confirmed_at.is_(None))
        statement = select(action_hand_step).join(action, action.c.id == action_hand_step.c.action_id).where(*mine)
        return _hand_steps(self._connection.execute(statement.order_by(action_hand_step.c.asked_at)).mappings())

    def add_ledger(self, row: LedgerRow) -> None:
        """Store what came of an action."""
        self._connection.execute(ledger.insert().values(**asdict(row)))

    def list_ledger(self, brand_id: int) -> tuple[LedgerRow, ...]:
        """What came of the actions of a brand, oldest first."""
        statement = select(ledger).join(action, action.c.id == ledger.c.action_id).where(action.c.brand_id == brand_id)
        rows = self._connection.execute(statement.order_by(ledger.c.at, ledger.c.action_id)).mappings()
        return tuple(LedgerRow(**row) for row in rows)

    def list_records_of_kind(self, brand_id: int, component: str, operation: str, name: str) -> tuple[str, ...]:
        """What was decided about the measured actions of one kind, the newest first."""
        kind = (action.c.component == component, action.c.operation == operation, action.c.name == name)
        measured = (action.c.brand_id == brand_id, ledger.c.effect.is_not(None))
        statement = select(ledger.c.decision).join(action, action.c.id == ledger.c.action_id).where(*kind, *measured)
        return tuple(self._connection.execute(statement.order_by(ledger.c.at.desc())).scalars())

    def count_policy_votes(self, brand_id: int, rule: str, since: int) -> int:
        """How many actions a rule approved since a moment."""
        statement = select(action_vote.c.action_id).join(action, action.c.id == action_vote.c.action_id)
        mine = (action.c.brand_id == brand_id, action_vote.c.kind == VoteKind.POLICY.value)
        found = self._connection.execute(
            statement.where(*mine, action_vote.c.reason == rule, action_vote.c.at >= since)
        )
        return len(found.all())

    def list_policy_votes(self, brand_id: int, since: int, until: int) -> tuple[Vote, ...]:
        """What rules approved in a span of time, the oldest first."""
        statement = select(action_vote).join(action, action.c.id == action_vote.c.action_id)
        mine = (action.c.brand_id == brand_id, action_vote.c.kind == VoteKind.POLICY.value)
        found = statement.where(*mine, action_vote.c.at.between(since, until)).order_by(action_vote.c.at)
        rows = self._connection.execute(found).mappings()
        return tuple(Vote(**{**row, "kind": VoteKind(row["kind"])}) for row in rows)

    def add_command(self, brand_id: int, key: str, command: StoredCommand, at: int) -> None:
        """Store a command with its answer; a second one of the same key is an error of the store."""
        values = {"brand_id": brand_id, "key": key, "actor": command.actor, "arguments": command.arguments}
        self._connection.execute(action_command.insert().values(**values, result=command.result, at=at))

    def find_command(self, brand_id: int, key: str) -> StoredCommand | None:
        """The command of a key, if it was carried out."""
        mine = (action_command.c.brand_id == brand_id, action_command.c.key == key)
        row = self._connection.execute(select(action_command).where(*mine)).mappings().first()
        return None if row is None else StoredCommand(row["actor"], row["arguments"], row["result"])


def _hand_steps(rows: Iterable[RowMapping]) -> tuple[HandStep, ...]:
    return tuple(HandStep(**{**row, "kind": HandKind(row["kind"])}) for row in rows)


def editors_of(events: tuple[ActionEvent, ...], round_number: int) -> frozenset[str]:
    """Who wrote or handed in what a round proposes."""
    writing = {ActionCommand.PROPOSE, ActionCommand.EDIT, ActionCommand.SUBMIT}
    anew = {each.round for each in events if each.command is ActionCommand.ASK_ANEW}
    first = round_number
    while first in anew:
        # Asked for once more, word for word: it is what was written for the round before.
        first -= 1
    return frozenset(each.who for each in events if each.command in writing and first <= each.round <= round_number)


def round_to_come(state: ActionState, current: int) -> int:
    """The round that what is written now will belong to: a draft's is the one of its submission."""
    return current + 1 if state is ActionState.DRAFT else current
