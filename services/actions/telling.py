"""Telling that something happened to a change: a note on the charts, and a message on every channel of the brand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionEvent, ActionRecord
from learning.domain.actions import ActionState as State
from learning.domain.annotations import ACTION_TAG, Annotation
from learning.domain.brands import Brand
from learning.domain.outbox import OutboxDraft, OutboxEntry, OutboxKind
from learning.domain.policies import SystemActor
from learning.domain.timekeys import day_key
from services.actions.alarms import raise_alarm
from services.delivery.channels import post, target_of
from services.delivery.messages import Message

LONGEST_NOTE: Final = 300
BROKEN: Final = "guardrail broken"
"""How the scheduler begins the cause of a rollback of its own."""
NOTED: Final = {Command.APPROVE, Command.APPROVE_BY_POLICY, Command.START, Command.BYPASS, Command.ADVANCE}
NOTED_ENDS: Final = {Command.PAUSE, Command.ROLLBACK, Command.KEEP}
"""What a chart shows: approvals, stages, and ends."""
CLOSING: Final = {Command.ROLLBACK, Command.KEEP, Command.RESUME}
"""What a person does about a broken guardrail: the alarm has been seen."""
_TITLES: Final[Mapping[Command, str]] = {
    Command.SUBMIT: "waits for approval",
    Command.EDIT: "was edited and waits for approval",
    Command.ASK_ANEW: "has to be approved once more",
    Command.REQUEST_CHANGES: "was given back for changes",
    Command.BYPASS: "was started without approval; a look afterwards is owed",
    Command.PAUSE: "is paused",
    Command.FINISH: "is measured and waits for a decision",
    Command.FAIL: "could not be started",
}
"""What somebody has to know of, beside rollbacks."""


def tell(work: UnitOfWork, brand: Brand, record: ActionRecord, event: ActionEvent, sequence: int) -> None:
    """Note what happened on the charts and post it to the channels, in the transaction of the effect.

    Args:
        work: The unit of work of the effect.
        brand: The brand.
        record: The action as it is now.
        event: What happened.
        sequence: Of the audit row of the effect: it names the messages, so that each is sent once.
    """
    note = _note(record, event)
    if note:
        day = day_key(datetime.fromtimestamp(event.at, ZoneInfo(brand.time_zone)).date())
        text = note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1]}…"
        source = f"action:{record.id}"
        work.annotations.add(Annotation(brand.id, day, day, text, event.who, event.at, source, (ACTION_TAG,)))
    by_itself = event.who == SystemActor.SCHEDULER.value and event.reason.startswith(BROKEN)
    if event.command is Command.ROLLBACK and by_itself:
        raise_alarm(work, record, event.reason.removeprefix(BROKEN).lstrip(": "), event.at)
    elif event.command in CLOSING:
        work.action_alarms.see(brand.id, record.id, event.who, event.at)
    message = _message(brand, record, event)
    if message is None:
        return
    for channel in work.channels.list_of(brand.id):
        if channel.enabled:
            key = f"{_key(sequence)}{channel.id}"
            draft = OutboxDraft(brand.id, key, OutboxKind.ACTION, target_of(channel.id), message.payload())
            post(work, draft, datetime.fromtimestamp(event.at, UTC))


def messages_of(work: UnitOfWork, sequence: int) -> tuple[OutboxEntry, ...]:
    """Return what was posted of the effect with an audit row, to every channel that there was."""
    return work.outbox.list_under(_key(sequence))


def _key(sequence: int) -> str:
    return f"audit:{sequence}:"


def place_words(record: ActionRecord) -> str:
    """Write what a change is about, as in 'send_hour of newsletter'."""
    return f"{record.draft.name} of {record.draft.component}"


def _note(record: ActionRecord, event: ActionEvent) -> str:
    if event.command not in NOTED | NOTED_ENDS or event.after is State.STALE:
        return ""
    name = f"Action {record.id}, {place_words(record)}"
    cause = f": {event.reason}" if event.reason else ""
    match event.command:
        case Command.APPROVE | Command.APPROVE_BY_POLICY:
            return f"{name}: approved" if event.after is State.APPROVED else ""
        case Command.START | Command.BYPASS | Command.ADVANCE:
            share = record.draft.ramp[record.progress.stage or 0]
            began = "began" if event.command is not Command.ADVANCE else "went on"
            return f"{name}: {began} with {share * (1 - record.draft.holdout):.0%} of all units"
        case Command.PAUSE:
            return f"{name}: paused{cause}"
        case Command.ROLLBACK:
            return f"{name}: rolled back{cause}"
        case _:
            return f"{name}: kept"


def _message(brand: Brand, record: ActionRecord, event: ActionEvent) -> Message | None:
    name = f"Action {record.id}"
    if event.command is Command.ROLLBACK:
        broken = event.reason.startswith(BROKEN)
        title = f"{name}: guardrail broken, rolled back" if broken else f"{name}: rolled back"
    elif event.command in {Command.START, Command.BYPASS} and record.draft.by_hand and event.after is State.ROLLING:
        title = f"{name}: please apply it by hand, then confirm it"
    elif event.command in _TITLES and event.after is not State.STALE:
        if event.command is Command.EDIT and event.after is not State.IN_REVIEW:
            return None
        title = f"{name} {_TITLES[event.command]}"
    else:
        return None
    draft = record.draft
    by_hand = draft.by_hand and event.command is Command.ROLLBACK
    lines = [
        *(["Please take it back where you applied it by hand, then confirm it."] if by_hand else []),
        f"{place_words(record)}: {draft.from_value} -> {draft.to_value}",
        f"By {event.who}{f': {event.reason}' if event.reason else '.'}",
    ]
    return Message(title, "\n".join(lines), brand.name)
