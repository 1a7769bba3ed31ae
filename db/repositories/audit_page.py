"""The audit trail as a person reads it: the newest rows first, filtered, with the history's readable reason beside."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from db.schema.actions import action_event
from db.schema.audit import audit
from learning.domain.audit import AuditQuery, AuditRow, ReadableRow


class AuditPages:
    """Parts of the trail."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def list_page(self, query: AuditQuery, *, limit: int, offset: int = 0) -> tuple[ReadableRow, ...]:
        """Rows that fit, the newest first."""
        joined: Select[Any] = select(audit, action_event.c.reason.label("reason")).outerjoin(
            action_event, action_event.c.sequence == audit.c.sequence
        )
        statement = joined.where(*_conditions(query)).order_by(audit.c.sequence.desc()).limit(limit).offset(offset)
        rows = self._connection.execute(statement).mappings()
        return tuple(
            ReadableRow(AuditRow(**{column.name: row[column.name] for column in audit.c}), row["reason"] or "")
            for row in rows
        )

    def count(self, query: AuditQuery) -> int:
        """How many rows fit."""
        statement = select(func.count()).select_from(audit).where(*_conditions(query))
        return int(self._connection.execute(statement).scalar_one())

    def list_kinds(self, brand_id: int) -> tuple[str, ...]:
        """What kinds of rows there are of a brand and of the installation."""
        statement = select(audit.c.kind).where(_of_brand(brand_id)).distinct().order_by(audit.c.kind)
        return tuple(self._connection.execute(statement).scalars())


def _of_brand(brand_id: int) -> ColumnElement[bool]:
    return (audit.c.brand_id == brand_id) | audit.c.brand_id.is_(None)


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    found = [_of_brand(query.brand_id)]
    if query.kinds:
        found.append(audit.c.kind.in_(query.kinds))
    if query.actor:
        found.append(audit.c.actor == query.actor)
    if query.subject:
        found.append(audit.c.subject == query.subject)
    if query.since is not None:
        found.append(audit.c.at >= query.since)
    return found
