"""What a rollback brings back, part by part: the value at once, messages through the outbox, what was done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from db.engine import Store
from db.repositories.action_rows import value_to_text
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionRecord, ActionState, HandKind
from learning.domain.brands import Brand
from learning.domain.outbox import OutboxEntry, OutboxStatus
from learning.domain.parameters import Value
from learning.domain.permissions import Permission
from services.actions.telling import messages_of
from services.callers import Caller
from services.delivery.channels import CARRIER, ask_delivery

ON_ITS_WAY_SECONDS: Final = 60
"""So long a message that was not tried yet counts as on its way."""


class PartState(StrEnum):
    """How far one part is."""

    DONE = "done"
    ON_ITS_WAY = "on_its_way"
    OPEN = "open"
    """A person has to do it."""
    FAILED = "failed"
    """It was tried and did not work; it may be tried again."""


@dataclass(frozen=True, slots=True)
class RestoredPart:
    """One thing that a rollback brings back."""

    name: str
    state: PartState
    detail: str
    """Since when, by whom, or why not."""


def parts_of(work: UnitOfWork, record: ActionRecord, live: Value, now: int) -> tuple[RestoredPart, ...]:
    """Say of a rolled-back action how far each part of its rollback is; () for any other.

    Args:
        work: A unit of work.
        record: The action.
        live: What programs get now.
        now: UTC seconds.
    """
    if record.state is not ActionState.ROLLED_BACK:
        return ()
    same = value_to_text(live) == value_to_text(record.draft.from_value)
    back = "programs get it again" if same else "it came back, and something has changed it since"
    value = RestoredPart("the value", PartState.DONE, back)
    by_hand = [
        RestoredPart(
            "what was done by hand",
            PartState.OPEN if step.confirmed_at is None else PartState.DONE,
            "nobody has confirmed yet that it is taken back"
            if step.confirmed_at is None
            else f"confirmed by {step.confirmed_by}",
        )
        for step in work.action_log.list_hand_steps(record.id)
        if step.kind is HandKind.UNDO
    ]
    messages = [_message(work, entry, now) for entry in _entries(work, record)]
    return (value, *by_hand, *messages)


def try_again(store: Store, brand: Brand, action_id: int, who: Caller) -> int:
    """Send the messages of a rollback again that did not arrive, and return how many.

    Raises:
        NotFound: The brand has no such action.
        RuleRefused: They may only look.
    """
    now = int(who.clock.now().timestamp())
    with who.write(store, brand.id, Permission.CHANNEL, f"action:{action_id}") as (work, _):
        record = work.actions.get(brand.id, action_id)
        late = [entry for entry in _entries(work, record) if _state(entry, now) is PartState.FAILED]
        for entry in late:
            work.outbox.retry(brand.id, entry.id, now)
        if late:
            ask_delivery(work, now)
        work.commit()
    return len(late)


def _entries(work: UnitOfWork, record: ActionRecord) -> Sequence[OutboxEntry]:
    """The messages of the rollback; what was withdrawn with its channel is no part any more."""
    events = [each for each in work.action_log.list_events(record.id) if each.command is ActionCommand.ROLLBACK]
    if not events:
        return ()
    found = messages_of(work, work.action_log.get_sequence(events[-1].id))
    return [entry for entry in found if entry.status is not OutboxStatus.WITHDRAWN]


def _message(work: UnitOfWork, entry: OutboxEntry, now: int) -> RestoredPart:
    channel = work.channels.find(int(entry.target.removeprefix(f"{CARRIER}:")))
    name = f"the message to {channel.name}" if channel is not None else "a message"
    state = _state(entry, now)
    if state is PartState.DONE:
        return RestoredPart(name, state, "arrived")
    if state is PartState.ON_ITS_WAY:
        return RestoredPart(name, state, "on its way")
    return RestoredPart(name, state, entry.last_error or "the worker has not sent it: is one up?")


def _state(entry: OutboxEntry, now: int) -> PartState:
    if entry.status is OutboxStatus.SENT:
        return PartState.DONE
    fresh = not entry.last_error and now - entry.created_at < ON_ITS_WAY_SECONDS
    return PartState.ON_ITS_WAY if entry.status is OutboxStatus.WAITING and fresh else PartState.FAILED
