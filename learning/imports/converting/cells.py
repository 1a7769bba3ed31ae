"""The cells of a chunk, held by row or by column: what the converter asks of either."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Protocol

from learning.imports.converting.columns import Codes, Column, make_column
from learning.imports.reading.chunks import EncodedColumn


class Cells(Protocol):
    """The cells of a chunk."""

    @property
    def rows(self) -> int:
        """The number of rows."""

    @property
    def width(self) -> int:
        """The number of columns."""

    def column(self, index: int) -> Column:
        """Return a column as distinct texts."""

    def row(self, place: int) -> Sequence[str]:
        """Return the cells of a row."""

    def take(self, places: Codes) -> Cells:
        """Return some rows only."""


class RowCells:
    """Cells as the reader of records hands them over."""

    def __init__(self, cells: Sequence[Sequence[str]]) -> None:
        """Keep rows, at least one, each as wide as the table's header."""
        self._cells = cells
        self._flat: list[str] = []

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self._cells)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self._cells[0])

    def column(self, index: int) -> Column:
        """Return a column as distinct texts."""
        # One pass in the order of the memory, then a stride per column: three times as fast as zip(*cells).
        self._flat = self._flat or list(chain.from_iterable(self._cells))
        return make_column(self._flat[index :: self.width])

    def row(self, place: int) -> Sequence[str]:
        """Return the cells of a row."""
        return self._cells[place]

    def take(self, places: Codes) -> RowCells:
        """Return some rows only."""
        return RowCells([self._cells[place] for place in places.tolist()])


class EncodedCells:
    """Cells that the reader found the distinct texts of already."""

    def __init__(self, columns: Sequence[EncodedColumn]) -> None:
        """Keep columns, at least one, of equal length."""
        self._columns = columns

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self._columns[0].codes)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self._columns)

    def column(self, index: int) -> Column:
        """Return a column as distinct texts."""
        return Column(self._columns[index].texts, self._columns[index].codes)

    def row(self, place: int) -> Sequence[str]:
        """Return the cells of a row."""
        return [column.texts[int(column.codes[place])] for column in self._columns]

    def take(self, places: Codes) -> EncodedCells:
        """Return some rows only."""
        return EncodedCells([EncodedColumn(column.texts, column.codes[places]) for column in self._columns])
