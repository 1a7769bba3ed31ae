"""Alarms about changes."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from db.dialects import Dialect
from db.schema.action_alarms import action_alarm
from learning.domain.action_alarms import ActionAlarm, AlarmKind


class ActionAlarms:
    """The alarms of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add(self, alarm: ActionAlarm) -> ActionAlarm | None:
        """Store an alarm and return it with its id; None where the same one was raised before."""
        values = {
            "brand_id": alarm.brand_id,
            "action_id": alarm.action_id,
            "kind": alarm.kind.value,
            "since_event": alarm.since_event,
            "cause": alarm.cause,
            "raised_at": alarm.raised_at,
        }
        insert = self._dialect.upsert(action_alarm).values(**values)
        kept = insert.on_conflict_do_nothing(index_elements=["action_id", "kind", "since_event"])
        row = self._connection.execute(kept.returning(*action_alarm.c)).mappings().first()
        return None if row is None else _record(row)

    def list_open(self, brand_id: int) -> tuple[ActionAlarm, ...]:
        """Alarms that nobody has seen, the newest first."""
        mine = (action_alarm.c.brand_id == brand_id, action_alarm.c.seen_at.is_(None))
        rows = self._connection.execute(select(action_alarm).where(*mine).order_by(action_alarm.c.id.desc()))
        return tuple(_record(row) for row in rows.mappings())

    def list_of_action(self, action_id: int) -> tuple[ActionAlarm, ...]:
        """Every alarm about an action, the newest first."""
        mine = action_alarm.c.action_id == action_id
        rows = self._connection.execute(select(action_alarm).where(mine).order_by(action_alarm.c.id.desc()))
        return tuple(_record(row) for row in rows.mappings())

    def see(self, brand_id: int, action_id: int, who: str, at: int) -> int:
        """Note that a person has seen the open alarms about an action; return how many there were."""
        mine = (
            action_alarm.c.brand_id == brand_id,
            action_alarm.c.action_id == action_id,
            action_alarm.c.seen_at.is_(None),
        )
        statement = action_alarm.update().where(*mine).values(seen_at=at, seen_by=who)
        return int(self._connection.execute(statement).rowcount)


def _record(row: RowMapping) -> ActionAlarm:
    return ActionAlarm(**{**row, "kind": AlarmKind(row["kind"])})
