"""Import batches: history, problems, stored originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from db.schema.batches import import_batch, import_issue, import_original
from learning.domain.batches import BatchDraft, BatchRecord, BatchStatus
from learning.domain.enums import Outcome, Severity
from learning.domain.errors import NotFound
from learning.domain.imports import Issue

ISSUE_BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """A problem of a row and the place of its table within the file."""

    table_index: int
    issue: Issue


class Batches:
    """The import history of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def get(self, batch_id: str) -> BatchRecord:
        """The batch of an id."""
        found = self.find(batch_id)
        if found is None:
            raise NotFound("import batch", batch_id)
        return found

    def find(self, batch_id: str) -> BatchRecord | None:
        """The batch of an id, if there is one."""
        row = self._connection.execute(select(import_batch).where(import_batch.c.id == batch_id)).mappings().first()
        return None if row is None else _record(row)

    def find_live(self, brand_id: int, checksum: str, fingerprint: str) -> BatchRecord | None:
        """The live batch of the same file with the same options, if there is one."""
        row = (
            self._connection.execute(
                select(import_batch).where(
                    import_batch.c.brand_id == brand_id,
                    import_batch.c.checksum == checksum,
                    import_batch.c.fingerprint == fingerprint,
                    import_batch.c.status == BatchStatus.LIVE.value,
                )
            )
            .mappings()
            .first()
        )
        return None if row is None else _record(row)

    def list_of(
        self, brand_id: int, *, status: BatchStatus | None = None, limit: int | None = None
    ) -> list[BatchRecord]:
        """A brand's batches, the newest first."""
        statement = (
            select(import_batch)
            .where(import_batch.c.brand_id == brand_id)
            .order_by(import_batch.c.created_at.desc(), import_batch.c.import_order.desc(), import_batch.c.id)
            .limit(limit)
        )
        if status is not None:
            statement = statement.where(import_batch.c.status == status.value)
        return [_record(row) for row in self._connection.execute(statement).mappings()]

    def iterate_issues(self, batch_id: str, *, table_index: int | None = None) -> Iterator[StoredIssue]:
        """All problems of a batch in the order of the file, in blocks of memory."""
        statement = select(import_issue).where(import_issue.c.batch_id == batch_id).order_by(import_issue.c.position)
        if table_index is not None:
            statement = statement.where(import_issue.c.table_index == table_index)
        for row in self._connection.execute(statement.execution_options(yield_per=ISSUE_BLOCK)).mappings():
            yield StoredIssue(
                int(row["table_index"]),
                Issue(
                    row["row"],
                    row["column"],
                    row["value"],
                    row["reason"],
                    row["fix"],
                    Severity(row["severity"]),
                    row["code"],
                ),
            )

    def read_original(self, batch_id: str) -> Iterator[bytes]:
        """The stored original part by part, as it was handed in (the services compress it)."""
        parts = self._connection.execute(
            select(import_original.c.part)
            .where(import_original.c.batch_id == batch_id)
            .order_by(import_original.c.part)
        ).scalars()
        for part in list(parts):
            yield bytes(
                self._connection.execute(
                    select(import_original.c.bytes).where(
                        import_original.c.batch_id == batch_id, import_original.c.part == part
                    )
                ).scalar_one()
            )

    def add(self, batch_id: str, draft: BatchDraft) -> None:
        """Write the batch of a draft, without rows yet."""
        self._connection.execute(
            import_batch.insert().values(
                id=batch_id,
                brand_id=draft.brand_id,
                file=draft.file,
                size=draft.size,
                checksum=draft.checksum,
                fingerprint=draft.fingerprint,
                templates=",".join(draft.templates),
                who=draft.who,
                created_at=draft.created_at,
                captured_at=draft.captured_at,
                status=BatchStatus.LIVE.value,
            )
        )

    def add_original(self, batch_id: str, part: int, content: bytes) -> None:
        """Keep one part of the original file."""
        self._connection.execute(import_original.insert().values(batch_id=batch_id, part=part, bytes=content))

    def add_issues(self, batch_id: str, table_index: int, issues: Iterable[Issue], *, position: int) -> int:
        """Keep problems from a position on; returns the next position."""
        rows = [
            {
                "batch_id": batch_id,
                "position": position + offset,
                "table_index": table_index,
                "row": issue.row,
                "column": issue.column,
                "value": issue.value,
                "reason": issue.reason,
                "fix": issue.fix,
                "severity": issue.severity.value,
                "code": issue.code,
            }
            for offset, issue in enumerate(issues)
        ]
        for start in range(0, len(rows), ISSUE_BLOCK):
            self._connection.execute(import_issue.insert(), rows[start : start + ISSUE_BLOCK])
        return position + len(rows)

    def remove_issues(self, batch_id: str) -> None:
        """Forget the problems of an earlier run."""
        self._connection.execute(import_issue.delete().where(import_issue.c.batch_id == batch_id))


def _record(row: RowMapping) -> BatchRecord:
    return BatchRecord(
        id=row["id"],
        brand_id=row["brand_id"],
        file=row["file"],
        size=row["size"],
        checksum=row["checksum"],
        fingerprint=row["fingerprint"],
        templates=tuple(filter(None, row["templates"].split(","))),
        who=row["who"],
        created_at=row["created_at"],
        captured_at=row["captured_at"],
        import_order=row["import_order"],
        status=BatchStatus(row["status"]),
        outcomes={outcome: row[f"rows_{outcome.value}"] for outcome in Outcome},
        tables=row["tables"],
        day_min=row["day_min"],
        day_max=row["day_max"],
        undone_at=row["undone_at"],
    )
