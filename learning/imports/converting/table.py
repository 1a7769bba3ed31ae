"""One chunk of a table, opened by the plan: the bound columns as distinct texts, the spreadsheet rows, the problems."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.enums import Role
from learning.domain.imports import BoundColumn, TablePlan
from learning.domain.observations import Ints
from learning.imports.converting.cells import Cells
from learning.imports.converting.columns import Codes, Column
from learning.imports.converting.problems import RowProblems


@dataclass(frozen=True, slots=True)
class OpenChunk:
    """The rows of a chunk that are data: total rows and notes are gone."""

    plan: TablePlan
    numbers: Ints
    cells: Cells
    columns: dict[int, Column]
    """By column of the file: those that are bound to something."""
    problems: RowProblems

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.numbers)

    def bound(self, *fields: str) -> tuple[BoundColumn, ...]:
        """Return the columns bound to some fields, in the order of the fields.

        Args:
            fields: Canonical names.

        Returns:
            The bound columns.
        """
        return tuple(column for field in fields for column in self.plan.columns if column.field == field)

    def column(self, index: int) -> Column:
        """Return a column of the file, bound or not.

        Args:
            index: Its place in the header.

        Returns:
            The column.
        """
        found = self.columns.get(index)
        return self.cells.column(index) if found is None else found

    def of_role(self, role: Role) -> tuple[BoundColumn, ...]:
        """Return the columns of a role, in file order.

        Args:
            role: What they are for.

        Returns:
            The bound columns.
        """
        return tuple(column for column in self.plan.columns if column.role is role)

    def zeros(self) -> Codes:
        """Return a zero per row."""
        return np.zeros(self.rows, np.int64)


def open_chunk(plan: TablePlan, numbers: Ints, cells: Cells, problems: RowProblems) -> OpenChunk:
    """Turn cells into the columns that a plan binds.

    Args:
        plan: What the table is taken for.
        numbers: Spreadsheet row of each row.
        cells: The cells, as wide as the table's header.
        problems: Where problems of these rows go.

    Returns:
        The opened chunk.
    """
    wanted = [column for column in plan.columns if column.role is not Role.IGNORED and column.index < cells.width]
    columns = {column.index: cells.column(column.index) for column in wanted}
    return OpenChunk(plan=plan, numbers=numbers, cells=cells, columns=columns, problems=problems)
