"""The import of files: previewed or committed, one transaction per file, the same for page and command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.batches import BatchRecord
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError, Cancelled, RuleRefused, StoreUnavailable
from learning.domain.imports import FileReport
from learning.domain.permissions import Permission
from learning.imports.context import PlanContext
from services.brands import demo_refusal
from services.clock import Clock
from services.imports.archives import DAMAGE, Caps, damaged
from services.imports.jobs import FileJob, finished_report, write_file
from services.imports.planning import TablePlanner, read_context
from services.imports.requests import ImportRequest, company_fingerprint, options_fingerprint
from services.imports.results import failed_report, reused_report
from services.imports.sinks import PreviewSink
from services.imports.sources import SourceFile, collect_sources
from services.imports.stored_tables import tables_from_json
from services.imports.survey import Survey, survey_files
from services.operations import track_operation
from services.settings import Settings


class ImportService:
    """Imports files into a brand."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._settings = settings
        self._clock = clock

    def preview(self, request: ImportRequest) -> tuple[FileReport, ...]:
        """Say what an import would do; nothing is stored."""
        return self._run(replace(request, options=replace(request.options, dry_run=True)))

    def commit(self, request: ImportRequest) -> tuple[FileReport, ...]:
        """Import the files, each in a transaction of its own.

        Raises:
            Refused: The brand takes no imports.
            RuleRefused: Whoever asks may only look.
        """
        return self._run(replace(request, options=replace(request.options, dry_run=False)))

    def _run(self, request: ImportRequest) -> tuple[FileReport, ...]:
        if request.brand.is_demo and not request.loads_demo:
            raise demo_refusal(request.brand)
        now = self._clock.now()
        sources = collect_sources(request.files, Caps(self._settings.upload_limit_bytes))
        with self._store.read() as work:
            context = read_context(work, request, now)
            prints = {source.sha256: self._fingerprint(work, request, source, sources) for source in sources}
            known = {key for key, print_ in prints.items() if _find(work, request.brand, key, print_) is not None}
        survey = survey_files(sources, context, wanted=lambda source: source.sha256 not in known)
        return tuple(self._reports(request, survey, context, prints, now))

    def _reports(
        self, request: ImportRequest, survey: Survey, context: PlanContext, prints: dict[str, str], now: datetime
    ) -> list[FileReport]:
        reports: list[FileReport] = []
        cancelled: Cancelled | None = None
        for number, file in enumerate(survey.files, start=1):
            error: BellwetherError | None = file.error or cancelled
            if error is not None:
                reports.append(failed_report(file.source.name, error))
                continue
            job = FileJob(
                request=request,
                source=file.source,
                fingerprint=prints[file.source.sha256],
                context=context,
                siblings=survey.siblings,
                now=now,
                number=number,
                files=len(survey.files),
                beginning=file.beginning,
            )
            try:
                reports.append(self._import_file(job))
            except Cancelled as stop:
                cancelled = stop
                reports.append(failed_report(file.source.name, stop))
        return reports

    def _import_file(self, job: FileJob) -> FileReport:
        dry_run = job.request.options.dry_run
        try:
            with track_operation("import", "preview" if dry_run else "file"):
                return self._preview_file(job) if dry_run else self._commit_file(job)
        except (Cancelled, StoreUnavailable, RuleRefused):
            raise
        except BellwetherError as error:
            return failed_report(job.source.name, error)
        except DAMAGE:
            return failed_report(job.source.name, damaged(job.source.name))

    def _preview_file(self, job: FileJob) -> FileReport:
        with self._store.read() as work:
            earlier = _find(work, job.request.brand, job.source.sha256, job.fingerprint)
            if earlier is not None:
                return reused_report(work, earlier, job.source.name, dry_run=True)
            preview = work.importing.preview(job.request.brand.id, captured_at=int(job.now.timestamp()))
            planner = TablePlanner(work, job.request, job.source, job.context, job.siblings)
            run = job.run(planner, PreviewSink(preview), self._settings, f"dry-{job.source.sha256[:12]}")
            run.run()
        return finished_report(job, run, None)

    def _commit_file(self, job: FileJob) -> FileReport:
        request = job.request
        with request.who.write(self._store, request.brand.id, Permission.IMPORT) as (work, actor):
            writer = work.importing.start(job.draft(actor.name))
            if isinstance(writer, BatchRecord):
                return reused_report(work, writer, job.source.name, dry_run=False)
            planner = TablePlanner(work, job.request, job.source, job.context, job.siblings)
            run = write_file(job, work, writer, planner, self._settings)
            if run.worth_storing:
                work.commit()
                return finished_report(job, run, writer.batch_id)
        return finished_report(job, run, None)

    def _fingerprint(
        self, work: UnitOfWork, request: ImportRequest, source: SourceFile, company: Sequence[SourceFile]
    ) -> str:
        """Return the fingerprint of a file's options; where an earlier import left questions open, with its company."""
        fingerprint = options_fingerprint(request.options)
        earlier = _find(work, request.brand, source.sha256, fingerprint)
        if earlier is None or not any(table.plan.questions for table in tables_from_json(earlier.tables)):
            return fingerprint
        return company_fingerprint(fingerprint, [each.sha256 for each in company])


def _find(work: UnitOfWork, brand: Brand, checksum: str, fingerprint: str) -> BatchRecord | None:
    return work.batches.find_live(brand.id, checksum, fingerprint) if checksum else None
