"""Actions of each brand, and the one statement that moves one from state to state."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, func, select

from db.repositories.action_rows import action_record, draft_values
from db.schema.actions import action
from learning.domain.actions import LIVE_STATES, OPEN_STATES, ActionDraft, ActionRecord, ActionState
from learning.domain.errors import NotFound

LARGEST_ID: Final = 2**63 - 1


class Actions:
    """The actions of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, draft: ActionDraft, digest: str, *, parameter_id: int, expires_at: int) -> ActionRecord:
        """Store a draft."""
        values = draft_values(draft) | {"state": ActionState.DRAFT.value, "digest": digest}
        values |= {"parameter_id": parameter_id, "expires_at": expires_at}
        row = self._connection.execute(action.insert().values(**values).returning(*action.c)).mappings().one()
        return action_record(row)

    def get(self, brand_id: int, action_id: int) -> ActionRecord:
        """The action of an id, within its brand."""
        statement = select(action).where(action.c.id == action_id, action.c.brand_id == brand_id)
        # Beyond this no store has an id, and the driver takes none.
        row = self._connection.execute(statement).mappings().first() if abs(action_id) <= LARGEST_ID else None
        if row is None:
            raise NotFound("action", str(action_id))
        return action_record(row)

    def find_command(self, brand_id: int, command_key: str) -> ActionRecord | None:
        """What the same command drafted before, if it did."""
        statement = select(action).where(action.c.brand_id == brand_id, action.c.command_key == command_key)
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else action_record(row)

    def list_by_evidence(self, brand_id: int, evidence: str) -> tuple[ActionRecord, ...]:
        """The actions that rest on something, oldest first."""
        statement = select(action).where(action.c.brand_id == brand_id, action.c.evidence == evidence)
        return tuple(action_record(row) for row in self._connection.execute(statement.order_by(action.c.id)).mappings())

    def list_named(self, brand_id: int, ids: Collection[int]) -> tuple[ActionRecord, ...]:
        """Those of some ids (at most 10,000) that the brand has, by id."""
        statement = select(action).where(action.c.brand_id == brand_id, action.c.id.in_(sorted(ids)))
        return tuple(action_record(row) for row in self._connection.execute(statement.order_by(action.c.id)).mappings())

    def find_known(self, brand_id: int, ids: Collection[int]) -> frozenset[int]:
        """Those of some ids that the brand has."""
        statement = select(action.c.id).where(action.c.brand_id == brand_id, action.c.id.in_(sorted(ids)))
        return frozenset(self._connection.execute(statement).scalars())

    def find_undo(self, brand_id: int, action_id: int) -> int | None:
        """The action that takes another one back: on its way, or kept."""
        standing = OPEN_STATES | LIVE_STATES | {ActionState.KEPT}
        mine = (action.c.brand_id == brand_id, action.c.undo_of == action_id, action.c.state.in_(sorted(standing)))
        return self._connection.execute(select(action.c.id).where(*mine).limit(1)).scalar()

    def list_of(
        self, brand_id: int, states: Collection[ActionState] = frozenset(ActionState)
    ) -> tuple[ActionRecord, ...]:
        """The actions of a brand in some states, the newest first."""
        statement = select(action).where(action.c.brand_id == brand_id, action.c.state.in_(sorted(states)))
        rows = self._connection.execute(statement.order_by(action.c.created_at.desc(), action.c.id.desc())).mappings()
        return tuple(action_record(row) for row in rows)

    def list_ended(self, brand_id: int) -> tuple[ActionRecord, ...]:
        """The actions of a brand that were tried and have come to an end, the newest first."""
        return self.list_of(brand_id, {ActionState.KEPT, ActionState.ROLLED_BACK})

    def update_where(self, record: ActionRecord, states: Collection[ActionState], **values: Any) -> bool:
        """Change an action if it is as it was read, in one of some states; False where somebody else was faster."""
        mine = (action.c.id == record.id, action.c.row_version == record.row_version)
        statement = action.update().where(*mine, action.c.state.in_(sorted(states)))
        changed = self._connection.execute(statement.values(**values, row_version=record.row_version + 1))
        return changed.rowcount == 1

    def count_starts(self, brand_id: int, since: int) -> int:
        """How many changes were started since a moment."""
        statement = select(func.count()).where(action.c.brand_id == brand_id, action.c.started_at >= since)
        return int(self._connection.execute(statement).scalar_one())

    def find_report(self, action_id: int) -> str | None:
        """The impact report as it was stored."""
        return self._connection.execute(select(action.c.report).where(action.c.id == action_id)).scalar()

    def find_flag(self, action_id: int) -> str:
        """Which evidence was taken away since, in words; '' = none."""
        return str(self._connection.execute(select(action.c.flag).where(action.c.id == action_id)).scalar_one())

    def flag(self, action_id: int, words: str) -> None:
        """Mark an action whose evidence was taken away."""
        self._connection.execute(action.update().where(action.c.id == action_id).values(flag=words))
