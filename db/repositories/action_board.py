"""Which actions wait for whom: a few columns of each open one, cheap enough for every page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, select

from db.schema.actions import action, action_vote
from learning.domain.action_board import OpenAction
from learning.domain.actions import LIVE_STATES, OPEN_STATES, ActionState


class ActionBoardRows:
    """The open actions of each brand in short."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def list_open(self, brand_id: int, who: str) -> tuple[OpenAction, ...]:
        """What is neither kept nor over, the newest first, with whether a person has approved the present round."""
        mine = and_(
            action_vote.c.action_id == action.c.id,
            action_vote.c.round == action.c.round,
            action_vote.c.digest == action.c.digest,
            action_vote.c.voter == who,
        )
        columns = (action.c.id, action.c.state, action.c.author, action.c.component, action.c.name, action.c.cause)
        statement = (
            select(*columns, action_vote.c.voter.is_not(None).label("voted"))
            .outerjoin(action_vote, mine)
            .where(action.c.brand_id == brand_id, action.c.state.in_(sorted(OPEN_STATES | LIVE_STATES)))
            .order_by(action.c.created_at.desc(), action.c.id.desc())
        )
        return tuple(_open_action(row) for row in self._connection.execute(statement))


def _open_action(row: Row[Any]) -> OpenAction:
    state = ActionState(row.state)
    # Nothing else that is in review has a cause.
    anew = state is ActionState.IN_REVIEW and bool(row.cause)
    return OpenAction(row.id, state, row.author, f"{row.component} {row.name}", bool(row.voted), anew)
