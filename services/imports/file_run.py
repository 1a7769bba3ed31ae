"""One file through the pipeline: read, plan, convert, and hand over to a sink (the store, or a comparison)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from learning.domain.enums import OnError, Outcome
from learning.domain.errors import Cancelled
from learning.domain.imports import Issue, TableHead, TablePlan, TableReport
from learning.domain.observations import ChunkOutcome, CutSpec, ObservationChunk
from learning.imports.reading.chunks import ColumnChunk, RowChunk
from learning.imports.reading.columnar import Beginning, read_columns
from services.imports.error_files import ErrorFile
from services.imports.garbage import rare_collections
from services.imports.progress import IsCancelled, OnProgress, Progress, Stage
from services.imports.sources import SourceFile
from services.imports.table_run import TableRun, make_run


class Sink(Protocol):
    """Where the observations of a file go."""

    def take(self, plan: TablePlan, spec: CutSpec, chunk: ObservationChunk) -> ChunkOutcome:
        """Take one chunk and say what became of it."""

    def note(self, table: int, issues: Sequence[Issue]) -> None:
        """Keep the problems of a table."""

    def breathe(self) -> None:
        """Do what can be done between two chunks."""


Planner = Callable[[TableHead], tuple[TablePlan, ...]]


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What holds for every table of a file."""

    now: datetime
    secret: bytes
    on_error: OnError
    dry_run: bool
    errors: Path
    """Folder and first part of the names of error files."""
    file_number: int
    files: int
    on_progress: OnProgress
    is_cancelled: IsCancelled


class FileRun:
    """Takes one file from its bytes to its reports."""

    def __init__(
        self,
        source: SourceFile,
        plan: Planner,
        sink: Sink,
        settings: RunSettings,
        *,
        beginning: Beginning | None = None,
    ) -> None:
        """Plan a run; the beginning of the file need not be read again where it is at hand."""
        self._beginning = beginning
        self.tables: list[TableRun] = []
        self._error_files: list[ErrorFile] = []
        self._source = source
        self._plan = plan
        self._sink = sink
        self._settings = settings
        self._open: list[int] = []
        self._early: list[Issue] = []
        self._rows = 0

    @property
    def stopped(self) -> bool:
        """Whether rejected rows forbid storing the file."""
        rejected = any(table.outcomes[Outcome.REJECTED] for table in self.tables)
        return rejected and self._settings.on_error is OnError.STOP

    @property
    def worth_storing(self) -> bool:
        """Whether there is a table to store, or one that is known to hold nothing, and nothing forbids it."""
        usable = any(table.stored or table.plan.ignored_reason for table in self.tables)
        return usable and not self.stopped

    def run(self) -> None:
        """Read the whole file.

        Raises:
            Cancelled: A person stopped it.
            UnreadableFile, FileTooLarge: The file turned out to be none that can be read.
        """
        try:
            with rare_collections(), self._source.open() as stream:
                self._tell(Stage.READING, stream)
                source = self._source
                start, self._beginning = self._beginning, None
                for event in read_columns(stream, source.kind, file=source.name, size=source.size, beginning=start):
                    if isinstance(event, TableHead):
                        self._begin(event)
                    elif isinstance(event, RowChunk | ColumnChunk):
                        self._convert(event)
                        self._tell(Stage.CHECKING if self._settings.dry_run else Stage.SAVING, stream)
                    else:
                        self._note(event)
        except BaseException:
            self.discard_errors()
            raise
        for file in self._error_files:
            file.close()

    def discard_errors(self) -> None:
        """Drop the error files of a run that failed."""
        for file in self._error_files:
            file.close()
            file.remove()

    def reports(self, batch_id: str | None) -> tuple[TableReport, ...]:
        """Return what became of each table."""
        pairs = zip(self.tables, self._error_files, strict=True)
        reports = tuple(table.report(batch_id, str(file.path) if file.rows else None) for table, file in pairs)
        return tuple(_not_stored(report) for report in reports) if self.stopped else reports

    def _begin(self, head: TableHead) -> None:
        settings = self._settings
        self._open = []
        for plan in self._plan(head):
            run = make_run(
                head, plan, now=settings.now, secret=settings.secret, convert=settings.dry_run or not plan.questions
            )
            self._open.append(len(self.tables))
            path = settings.errors.with_name(f"{settings.errors.name}-{len(self.tables) + 1}.csv")
            self.tables.append(run)
            self._error_files.append(ErrorFile(path))
        for issue in self._early:
            self._note(issue)
        self._early = []

    def _convert(self, chunk: RowChunk | ColumnChunk) -> None:
        for number in self._open:
            table = self.tables[number]
            converted = table.convert(chunk)
            if converted is None:
                continue
            self._keep(number, converted.issues)
            for spec, part in converted.parts:
                outcome = self._sink.take(table.plan, spec, part)
                table.absorb(part.row_counts, outcome)
        self._rows += len(chunk.numbers)
        self._sink.breathe()

    def _note(self, issue: Issue) -> None:
        if not self._open:
            self._early.append(issue)
            return
        self.tables[self._open[0]].note([issue])
        self._keep(self._open[0], [issue])

    def _keep(self, number: int, issues: Sequence[Issue]) -> None:
        if issues:
            self._error_files[number].add(issues)
            self._sink.note(number, issues)

    def _tell(self, stage: Stage, stream: BinaryIO) -> None:
        settings = self._settings
        if settings.is_cancelled():
            raise Cancelled(f"The import of {self._source.name}")
        share = min(1.0, stream.tell() / self._source.size) if self._source.size else 1.0
        settings.on_progress(
            Progress(stage, self._source.name, settings.file_number, settings.files, self._rows, share)
        )


def _not_stored(report: TableReport) -> TableReport:
    """Return the report of a table whose file was left out: the good rows were skipped."""
    taken = (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED)
    outcomes = dict(report.outcomes)
    outcomes[Outcome.SKIPPED] += sum(outcomes[outcome] for outcome in taken)
    outcomes |= dict.fromkeys(taken, 0)
    return replace(report, batch_id=None, outcomes=outcomes, totals={})
