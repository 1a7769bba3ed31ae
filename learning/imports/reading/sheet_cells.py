"""The cells of a workbook as the texts that a CSV export of it would hold."""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Final

from learning.domain.errors import FileTooLarge
from learning.imports.reading.chunks import ReadLimits, RecordBatch

_EXACT: Final = 1e15
"""Beyond 15 digits a workbook has lost digits; scientific notation lets the reader of identifiers see it."""
_BATCH_ROWS: Final = 1_000
_QUOTED: Final = re.compile(r'"[^"]*"|\\.')


def cell_text(value: object, number_format: str = "General") -> str:
    """Write a cell's value.

    Args:
        value: What the workbook holds.
        number_format: The cell's format, for percents.

    Returns:
        ISO text for dates and times, h:mm:ss for durations, 'x%' where the format shows percents, whole numbers without
        '.0', numbers of 16 or more digits in scientific notation.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _number(value: float, number_format: str) -> str:
    if not math.isfinite(value):
        return ""
    if "%" in _QUOTED.sub("", number_format):
        return f"{_plain(round(value * 100, 10))}%"
    return _plain(value)


def _plain(value: float) -> str:
    if abs(value) >= _EXACT:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].rjust(2, '0')}"
    if value == int(value):
        return str(int(value))
    text = repr(float(value))
    return f"{value:.15f}".rstrip("0") if "e" in text else text


def _moment(value: datetime) -> str:
    value = (value + timedelta(microseconds=500)).replace(microsecond=0)
    return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02d}:{rest % 60:02d}"


class SheetRows:
    """Gathers the rows of a sheet into batches, with the caps checked."""

    def __init__(self, file: str, limits: ReadLimits) -> None:
        """Begin before the first row."""
        self._file = file
        self._limits = limits
        self._rows: list[list[str]] = []
        self._first = 1
        self._characters = 0

    def add(self, cells: list[str]) -> RecordBatch | None:
        """Take the next row.

        Args:
            cells: All of its cells.

        Returns:
            A batch when one is full.

        Raises:
            FileTooLarge: More columns, more rows or a longer cell than the caps allow.
        """
        while cells and not cells[-1]:
            cells.pop()
        limits = self._limits
        if len(cells) > limits.columns:
            raise FileTooLarge(self._file, what="columns", found=len(cells), limit=limits.columns)
        if self._first + len(self._rows) > limits.sheet_rows:
            found = self._first + len(self._rows)
            raise FileTooLarge(self._file, what="rows in one sheet", found=found, limit=limits.sheet_rows)
        longest = max(map(len, cells), default=0)
        if longest > limits.cell_characters:
            limit = limits.cell_characters
            raise FileTooLarge(self._file, what="characters in one cell", found=longest, limit=limit)
        self._rows.append(cells)
        self._characters += sum(map(len, cells)) + 1
        if len(self._rows) < _BATCH_ROWS and self._characters < limits.record_characters:
            return None
        return self.rest()

    def rest(self) -> RecordBatch:
        """Hand over the rows gathered since the last batch."""
        width = max(map(len, self._rows), default=0)
        padded = [row + [""] * (width - len(row)) for row in self._rows]
        batch = RecordBatch(self._first, padded, self._characters)
        self._first += len(self._rows)
        self._rows, self._characters = [], 0
        return batch
