"""Imports in words and as JSON, for the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Final

from learning.domain.enums import Outcome
from learning.domain.imports import FileReport, TableReport
from services.imports.progress import Progress
from services.imports.report_json import file_payload, refusal_payload, table_payload

SECONDS_BETWEEN: Final = 1.0
ISSUES_PRINTED: Final = 5


def import_payload(reports: Sequence[FileReport]) -> dict[str, object]:
    """Return reports in the shape of the command; the first failure stands beside them."""
    payload: dict[str, object] = {
        "files": [file_payload(report) for report in reports],
        "tables": [table_payload(table) for report in reports for table in report.tables],
    }
    failures = [report.error for report in reports if report.error is not None]
    if failures:
        payload["error"] = refusal_payload(failures[0])
    return payload


def import_words(reports: Sequence[FileReport], *, dry_run: bool) -> str:
    """Return reports for a person."""
    lines: list[str] = []
    for report in reports:
        lines.append(_file_line(report, dry_run=dry_run))
        if report.error is not None:
            lines += [f"  {report.error.message}", f"  {report.error.fix}"]
        for table in report.tables:
            lines += _table_lines(table)
    return "\n".join(lines)


def _file_line(report: FileReport, *, dry_run: bool) -> str:
    if report.reused:
        return f"{report.file}: imported before, nothing to change"
    if report.batch_id is not None:
        return f"{report.file}: imported as {report.batch_id}"
    return f"{report.file}: {'dry run' if dry_run and report.error is None else 'not imported'}"


def _table_lines(table: TableReport) -> list[str]:
    name = f"{table.table}: " if table.table else ""
    counts = ", ".join(f"{table.outcomes.get(outcome, 0):,} {outcome.value}" for outcome in Outcome)
    lines = [f"  {name}{table.cut} ({table.template}, {table.basis.value}): {table.rows_read:,} rows: {counts}"]
    if table.date_min and table.date_max:
        lines.append(f"    {table.date_min.isoformat()} to {table.date_max.isoformat()}")
    lines += [
        f"    row {issue.row}{f', {issue.column}' if issue.column else ''}: {issue.reason} {issue.fix}"
        for issue in table.issues[:ISSUES_PRINTED]
    ]
    if table.issue_count > ISSUES_PRINTED:
        lines.append(f"    and {table.issue_count - ISSUES_PRINTED:,} more")
    lines += [
        f"    {question.prompt} (--answer {question.key.value}=..., proposed: {question.proposed})"
        for question in table.questions
    ]
    if table.error_file is not None:
        lines.append(f"    rejected rows: {table.error_file}")
    return lines


class ProgressLine:
    """Tells standard error how far an import is, at most once a second."""

    def __init__(self) -> None:
        """Begin silent: what is done within a second needs no progress."""
        self._next = time.monotonic() + SECONDS_BETWEEN

    def __call__(self, progress: Progress) -> None:
        """Write one line, if it is time."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SECONDS_BETWEEN
        sys.stderr.write(
            f"{progress.stage.value} {progress.file} ({progress.file_number} of {progress.files}): "
            f"{progress.rows:,} rows, {progress.share:.0%}\n"
        )
        sys.stderr.flush()
