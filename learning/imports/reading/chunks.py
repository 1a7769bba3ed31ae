"""What reading a file yields: batches of records, chunks of rows and the caps they respect."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from learning.domain.imports import Issue, TableHead


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """The caps that keep memory flat; all of them are checked before a row is kept."""

    line_characters: int = 1_000_000
    cell_characters: int = 131_072
    """Not above the field limit of the csv module, which is one setting for the whole process."""
    record_characters: int = 32_000_000
    """A record over many lines: beyond this a quotation mark was never closed."""
    columns: int = 2_000
    sheet_rows: int = 1_048_576
    sample_rows: int = 5_000
    sample_characters: int = 8_000_000
    chunk_rows: int = 20_000
    chunk_characters: int = 16_000_000


DEFAULT_LIMITS: Final = ReadLimits()


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """Consecutive records of a file, blank ones included."""

    first: int
    """Spreadsheet row of the first record, from 1."""
    records: list[list[str]]
    characters: int
    """About how many characters of the file they took."""


@dataclass(frozen=True, slots=True)
class RowChunk:
    """Consecutive data rows of one table, blank records left out."""

    numbers: NDArray[np.int64]
    """Spreadsheet row of each row, shape (n,)."""
    cells: list[list[str]]
    """n rows, each exactly as wide as the table's header."""


@dataclass(frozen=True, slots=True)
class EncodedColumn:
    """The cells of one column of consecutive rows as distinct texts."""

    texts: list[str]
    codes: NDArray[np.int64]
    """Per row the place of its text, shape (n,)."""


@dataclass(frozen=True, slots=True)
class ColumnChunk:
    """Consecutive data rows of one table, by column: what plainly written text is read into."""

    numbers: NDArray[np.int64]
    """Spreadsheet row of each row, shape (n,)."""
    columns: tuple[EncodedColumn, ...]
    """One per column of the table's header."""


RecordEvent: TypeAlias = RecordBatch | Issue
ReadEvent: TypeAlias = TableHead | RowChunk | Issue
"""A head is followed by all chunks of its table before the next head; an issue belongs to the head before it."""
