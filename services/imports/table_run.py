"""One table on its way into the store: converts its chunks and keeps the account of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from learning.domain.enums import Outcome, Severity
from learning.domain.imports import Issue, TableHead, TablePlan, TableReport
from learning.domain.observations import ChunkOutcome, CutSpec, FactChange, Ints
from learning.domain.timekeys import day_of
from learning.imports.converting.converter import ConvertedChunk, Converter, plain_total
from learning.imports.reading.chunks import ColumnChunk, RowChunk
from services.imports.outcomes import rows_by_outcome

ERRORS_SHOWN: Final = 10_000
CHANGES_SHOWN: Final = 20


@dataclass(slots=True)
class TableRun:
    """The account of one planned table of a file."""

    head: TableHead
    plan: TablePlan
    converter: Converter | None
    """None where the table is counted and not stored."""
    rows: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    issue_count: int = 0
    changes: list[FactChange] = field(default_factory=list)
    first_day: int | None = None
    last_day: int | None = None

    @property
    def stored(self) -> bool:
        """Whether the rows of the table go into the store."""
        return not self.plan.questions and self.plan.ignored_reason is None

    def convert(self, chunk: RowChunk | ColumnChunk) -> ConvertedChunk | None:
        """Convert a chunk, or only count its rows."""
        if self.converter is None:
            self.rows += len(chunk.numbers)
            self.outcomes[Outcome.SKIPPED] += len(chunk.numbers)
            return None
        if isinstance(chunk, ColumnChunk):
            converted = self.converter.convert_columns(chunk)
        else:
            converted = self.converter.convert(chunk.numbers, chunk.cells)
        self.rows += converted.rows
        self.outcomes[Outcome.SKIPPED] += converted.skipped
        self.outcomes[Outcome.REJECTED] += converted.rejected
        for name, value in converted.totals.items():
            self.totals[name] += value
        self._widen(converted.first_day, converted.last_day)
        self.note(converted.issues)
        return converted

    def absorb(self, rows: Ints, outcome: ChunkOutcome) -> None:
        """Count what the store did with the observations of a part; `rows` tells how many rows each stands for."""
        self.outcomes.update(rows_by_outcome(rows, outcome))
        self.changes = sorted([*self.changes, *outcome.changes], key=_size, reverse=True)[:CHANGES_SHOWN]

    def note(self, issues: Sequence[Issue]) -> None:
        """Keep issues for the report: as many errors as a person can want, warnings within their budget."""
        self.issue_count += len(issues)
        room = ERRORS_SHOWN - len(self.issues)
        self.issues.extend(issues[:room] if room > 0 else ())

    def report(self, batch_id: str | None, error_file: str | None) -> TableReport:
        """Return the account."""
        cut = CutSpec(self.plan.platform, self.plan.basis, self.plan.grain, tuple(sorted(self.plan.dimensions)))
        notes = self.plan.notes + (self.converter.notes if self.converter else ())
        if self.plan.ignored_reason is not None:
            notes = (*notes, self.plan.ignored_reason)
        return TableReport(
            file=self.head.file,
            table=self.head.table,
            batch_id=batch_id if self.stored or self.plan.ignored_reason else None,
            template=self.plan.template,
            platform=self.plan.platform,
            account=self.plan.account,
            basis=self.plan.basis,
            cut=cut.name,
            confidence=self.plan.confidence,
            rows_read=self.rows,
            outcomes={outcome: self.outcomes[outcome] for outcome in Outcome},
            issues=tuple(sorted(self.issues, key=_place)),
            issue_count=self.issue_count,
            questions=self.plan.questions,
            date_min=None if self.first_day is None else day_of(self.first_day),
            date_max=None if self.last_day is None else day_of(self.last_day),
            totals={name: plain_total(value) for name, value in self.totals.items()},
            error_file=error_file,
            columns=self.plan.columns,
            notes=notes,
            changes=tuple(self.changes),
        )

    def _widen(self, first: int | None, last: int | None) -> None:
        if first is not None:
            self.first_day = first if self.first_day is None else min(first, self.first_day)
        if last is not None:
            self.last_day = last if self.last_day is None else max(last, self.last_day)


def make_run(head: TableHead, plan: TablePlan, *, now: datetime, secret: bytes, convert: bool) -> TableRun:
    """Begin the account of a table; without `convert` its rows are only counted."""
    ignored = plan.ignored_reason is not None
    return TableRun(head, plan, Converter(plan, now=now, secret=secret) if convert and not ignored else None)


def _size(change: FactChange) -> float:
    return abs(change.after - change.before)


def _place(issue: Issue) -> tuple[int, bool]:
    return issue.row, issue.severity is Severity.WARNING
