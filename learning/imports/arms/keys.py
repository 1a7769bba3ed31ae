"""To which test, arm and unit each row of a table of units belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.imports.arms.cells import Ints, read_label
from learning.imports.arms.records import ArmPlan, ArmRole
from learning.imports.converting.columns import Column
from learning.imports.values.totals import may_be_total

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd constant that spreads the number of a test over all bits (the golden ratio, as in Fibonacci hashing)."""


@dataclass(frozen=True, slots=True)
class KeyedRows:
    """One entry per row of a chunk."""

    arms: Ints
    """Number of the (test, arm) pair; -1 where the row names no arm."""
    units: Ints
    """Hash of the unit within its test."""
    no_arm: NDArray[np.bool_]
    no_unit: NDArray[np.bool_]
    no_test: NDArray[np.bool_]
    total: NDArray[np.bool_]
    """Rows that add up others."""

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Rows that belong somewhere."""
        return ~(self.no_arm | self.no_unit | self.no_test | self.total)


class RowKeys:
    """Numbers the tests and arms of a table as they are met."""

    def __init__(self, plan: ArmPlan) -> None:
        """Number by the columns of a plan.

        Args:
            plan: What the table is taken for.
        """
        self._test = plan.first(ArmRole.TEST)
        self._arm = plan.first(ArmRole.ARM)
        self._unit = plan.first(ArmRole.UNIT)
        self._tests: dict[str, int] = {}
        self.arms: dict[tuple[int, str], int] = {}
        """(number of the test, label) -> number."""

    @property
    def tests(self) -> list[str]:
        """The names of the tests by number."""
        return list(self._tests)

    def take(self, columns: dict[int, Column], rows: int) -> KeyedRows:
        """Number some rows.

        Args:
            columns: The plan's columns by place.
            rows: How many rows there are.

        Returns:
            Their keys.
        """
        if self._arm is None:
            raise ValueError("a table of units needs a column of arms")
        tests, no_test = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.bool_)
        if self._test is not None:
            tests, no_test = self._numbered(columns[self._test.index])
        else:
            self._tests.setdefault("", 0)
        column = columns[self._arm.index]
        labels = [read_label(text) for text in column.texts]
        no_arm = column.spread(np.array([not label for label in labels], dtype=np.bool_))
        total = column.spread(np.array([may_be_total(label) for label in labels], dtype=np.bool_))
        codes = np.arange(rows, dtype=np.int64) if column.codes is None else column.codes
        units, no_unit = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.bool_)
        if self._unit is not None:
            unit = columns[self._unit.index]
            no_unit = ~unit.filled()
            mixed = tests.astype(np.uint64) * _ODD
            units = unit.hashes() ^ mixed.view(np.int64)
            # A total has no unit; an arm that is called 'total' has.
            total &= no_unit
        arms = self._arm_numbers(tests, codes, labels)
        return KeyedRows(arms, units, no_arm, no_unit & ~total, no_test, total)

    def _numbered(self, column: Column) -> tuple[Ints, NDArray[np.bool_]]:
        labels = [read_label(text) for text in column.texts]
        numbers = np.array([self._tests.setdefault(label, len(self._tests)) for label in labels], dtype=np.int64)
        return column.spread(numbers), column.spread(np.array([not label for label in labels], dtype=np.bool_))

    def _arm_numbers(self, tests: Ints, codes: Ints, labels: list[str]) -> Ints:
        width = len(labels) + 1
        pairs, inverse = np.unique(tests * width + codes, return_inverse=True)
        numbers = [
            self.arms.setdefault((pair // width, labels[pair % width]), len(self.arms)) for pair in pairs.tolist()
        ]
        return np.array(numbers, dtype=np.int64)[inverse]
