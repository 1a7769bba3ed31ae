"""The problems of rows of A/B data: the first ones of each reason, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from learning.domain.enums import Severity
from learning.domain.imports import Issue

SHOWN: Final = 20
"""Issues kept of each reason."""
CHECK: Final = "Correct the row in the file and import it again."


@dataclass(slots=True)
class IssueLog:
    """Collects issues; keeps the first of each reason and counts all."""

    issues: list[Issue] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _last: tuple[int, str] = (0, "")

    def add(self, issue: Issue) -> None:
        """Keep one issue.

        Args:
            issue: The issue.
        """
        if (issue.row, issue.reason) == self._last:
            # The other arm of the same row.
            return
        self._last = (issue.row, issue.reason)
        seen = self.counts.get(issue.reason, 0)
        self.counts[issue.reason] = seen + 1
        if seen < SHOWN:
            self.issues.append(issue)

    def add_rows(self, rows: Iterable[int], reason: str, fix: str = CHECK, *, code: str, warning: bool = False) -> None:
        """Keep one issue for each of several rows.

        Args:
            rows: Spreadsheet rows.
            reason: What is wrong with them.
            fix: What to do.
            code: The kind of problem.
            warning: Whether the rows count all the same, or are left out on purpose.
        """
        severity = Severity.WARNING if warning else Severity.ERROR
        for row in rows:
            self.add(Issue(int(row), None, None, reason, fix, severity, code))

    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Return every reason with its number of rows.

        Returns:
            (reason, rows), the most frequent first.
        """
        return tuple(sorted(self.counts.items(), key=lambda item: (-item[1], item[0])))
