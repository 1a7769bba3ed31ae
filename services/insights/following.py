"""What becomes of an insight while the action that was made of it goes its way."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, ActionState
from learning.domain.insights import Implementation, Insight, InsightStatus

WAITING: Final = frozenset({ActionState.DRAFT, ActionState.IN_REVIEW})
APPROVED: Final = frozenset({ActionState.APPROVED, ActionState.SCHEDULED})
ROLLING: Final = frozenset({ActionState.ROLLING, ActionState.PAUSED, ActionState.AWAITING_DECISION})
FOLLOWING: Final = frozenset({InsightStatus.ACCEPTED, InsightStatus.ACTED_ON})


def follow_action(work: UnitOfWork, action: ActionRecord) -> None:
    """Bring the insight of an action to where the action is, in the transaction of what changed the action.

    Approved, it is acted on; sent back to its authors, accepted again; rejected, taken back, expired, failed or rolled
    back, it is open again: somebody may decide about it anew. A kept change that is undone opens it too.
    """
    undone = action.draft.undo_of if action.state is ActionState.KEPT else None
    found = work.insights.find_of_action(action.draft.brand_id, action.id if undone is None else undone)
    if found is None:
        return
    status = InsightStatus.SEEN if undone is not None else _status_of(action.state)
    if found.status in FOLLOWING and status is not found.status:
        work.insights.update(_at(found, status))
    elif found.earlier in FOLLOWING and status is not found.earlier:
        work.insights.update(replace(_at(found, found.status), earlier=status))


def implementation_of(state: ActionState | None) -> Implementation:
    """Say how far the change is that an insight led to; None = no action was made of it."""
    if state is None:
        return Implementation.NONE
    if state in WAITING | APPROVED:
        return Implementation.PROPOSED
    if state in ROLLING:
        return Implementation.ROLLING
    known = {ActionState.KEPT: Implementation.KEPT, ActionState.ROLLED_BACK: Implementation.ROLLED_BACK}
    return known.get(state, Implementation.NONE)


def _status_of(state: ActionState) -> InsightStatus:
    if state in WAITING:
        return InsightStatus.ACCEPTED
    return InsightStatus.ACTED_ON if state in APPROVED | ROLLING | {ActionState.KEPT} else InsightStatus.SEEN


def _at(found: Insight, status: InsightStatus) -> Insight:
    """The insight with a status; one that is open again has no decision."""
    if status is InsightStatus.SEEN:
        return replace(found, status=status, who="", reason="", decided_at=None)
    return replace(found, status=status)
