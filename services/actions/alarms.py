"""Alarms about changes: raised where a guardrail breaks, told once, open until a person has seen them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.action_alarms import ActionAlarm, AlarmKind
from learning.domain.actions import ActionRecord, ActionState
from learning.domain.brands import Brand
from learning.domain.judgements import Finding
from learning.domain.outbox import OutboxDraft, OutboxKind
from learning.domain.permissions import Permission
from learning.governance.reasons import reason_of
from services.actions.judging import judge_action
from services.callers import Caller
from services.delivery.channels import post, target_of
from services.delivery.messages import Message

HELD: Final = frozenset({ActionState.PAUSED, ActionState.AWAITING_DECISION})
"""Live, and for a person to lead on."""


def raise_alarm(work: UnitOfWork, record: ActionRecord, cause: str, now: int) -> ActionAlarm | None:
    """Raise the alarm that a guardrail broke, in the caller's transaction; None where it was raised before."""
    events = work.action_log.list_events(record.id)
    alarm = ActionAlarm(0, record.draft.brand_id, record.id, AlarmKind.GUARDRAIL, events[-1].id, cause, now)
    return work.action_alarms.add(alarm)


def watch_held(work: UnitOfWork, brand: Brand, now: int) -> int:
    """Judge what a person holds (paused, or waiting for the decision), and raise an alarm where a guardrail is broken.

    It is not rolled back over their head: a pause mostly means that the numbers cannot be trusted yet.
    """
    raised = 0
    for record in work.actions.list_of(brand.id, HELD):
        judged = judge_action(work, record, now)
        if judged is None or judged.finding is not Finding.BROKEN:
            continue
        alarm = raise_alarm(work, record, reason_of(judged), now)
        if alarm is not None:
            tell_alarm(work, brand, record, alarm)
            raised += 1
    return raised


def tell_alarm(work: UnitOfWork, brand: Brand, record: ActionRecord, alarm: ActionAlarm) -> None:
    """Post an alarm about a change that a person holds to every channel, once."""
    lines = (
        f"{record.draft.name} of {record.draft.component}: {record.draft.from_value} -> {record.draft.to_value}",
        f"{alarm.cause}.",
        "It is not rolled back by itself now, because a person holds it: open it, and roll it back or go on.",
    )
    message = Message(alarm.title, "\n".join(lines), brand.name)
    for channel in work.channels.list_of(brand.id):
        if channel.enabled:
            key = f"alarm:{alarm.id}:{channel.id}"
            draft = OutboxDraft(brand.id, key, OutboxKind.ACTION, target_of(channel.id), message.payload())
            post(work, draft, datetime.fromtimestamp(alarm.raised_at, UTC))


def see_alarms(store: Store, brand: Brand, action_id: int, who: Caller) -> int:
    """Note that a person has seen what is wrong with an action, and return how many alarms that closes.

    Raises:
        RuleRefused: They may only look.
        NotFound: They do not belong to the brand.
    """
    now = int(who.clock.now().timestamp())
    with who.write(store, brand.id, Permission.ALERT, f"action:{action_id}") as (work, actor):
        seen = work.action_alarms.see(brand.id, action_id, actor.name, now)
        work.commit()
    return seen
