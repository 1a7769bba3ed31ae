"""Beginning, repeating and taking back imports."""

from __future__ import annotations

import json
import uuid

from sqlalchemy import Connection

from db.background import Background
from db.dialects import Dialect
from db.importing.preview import BatchPreview
from db.importing.undo import BatchEraser
from db.importing.writer import BatchWriter
from db.repositories.annotations import Annotations
from db.repositories.batches import Batches
from db.repositories.brands import Brands
from db.schema.batches import import_batch, import_run
from learning.domain.batches import BatchDraft, BatchRecord, BatchStatus
from learning.domain.errors import Refused
from learning.domain.imports import UndoReport


class Imports:
    """The imports of a store."""

    def __init__(self, connection: Connection, dialect: Dialect, background: Background) -> None:
        """Work within a transaction."""
        self._background = background
        self._connection = connection
        self._dialect = dialect
        self._batches = Batches(connection)
        self._brands = Brands(connection)

    def preview(self, brand_id: int, captured_at: int) -> BatchPreview:
        """Compare chunks with the store, in a reading unit of work."""
        return BatchPreview(self._connection, self._dialect, brand_id, captured_at)

    def start(self, draft: BatchDraft) -> BatchWriter | BatchRecord:
        """Begin to write a file; the live batch instead, if the same file with the same options is in the store."""
        self._brands.lock(draft.brand_id)
        live = self._batches.find_live(draft.brand_id, draft.checksum, draft.fingerprint)
        if live is not None:
            return live
        batch_id = uuid.uuid4().hex
        self._batches.add(batch_id, draft)
        return self._begin_run(self._batches.get(batch_id), draft.created_at)

    def restart(self, batch_id: str, *, now: int) -> BatchWriter | BatchRecord:
        """Begin to write an undone batch again, as the latest import; the batch itself, if it is live.

        Its issues are forgotten and its stored original stays: the caller reads it and writes the rows anew.
        """
        self._brands.lock(self._batches.get(batch_id).brand_id)
        batch = self._batches.get(batch_id)
        if batch.status is BatchStatus.LIVE:
            return batch
        live = self._batches.find_live(batch.brand_id, batch.checksum, batch.fingerprint)
        if live is not None:
            raise Refused(
                f"{batch.file} was imported again since, as batch {live.id}.", f"Undo {live.id} first, or keep it."
            )
        self._batches.remove_issues(batch_id)
        return self._begin_run(batch, now)

    def undo(self, batch_id: str, *, now: int | None = None) -> UndoReport:
        """Take back a batch; a second time answers what the first did and changes nothing.

        Args:
            batch_id: The batch.
            now: UTC seconds; None leaves the moment unknown.
        """
        self._brands.lock(self._batches.get(batch_id).brand_id)
        batch = self._batches.get(batch_id)
        if batch.status is BatchStatus.UNDONE or batch.import_order is None:
            return self._stored_report(batch_id)
        erased = BatchEraser(self._connection, self._dialect, batch.brand_id, batch.import_order).erase()
        Annotations(self._connection).remove_from_source(batch.brand_id, batch_id)
        undone = {"status": BatchStatus.UNDONE.value, "import_order": None, "undone_at": now}
        self._connection.execute(import_batch.update().where(import_batch.c.id == batch_id).values(**undone))
        report = UndoReport(batch_id, erased.removed, erased.restored, (), ())
        self.keep_undo_report(report)
        self._brands.raise_data_version(batch.brand_id)
        return report

    def keep_undo_report(self, report: UndoReport) -> None:
        """Keep what an undo did: it is the answer to the same undo later."""
        answer = {
            "removed": report.removed,
            "restored": report.restored,
            "withdrawn": list(report.withdrawn),
            "flagged": list(report.flagged),
        }
        self._connection.execute(
            import_batch.update().where(import_batch.c.id == report.batch_id).values(undo_report=json.dumps(answer))
        )

    def _begin_run(self, batch: BatchRecord, now: int) -> BatchWriter:
        run = import_run.insert().values(batch_id=batch.id, started_at=now).returning(import_run.c.id)
        import_order = int(self._connection.execute(run).scalar_one())
        self._connection.execute(
            import_batch.update()
            .where(import_batch.c.id == batch.id)
            .values(status=BatchStatus.LIVE.value, import_order=import_order, undo_report=None, undone_at=None)
        )
        return BatchWriter(self._connection, self._dialect, batch, import_order, background=self._background)

    def _stored_report(self, batch_id: str) -> UndoReport:
        text = self._connection.execute(
            import_batch.select().with_only_columns(import_batch.c.undo_report).where(import_batch.c.id == batch_id)
        ).scalar()
        answer = json.loads(text or "{}")
        return UndoReport(
            batch_id,
            int(answer.get("removed", 0)),
            int(answer.get("restored", 0)),
            tuple(answer.get("withdrawn", ())),
            tuple(answer.get("flagged", ())),
        )
