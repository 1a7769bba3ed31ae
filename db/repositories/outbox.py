"""The outbox: effects outside of the store, kept in the transaction that asks for them."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from db.dialects import Dialect
from db.schema.outbox import outbox
from learning.domain.errors import NotFound
from learning.domain.outbox import OutboxDepth, OutboxDraft, OutboxEntry, OutboxKind, OutboxStatus


class Outbox:
    """What is to be carried out, what was, and what could not be."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add(self, draft: OutboxDraft, now: int) -> bool:
        """Keep an effect; False where one with its dedupe key is there already, whatever became of it."""
        insert = self._dialect.upsert(outbox).values(
            brand_id=draft.brand_id,
            dedupe_key=draft.dedupe_key,
            public_id=secrets.token_hex(16),
            kind=draft.kind.value,
            target=draft.target,
            payload=json.dumps(dict(draft.payload), ensure_ascii=False, sort_keys=True),
            status=OutboxStatus.WAITING.value,
            attempts=0,
            created_at=now,
            next_attempt_at=now,
        )
        kept = insert.on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(outbox.c.id)
        return self._connection.execute(kept).first() is not None

    def list_due(self, now: int, *, limit: int) -> tuple[OutboxEntry, ...]:
        """What may be tried now, the longest overdue first."""
        due = (outbox.c.status == OutboxStatus.WAITING.value) & (outbox.c.next_attempt_at <= now)
        rows = self._connection.execute(
            select(outbox).where(due).order_by(outbox.c.next_attempt_at, outbox.c.id).limit(limit)
        )
        return tuple(_record(row) for row in rows.mappings())

    def claim(self, entry: OutboxEntry, retry_at: int) -> OutboxEntry | None:
        """Begin a try, before anything is sent; None where somebody else has begun one since the entry was read.

        Whoever dies during the try leaves an entry that waits until `retry_at`: it is tried again, under the same id.
        """
        changed = self._connection.execute(
            outbox.update().where(*_as_read(entry)).values(attempts=entry.attempts + 1, next_attempt_at=retry_at)
        )
        tried = replace(entry, attempts=entry.attempts + 1, next_attempt_at=retry_at)
        return tried if changed.rowcount else None

    def finish(self, entry: OutboxEntry, status: OutboxStatus, now: int, *, error: str | None = None) -> bool:
        """Note how a try ended that `claim` began: WAITING waits for its next try. False where it was overtaken."""
        values: dict[str, object] = {"status": status.value, "last_error": error}
        if status is not OutboxStatus.WAITING:
            values["finished_at"] = now
        return bool(self._connection.execute(outbox.update().where(*_as_read(entry)).values(**values)).rowcount)

    def withdraw(self, dedupe_prefix: str, now: int) -> int:
        """Take back what waits under keys that begin so; returns how many."""
        return self._withdraw(outbox.c.dedupe_key.startswith(dedupe_prefix, autoescape=True), now)

    def withdraw_target(self, target: str, now: int) -> int:
        """Take back what waits for a target that is there no more; returns how many."""
        return self._withdraw(outbox.c.target == target, now)

    def _withdraw(self, which: ColumnElement[bool], now: int) -> int:
        unsent = outbox.c.status.in_((OutboxStatus.WAITING.value, OutboxStatus.FAILED.value))
        values = {"status": OutboxStatus.WITHDRAWN.value, "finished_at": now}
        return int(self._connection.execute(outbox.update().where(which, unsent).values(**values)).rowcount)

    def retry(self, brand_id: int, entry_id: int, now: int) -> None:
        """Let an entry that was given up, or waits after a try that failed, be tried again at once from the start."""
        tried = (outbox.c.status == OutboxStatus.WAITING.value) & outbox.c.last_error.is_not(None)
        given_up = (
            outbox.c.brand_id == brand_id,
            outbox.c.id == entry_id,
            (outbox.c.status == OutboxStatus.FAILED.value) | tried,
        )
        values = {"status": OutboxStatus.WAITING.value, "attempts": 0, "next_attempt_at": now, "finished_at": None}
        if not self._connection.execute(outbox.update().where(*given_up).values(**values)).rowcount:
            raise NotFound("message that was given up", str(entry_id))

    def list_of(self, brand_id: int, *, limit: int = 100) -> tuple[OutboxEntry, ...]:
        """The effects of a brand, the newest first."""
        rows = self._connection.execute(
            select(outbox).where(outbox.c.brand_id == brand_id).order_by(outbox.c.id.desc()).limit(limit)
        )
        return tuple(_record(row) for row in rows.mappings())

    def list_under(self, dedupe_prefix: str) -> tuple[OutboxEntry, ...]:
        """The effects whose keys begin so, the oldest first."""
        own = outbox.c.dedupe_key.startswith(dedupe_prefix, autoescape=True)
        rows = self._connection.execute(select(outbox).where(own).order_by(outbox.c.id))
        return tuple(_record(row) for row in rows.mappings())

    def measure(self) -> OutboxDepth:
        """How much waits over all brands."""
        rows = self._connection.execute(
            select(outbox.c.status, func.count(), func.min(outbox.c.created_at)).group_by(outbox.c.status)
        )
        found = {status: (int(count), int(oldest)) for status, count, oldest in rows}
        waiting, oldest = found.get(OutboxStatus.WAITING.value, (0, None))
        return OutboxDepth(waiting, found.get(OutboxStatus.FAILED.value, (0, 0))[0], oldest)

    def remove_finished(self, before: int) -> int:
        """Forget what was finished before a moment; returns how many."""
        return int(self._connection.execute(outbox.delete().where(outbox.c.finished_at < before)).rowcount)


def _as_read(entry: OutboxEntry) -> tuple[ColumnElement[bool], ...]:
    """The very entry, as it was read: nobody has begun another try of it since."""
    return (
        outbox.c.id == entry.id,
        outbox.c.status == OutboxStatus.WAITING.value,
        outbox.c.attempts == entry.attempts,
    )


def _record(row: RowMapping) -> OutboxEntry:
    return OutboxEntry(
        **{
            **row,
            "kind": OutboxKind(row["kind"]),
            "status": OutboxStatus(row["status"]),
            "payload": json.loads(row["payload"]),
        }
    )
