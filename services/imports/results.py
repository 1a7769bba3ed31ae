"""What is answered for a file: done, failed, or there already."""

from __future__ import annotations

from dataclasses import replace

from db.unit import UnitOfWork
from learning.domain.batches import BatchRecord
from learning.domain.enums import Outcome
from learning.domain.errors import BellwetherError, NeedsAnswer
from learning.domain.imports import FileReport, Issue, Refusal, TableReport
from services.imports.stored_tables import tables_from_json
from services.imports.table_run import ERRORS_SHOWN

KEPT = (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED)


def refusal_of(error: BellwetherError) -> Refusal:
    """Return an error as every surface shows it."""
    return Refusal(error.code, error.message, error.fix)


def failed_report(file: str, error: BellwetherError) -> FileReport:
    """Return the report of a file of which nothing could be read."""
    return FileReport(file, None, refusal_of(error), ())


def rejected_refusal(file: str, rejected: int) -> Refusal:
    """Return why a file with rejected rows was left out as a whole."""
    rows = "1 row" if rejected == 1 else f"{rejected:,} rows"
    return Refusal(
        "rejected_rows",
        f"{file}: {rows} could not be read, so nothing of the file was stored.",
        "Correct the rows that the error file names, or import the good rows with --on-error skip.",
    )


def open_refusal(file: str, tables: tuple[TableReport, ...]) -> Refusal | None:
    """Return the refusal of a file that leaves questions open, or None."""
    keys = dict.fromkeys(question.key.value for table in tables for question in table.questions)
    return refusal_of(NeedsAnswer(file, list(keys))) if keys else None


def reused_report(work: UnitOfWork, batch: BatchRecord, file: str, *, dry_run: bool) -> FileReport:
    """Return the report of a file that is in the store already: what it stored then is unchanged now."""
    shown = None if dry_run else batch.id
    tables = []
    for number, table in enumerate(tables_from_json(batch.tables)):
        report = table.report
        outcomes = dict(report.outcomes)
        outcomes[Outcome.UNCHANGED] = sum(outcomes.get(outcome, 0) for outcome in KEPT)
        outcomes |= {Outcome.ADDED: 0, Outcome.UPDATED: 0}
        issues = _issues(work, batch.id, number)
        tables.append(replace(report, file=file, batch_id=report.batch_id and shown, outcomes=outcomes, issues=issues))
    return FileReport(file, shown, open_refusal(file, tuple(tables)), tuple(tables), reused=True)


def _issues(work: UnitOfWork, batch_id: str, table: int) -> tuple[Issue, ...]:
    found = []
    for stored in work.batches.iterate_issues(batch_id, table_index=table):
        found.append(stored.issue)
        if len(found) == ERRORS_SHOWN:
            break
    return tuple(found)
