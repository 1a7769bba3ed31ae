"""The rows of one table, gathered into chunks as wide as its header."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from learning.domain.enums import Severity
from learning.domain.imports import Issue
from learning.imports.reading.chunks import ReadLimits, RowChunk
from learning.imports.reading.dialect import DELIMITERS, unwrap


class RowGatherer:
    """Pads and cuts rows to the table's width and hands them out chunk by chunk."""

    def __init__(self, header: tuple[str, ...], limits: ReadLimits) -> None:
        """Begin a table with these columns."""
        self._width = len(header)
        self._limits = limits
        self._cells: list[list[str]] = []
        self._numbers: list[NDArray[np.int64]] = []
        self._characters = 0
        self._issues: list[Issue] = []

    def add(self, first: int, records: list[list[str]], characters: int) -> None:
        """Take consecutive rows.

        Args:
            first: Spreadsheet row of the first.
            records: The rows, of any width.
            characters: About how much text they hold.
        """
        if not records:
            return
        if set(map(len, records)) != {self._width}:
            records = [self._fit(first + index, record) for index, record in enumerate(records)]
        self._cells.extend(records)
        self._numbers.append(np.arange(first, first + len(records), dtype=np.int64))
        self._characters += characters

    def release(self, *, everything: bool = False) -> Iterator[RowChunk | Issue]:
        """Hand out the issues so far and the chunks that are full.

        Args:
            everything: True at the end of the table.

        Returns:
            Issues first, then chunks.
        """
        yield from self._issues
        self._issues = []
        size = self._limits.chunk_rows
        full = len(self._cells) >= size or self._characters >= self._limits.chunk_characters
        if not self._cells or not (full or everything):
            return
        numbers = np.concatenate(self._numbers)
        whole = len(self._cells) if everything or self._characters >= self._limits.chunk_characters else 0
        end = whole or len(self._cells) // size * size
        for start in range(0, end, size):
            stop = min(start + size, end)
            yield RowChunk(numbers[start:stop], self._cells[start:stop])
        self._cells, self._numbers = self._cells[end:], [numbers[end:]]
        self._characters = 0

    def _fit(self, row: int, record: list[str]) -> list[str]:
        fitted = fit(record, self._width)
        overflow = [cell for cell in record[self._width :] if cell and not cell.isspace()]
        if overflow:
            self._issues.append(
                Issue(
                    row,
                    None,
                    overflow[0][:80],
                    f"The row has {len(record)} cells, the header {self._width}; the cells beyond were left out.",
                    "If a text in this row holds the delimiter, put it in quotation marks, or export the file again.",
                    severity=Severity.WARNING,
                    code="ragged",
                )
            )
        return fitted


def fit(record: list[str], width: int) -> list[str]:
    """Make a row as wide as its table.

    Args:
        record: The row's cells.
        width: Columns of the table.

    Returns:
        The row, padded or cut; a row that stood in quotation marks as a whole is split if its inside fits exactly.
    """
    if len(record) == 1 and width > 1:
        inner = (unwrap(record, delimiter) for delimiter in DELIMITERS)
        record = next((cells for cells in inner if len(cells) == width), record)
    return record[:width] if len(record) >= width else record + [""] * (width - len(record))
