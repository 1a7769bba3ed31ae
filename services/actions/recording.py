"""Writing that something happened to an action: the line of its history, and the audit row of the same effect."""

from __future__ import annotations

from collections.abc import Mapping

from db.repositories.action_log import round_to_come
from learning.domain.actions import ActionCommand, ActionEvent, ActionRecord
from services.actions.effects import Change
from services.actions.telling import tell
from services.actions.trail import Trail


def record_effect(change: Change, trail: Trail, after: ActionRecord, detail: Mapping[str, object]) -> ActionEvent:
    """Write the line of the history and the audit row of one effect."""
    order, situation, progress = change.order, change.now, after.progress
    reason = order.wish.reason or order.wish.cause
    sequence = trail.note(
        change.work,
        brand_id=order.brand.id,
        at=situation.now,
        actor=situation.actor.pseudonym,
        kind=order.command.value,
        subject=f"action:{after.id}",
        body={
            "before": situation.state.value,
            "after": after.state.value,
            "round": after.round,
            "digest": after.digest,
            "stage": progress.stage,
            "versions": [after.draft.base_version, progress.applied_version, progress.restored_version],
            "reason": trail.hide(reason),
        },
    )
    written = after.round
    if order.command is ActionCommand.EDIT:
        written = round_to_come(situation.state, after.round)
    event = ActionEvent(
        id=0,
        action_id=after.id,
        at=situation.now,
        who=situation.actor.name,
        command=order.command,
        before=situation.state,
        after=after.state,
        round=written,
        reason=reason,
        detail=detail,
    )
    stored = change.work.action_log.add_event(event, sequence)
    tell(change.work, order.brand, after, stored, sequence)
    return stored
