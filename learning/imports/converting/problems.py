"""What was wrong with the rows of a chunk, and which rows are kept out for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from learning.domain.enums import Severity
from learning.domain.imports import Issue
from learning.domain.observations import Ints
from learning.imports.converting.columns import Codes, Column, Mask
from learning.imports.values.problems import ValueProblem

LONGEST_VALUE: Final = 200
WARNINGS_KEPT: Final = 1_000
"""Per kind and column of a table: a column that is odd throughout says so often enough; the rest is only counted."""


class WarningBudget:
    """How many warnings of each kind and column a table has had, over all of its chunks."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts: Counter[tuple[str, str | None]] = Counter()

    def take(self, code: str, column: str | None, wanted: int) -> int:
        """Count warnings and tell how many of them may still be kept one by one.

        Args:
            code: The kind of problem.
            column: The header of the column, if one is to blame.
            wanted: How many there are.

        Returns:
            How many of them to keep.
        """
        before = self.counts[code, column]
        self.counts[code, column] += wanted
        return max(0, min(wanted, WARNINGS_KEPT - before))


class RowProblems:
    """The problems of one chunk."""

    def __init__(self, numbers: Ints, budget: WarningBudget) -> None:
        """Begin with every row accepted.

        Args:
            numbers: Spreadsheet row of each row of the chunk.
            budget: The warnings of the table so far.
        """
        self.numbers = numbers
        self.budget = budget
        self.rejected: Mask = np.zeros(len(numbers), np.bool_)
        self.issues: list[Issue] = []

    def add_values(self, column: Column, header: str, found: Sequence[ValueProblem]) -> None:
        """Blame the rows whose cell could not be read, or was read with a reservation.

        Args:
            column: The column that was read.
            header: Its header.
            found: Problems of its texts.
        """
        if not found:
            return
        by_text = np.full(len(column.texts), -1, np.int64)
        by_text[[problem.index for problem in found]] = np.arange(len(found))
        places = column.spread(by_text)
        rows = np.flatnonzero(places >= 0)
        taken: Counter[str] = Counter()
        wanted = Counter(
            found[place].code for place in places[rows].tolist() if found[place].severity is Severity.WARNING
        )
        allowed = {code: self.budget.take(code, header, count) for code, count in wanted.items()}
        for row, place in zip(rows.tolist(), places[rows].tolist(), strict=True):
            problem = found[place]
            if problem.severity is Severity.ERROR:
                self.rejected[row] = True
            else:
                taken[problem.code] += 1
                if taken[problem.code] > allowed[problem.code]:
                    continue
            self.issues.append(
                Issue(
                    row=int(self.numbers[row]),
                    column=header,
                    value=_short(problem.value),
                    reason=problem.reason,
                    fix=problem.fix,
                    severity=problem.severity,
                    code=problem.code,
                )
            )

    def reject(self, rows: Codes, like: Issue, values: Sequence[str | None] | None = None) -> None:
        """Keep rows out.

        Args:
            rows: Places within the chunk.
            like: The problem; its row, and its value where `values` are given, are filled in.
            values: One value per place.
        """
        self.rejected[rows] = True
        self._add(rows, like, values)

    def warn(self, rows: Codes, like: Issue, values: Sequence[str | None] | None = None) -> None:
        """Note something odd about rows that are kept, within the table's budget.

        Args:
            rows: Places within the chunk.
            like: The problem; its row, and its value where `values` are given, are filled in.
            values: One value per place.
        """
        self._add(rows[: self.budget.take(like.code, like.column, len(rows))], like, values)

    def _add(self, rows: Codes, like: Issue, values: Sequence[str | None] | None) -> None:
        for place, row in enumerate(rows.tolist()):
            value = like.value if values is None else values[place]
            self.issues.append(
                Issue(
                    int(self.numbers[row]), like.column, _short(value), like.reason, like.fix, like.severity, like.code
                )
            )


def problem_like(
    code: str, reason: str, fix: str, *, column: str | None = None, value: str | None = None, warning: bool = False
) -> Issue:
    """Describe a problem whose rows are filled in later.

    Args:
        code: The kind of problem.
        reason: Why, as a sentence.
        fix: What to do, as a sentence.
        column: The header of the column to blame.
        value: The cell, where it is the same for all rows.
        warning: True where the row is kept.

    Returns:
        An issue of row 0.
    """
    return Issue(0, column, value, reason, fix, Severity.WARNING if warning else Severity.ERROR, code)


def _short(value: str | None) -> str | None:
    return value if value is None or len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
