"""Whom an open action waits for."""

from __future__ import annotations

from typing import Final

from learning.domain.action_board import OpenAction, Waiting
from learning.domain.actions import ActionState
from learning.domain.policies import Role, SystemActor

_OF_APPROVERS: Final = {
    ActionState.AWAITING_DECISION: Waiting.DECISION,
    ActionState.PAUSED: Waiting.PAUSED,
    ActionState.IN_REVIEW: Waiting.APPROVAL,
    ActionState.APPROVED: Waiting.START,
}


def waits_for(one: OpenAction, who: str, role: Role | None, *, four_eyes: bool) -> Waiting | None:
    """Say what a person is waited for in an action.

    Args:
        one: The action in short.
        who: The person's name.
        role: In the brand; None = none.
        four_eyes: Whether an author needs somebody else.

    Returns:
        What they are waited for; None where it waits for somebody else, or for the scheduler.
    """
    if role is None:
        return None
    own = one.author == who
    if one.state is ActionState.DRAFT:
        by_system = one.author in set(SystemActor)
        return Waiting.DRAFT if role.covers(Role.MARKETER) and (own or by_system) else None
    found = _OF_APPROVERS.get(one.state) if role.covers(Role.APPROVER) else None
    if found is Waiting.APPROVAL and (one.voted or (own and four_eyes)):
        return None
    return Waiting.ANEW if found is Waiting.APPROVAL and one.anew else found
