"""Rows that were not taken, as a file that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

from learning.domain.enums import Severity
from learning.domain.imports import Issue

HEADER: Final = ("row", "column", "value", "reason", "fix")
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", ";", "|")
"""What a spreadsheet takes for the beginning of a formula, or of a new cell that begins one."""


def formula_safe(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs."""
    plain_number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not plain_number else text


class ErrorFile:
    """The error file of one table; it exists only once there is an error."""

    def __init__(self, path: Path) -> None:
        """Plan to write to a path."""
        self.path = path
        self.rows = 0
        self._stream: TextIO | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; after a failure of the import it goes."""
        self.close()
        if kind is not None:
            self.remove()

    def add(self, issues: Iterable[Issue]) -> None:
        """Write the errors among some issues."""
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        if not errors:
            return
        stream = self._open()
        csv.writer(stream).writerows(
            (issue.row, *map(formula_safe, (issue.column or "", issue.value or "", issue.reason, issue.fix)))
            for issue in errors
        )
        self.rows += len(errors)

    def close(self) -> None:
        """Finish writing."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def remove(self) -> None:
        """Drop the file."""
        if self.rows:
            self.path.unlink(missing_ok=True)

    def _open(self) -> TextIO:
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._stream).writerow(HEADER)
        return self._stream


def issues_as_csv(issues: Iterable[Issue]) -> Iterable[str]:
    """Give the lines of an error file for a download."""
    yield _line(HEADER)
    for issue in issues:
        if issue.severity is Severity.ERROR:
            yield _line((str(issue.row), issue.column or "", issue.value or "", issue.reason, issue.fix))


def _line(cells: tuple[str, ...]) -> str:
    return ",".join('"' + formula_safe(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"
