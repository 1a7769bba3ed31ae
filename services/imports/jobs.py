"""One file of a request on its way: what is known of it, how it is run, how it is written, what is answered."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from db.importing.writer import BatchWriter
from db.unit import UnitOfWork
from learning.domain.batches import BatchDraft, BatchResult
from learning.domain.enums import Outcome
from learning.domain.imports import FileReport
from learning.imports.context import PlanContext, SiblingEvidence
from learning.imports.reading.columnar import Beginning
from services.imports.after import add_note, remember_choices
from services.imports.file_run import FileRun, Planner, RunSettings, Sink
from services.imports.originals import OriginalPacker
from services.imports.requests import ImportRequest
from services.imports.results import open_refusal, rejected_refusal
from services.imports.sinks import StoreSink
from services.imports.sources import SourceFile
from services.imports.stored_tables import StoredTable, tables_to_json
from services.master_key import derive_key, load_master_key
from services.settings import Settings

ERROR_FOLDER = "errors"


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file of a request and all that is known of its company."""

    request: ImportRequest
    source: SourceFile
    fingerprint: str
    context: PlanContext
    siblings: tuple[SiblingEvidence, ...]
    now: datetime
    number: int
    files: int
    beginning: Beginning | None = None
    """Of a long file that was looked at already."""

    def draft(self, who: str) -> BatchDraft:
        """Return the batch as it begins, with the name of whoever imports it."""
        moment = int(self.now.timestamp())
        return BatchDraft(
            brand_id=self.request.brand.id,
            file=self.source.name,
            size=self.source.size,
            checksum=self.source.sha256,
            fingerprint=self.fingerprint,
            templates=(),
            who=who,
            created_at=moment,
            captured_at=moment,
        )

    def run(self, planner: Planner, sink: Sink, settings: Settings, errors: str) -> FileRun:
        """Return the run of the file into a sink."""
        return FileRun(
            self.source,
            planner,
            sink,
            RunSettings(
                now=self.now,
                secret=derive_key(load_master_key(settings), f"people of brand {self.request.brand.id}"),
                on_error=self.request.options.on_error,
                dry_run=self.request.options.dry_run,
                errors=settings.data_dir / ERROR_FOLDER / errors,
                file_number=self.number,
                files=self.files,
                on_progress=self.request.on_progress,
                is_cancelled=self.request.is_cancelled,
            ),
            beginning=self.beginning,
        )


def write_file(
    job: FileJob,
    work: UnitOfWork,
    writer: BatchWriter,
    planner: Planner,
    settings: Settings,
    *,
    keeps_original: bool = True,
) -> FileRun:
    """Write a file with its original, its note and what it taught; the caller commits if it is worth storing."""
    with ExitStack() as stack:
        packer = stack.enter_context(OriginalPacker(job.source.open())) if keeps_original else None
        sink = StoreSink(writer, packer)
        run = job.run(planner, sink, settings, writer.batch_id)
        run.run()
        if not run.worth_storing:
            return run
        sink.close()
    close_batch(job, work, writer, run)
    return run


def close_batch(job: FileJob, work: UnitOfWork, writer: BatchWriter, run: FileRun) -> None:
    """Sum up, note the import on the charts and remember choices."""
    reports = run.reports(writer.batch_id)
    stored = [
        StoredTable(table.head.index, table.plan, report) for table, report in zip(run.tables, reports, strict=True)
    ]
    days = [day for table in run.tables if table.stored for day in (table.first_day, table.last_day) if day is not None]
    result = BatchResult(
        outcomes={outcome: sum(report.outcomes[outcome] for report in reports) for outcome in Outcome},
        tables=tables_to_json(stored),
        templates=tuple(dict.fromkeys(table.plan.template for table in run.tables)),
        day_min=min(days, default=None),
        day_max=max(days, default=None),
    )
    writer.finish(result)
    add_note(work, job.request, writer.batch_id, reports, job.now)
    remember_choices(work, job.request, run.tables, job.now)


def finished_report(job: FileJob, run: FileRun, batch_id: str | None) -> FileReport:
    """Return what became of a file that was read to its end."""
    tables = run.reports(batch_id)
    error = open_refusal(job.source.name, tables)
    if run.stopped:
        error = rejected_refusal(job.source.name, sum(table.outcomes[Outcome.REJECTED] for table in tables))
    return FileReport(job.source.name, batch_id, error, tables)
