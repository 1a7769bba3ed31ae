"""The rows of the audit trail: added under a lock, read in order, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import OperationalError

from db.dialects import Dialect
from db.schema.audit import audit, audit_head
from learning.domain.audit import AuditHead, AuditRow

HEAD_ROW: Final = 1
ROWS_AT_A_TIME: Final = 20_000
NO_TEXT: Final = "UTF-8"
"""In the words of SQLite's driver about bytes that are no text."""
UNREADABLE: Final = "unreadable"


class AuditTrail:
    """One trail for the whole store."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def lock_head(self) -> AuditHead:
        """Read the head and keep every other writer of the trail waiting until this transaction ends."""
        first = self._dialect.upsert(audit_head).values(id=HEAD_ROW, sequence=0, seal="")
        self._connection.execute(first.on_conflict_do_nothing())
        row = self._connection.execute(select(audit_head).where(audit_head.c.id == HEAD_ROW).with_for_update()).one()
        return AuditHead(row.sequence, row.seal)

    def find_head(self) -> AuditHead:
        """The head as it stands; 0 and '' for an empty trail."""
        row = self._connection.execute(select(audit_head).where(audit_head.c.id == HEAD_ROW)).first()
        return AuditHead(0, "") if row is None else AuditHead(row.sequence, row.seal)

    def add(self, rows: Sequence[AuditRow]) -> None:
        """Add rows behind the head, which `lock_head` has read."""
        self._connection.execute(audit.insert(), [asdict(row) for row in rows])
        head = audit_head.update().where(audit_head.c.id == HEAD_ROW)
        self._connection.execute(head.values(sequence=rows[-1].sequence, seal=rows[-1].seal))

    def count(self) -> int:
        """How many rows there are."""
        return int(self._connection.execute(select(func.count()).select_from(audit)).scalar_one())

    def read(self, *, brand_id: int | None = None, subject: str | None = None) -> Iterator[AuditRow]:
        """Give the rows in order, of one brand or about one thing where asked, some at a time."""
        after = 0
        while True:
            statement = select(audit).where(audit.c.sequence > after).order_by(audit.c.sequence).limit(ROWS_AT_A_TIME)
            if brand_id is not None:
                statement = statement.where(audit.c.brand_id == brand_id)
            if subject is not None:
                statement = statement.where(audit.c.subject == subject)
            rows = self._read_some(statement)
            yield from rows
            if len(rows) < ROWS_AT_A_TIME:
                return
            after = rows[-1].sequence

    def _read_some(self, statement: Select[Any]) -> list[AuditRow]:
        try:
            return [AuditRow(*row) for row in self._connection.execute(statement).all()]
        except OperationalError as error:
            if NO_TEXT not in str(error.orig):
                raise
        # Somewhere among them are bytes that are no text: each by itself, so that the damaged one is found.
        numbers = self._connection.execute(statement.with_only_columns(audit.c.sequence)).scalars().all()
        return [self._read_one(number) for number in numbers]

    def _read_one(self, sequence: int) -> AuditRow:
        """Read a row; one whose bytes are no text comes without any, so that it fits no seal."""
        try:
            return AuditRow(*self._connection.execute(select(audit).where(audit.c.sequence == sequence)).one())
        except OperationalError as error:
            if NO_TEXT not in str(error.orig):
                raise
            return AuditRow(sequence, None, 0, UNREADABLE, UNREADABLE, UNREADABLE, "{}", "")
