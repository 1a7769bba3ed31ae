"""Taking an import back, and importing it again from what was kept."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.batches import BatchRecord
from learning.domain.errors import NotFound
from learning.domain.imports import FileReport, UndoReport
from learning.domain.permissions import Permission
from learning.domain.policies import Actor
from learning.imports.context import PlanContext
from learning.imports.reading.magic import FileKind, is_workbook, kind_of
from services.callers import Caller
from services.clock import Clock
from services.imports.archives import open_archive
from services.imports.consequences import Dependent
from services.imports.dependents import DEPENDENTS, require_free, withdraw_all
from services.imports.jobs import FileJob, finished_report, write_file
from services.imports.originals import unpack_parts
from services.imports.planning import StoredPlanner
from services.imports.progress import IsCancelled, OnProgress, ignore_progress, never_cancelled
from services.imports.requests import ImportRequest
from services.imports.results import reused_report
from services.imports.sources import HEAD_BYTES, GivenFile, SourceFile
from services.imports.stored_tables import tables_from_json
from services.operations import track_operation
from services.settings import Settings


@dataclass(frozen=True, slots=True)
class RedoRequest:
    """A batch to import again."""

    batch_id: str
    who: Caller
    on_progress: OnProgress = ignore_progress
    is_cancelled: IsCancelled = never_cancelled


class UndoService:
    """Takes batches back and imports them again."""

    def __init__(
        self, store: Store, settings: Settings, clock: Clock, dependents: tuple[Dependent, ...] = DEPENDENTS
    ) -> None:
        """Work on a store."""
        self._store = store
        self._settings = settings
        self._clock = clock
        self._dependents = dependents

    def undo(self, batch_id: str, *, who: Caller, brand_id: int | None = None) -> UndoReport:
        """Take a batch back; a second time answers what the first did.

        Raises:
            NotFound: There is no such batch, or it is another brand's.
            Refused: Something that is approved depends on it.
        """
        brand_id = self._brand_of(batch_id, brand_id)
        with track_operation("import", "undo"), self._write(who, brand_id, batch_id) as (work, _):
            batch = get_batch(work, batch_id, brand_id)
            if batch.import_order is not None:
                require_free(work, batch_id, self._dependents)
                erased = work.importing.undo(batch_id, now=int(self._clock.now().timestamp()))
                found = withdraw_all(work, batch_id, self._dependents)
                report = replace(erased, withdrawn=found.withdrawn, flagged=found.flagged)
                work.importing.keep_undo_report(report)
                work.commit()
            else:
                report = work.importing.undo(batch_id)
        return report

    def redo(self, request: RedoRequest, *, brand_id: int | None = None) -> FileReport:
        """Import an undone batch again, as the latest import, read exactly as the first time.

        Raises:
            NotFound: There is no such batch, or it is another brand's.
            Refused: The same file was imported again since.
        """
        with tempfile.TemporaryDirectory(prefix="bellwether-redo-") as folder:
            path = Path(folder) / "original"
            with self._store.read() as work:
                batch = get_batch(work, request.batch_id, brand_id)
                if batch.import_order is not None:
                    return reused_report(work, batch, batch.file, dry_run=False)
                with path.open("wb") as stream:
                    stream.writelines(unpack_parts(work.batches.read_original(batch.id)))
            return self._redo_file(request, batch, path)

    def _redo_file(self, request: RedoRequest, batch: BatchRecord, path: Path) -> FileReport:
        with self._write(request.who, batch.brand_id, batch.id) as (work, _):
            writer = work.importing.restart(batch.id, now=int(self._clock.now().timestamp()))
            if isinstance(writer, BatchRecord):
                return reused_report(work, writer, batch.file, dry_run=False)
            job = self._job(work, request, batch, path)
            planner = StoredPlanner(tables_from_json(batch.tables))
            run = write_file(job, work, writer, planner, self._settings, keeps_original=False)
            work.commit()
        return finished_report(job, run, batch.id)

    def _brand_of(self, batch_id: str, brand_id: int | None) -> int:
        if brand_id is not None:
            return brand_id
        with self._store.read() as work:
            return get_batch(work, batch_id, None).brand_id

    def _write(self, who: Caller, brand_id: int, batch_id: str) -> AbstractContextManager[tuple[UnitOfWork, Actor]]:
        return who.write(self._store, brand_id, Permission.IMPORT, f"import:{batch_id}")

    def _job(self, work: UnitOfWork, request: RedoRequest, batch: BatchRecord, path: Path) -> FileJob:
        now = self._clock.now()
        brand = work.brands.get(batch.brand_id)
        return FileJob(
            request=ImportRequest(
                brand=brand,
                who=request.who,
                files=(GivenFile(path, batch.file),),
                on_progress=request.on_progress,
                is_cancelled=request.is_cancelled,
            ),
            source=_source_of(batch, path),
            fingerprint=batch.fingerprint,
            context=PlanContext(brand_zone=brand.time_zone, now=now),
            siblings=(),
            now=now,
            number=1,
            files=1,
        )


def get_batch(work: UnitOfWork, batch_id: str, brand_id: int | None) -> BatchRecord:
    """Return a batch of a brand; one of another brand is not found."""
    batch = work.batches.get(batch_id)
    if brand_id is not None and batch.brand_id != brand_id:
        raise NotFound("import batch", batch_id)
    return batch


def _source_of(batch: BatchRecord, path: Path) -> SourceFile:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        kind = kind_of(head, batch.file)
        if kind is FileKind.ZIP and is_workbook(open_archive(batch.file, stream).namelist()):
            kind = FileKind.XLSX
    return SourceFile(batch.file, path, None, batch.size, batch.checksum, kind, head)
