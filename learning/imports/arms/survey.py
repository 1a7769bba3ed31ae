"""The first pass over a table of units: who comes twice, who saw two arms, and what each metric looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.errors import FileTooLarge
from learning.imports.arms.cells import Floats, Ints, read_values
from learning.imports.arms.keys import RowKeys
from learning.imports.arms.records import ArmColumn, ArmPlan, ArmRole, FoundMetric, ValueKind
from learning.imports.arms.words import AMOUNT, SUCCESSES
from learning.imports.converting.columns import Column
from learning.imports.headers import header_key

MOST_UNITS: Final = 20_000_000
"""About 18 bytes each are held while a file is read; beyond this it should come as totals by arm."""
STEP: Final = 0.002
"""Width of a bin of the distribution on the log scale: a cap is exact to 0.2 %."""
CAP_LEVEL: Final = 0.999
CAP_FROM: Final = 1_000
"""Units from which the largest of a thousand can be told."""
FEW: Final = 0.01
"""Share of odd values that are taken for errors of single rows."""


@dataclass(slots=True)
class MetricLook:
    """What the values of a metric look like, so far."""

    column: ArmColumn
    filled: int = 0
    binary: int = 0
    fractions: int = 0
    negative: int = 0
    money: bool = False
    largest: float = -np.inf
    largest_row: int = 0
    bins: dict[int, int] = field(default_factory=dict)

    def take(self, numbers: Floats, rows: Ints, *, money: bool) -> None:
        """Look at the values of some rows."""
        known = np.isfinite(numbers)
        values = numbers[known]
        if not len(values):
            return
        self.money |= money
        self.filled += len(values)
        self.binary += int(((values == 0) | (values == 1)).sum())
        self.fractions += int((values != np.floor(values)).sum())
        self.negative += int((values < 0).sum())
        place = int(np.argmax(values))
        if values[place] > self.largest:
            self.largest, self.largest_row = float(values[place]), int(rows[known][place])
        positive = values[values > 0]
        bins, counts = np.unique(np.floor(np.log(positive) / STEP).astype(np.int64), return_counts=True)
        for bin_, count in zip(bins.tolist(), counts.tolist(), strict=True):
            self.bins[bin_] = self.bins.get(bin_, 0) + count

    def settle(self) -> FoundMetric:
        """Say what the metric is."""
        return FoundMetric(self.column.metric, self._kind(), self._cap(), self.largest if self.filled else None)

    def _kind(self) -> ValueKind:
        odd = self.filled - self.binary
        named = header_key(self.column.header) in SUCCESSES
        if self.column.base is not None:
            return ValueKind.RATIO
        if not odd or (odd <= max(1, FEW * self.filled) and named):
            return ValueKind.BINARY
        if self.money or AMOUNT.search(header_key(self.column.header)):
            return ValueKind.MONEY
        strange = max(1, FEW * self.filled)
        return ValueKind.COUNT if self.fractions <= strange and self.negative <= strange else ValueKind.NUMBER

    def _cap(self) -> float | None:
        if self._kind() is ValueKind.BINARY or self.filled < CAP_FROM or self.column.base is not None:
            return None
        above = (1 - CAP_LEVEL) * self.filled
        for bin_ in sorted(self.bins, reverse=True):
            above -= self.bins[bin_]
            if above < 0:
                return float(np.exp((bin_ + 1) * STEP))
        return None


@dataclass(frozen=True, slots=True)
class UnitSurvey:
    """What the first pass found."""

    metrics: tuple[FoundMetric, ...]
    looks: tuple[MetricLook, ...]
    repeated: NDArray[np.int64]
    """Places of rows (from 0, in file order) whose unit stood there before in the same arm; ascending."""
    crossed: NDArray[np.int64]
    """Places of rows whose unit also stands in another arm of the same test; ascending."""


class Surveyor:
    """Goes over a table of units once."""

    def __init__(self, plan: ArmPlan, file: str) -> None:
        """Look for what the plan names.

        Args:
            plan: What the table is taken for.
            file: The file's name, for errors.
        """
        self._plan = plan
        self._file = file
        self._keys = RowKeys(plan)
        self._looks = tuple(MetricLook(column) for column in plan.of(ArmRole.VALUE))
        self._units: list[Ints] = []
        self._arms: list[Ints] = []
        self._rows = 0

    def take(self, columns: dict[int, Column], numbers: Ints) -> None:
        """Look at some rows.

        Args:
            columns: The plan's columns by place.
            numbers: Spreadsheet row of each.

        Raises:
            FileTooLarge: More units than can be told apart at once.
        """
        keyed = self._keys.take(columns, len(numbers))
        self._rows += len(numbers)
        if self._rows > MOST_UNITS:
            raise FileTooLarge(self._file, what="units", found=self._rows, limit=MOST_UNITS)
        self._units.append(keyed.units)
        self._arms.append(np.where(keyed.usable, keyed.arms, -1).astype(np.int32))
        for look in self._looks:
            values = read_values(columns[look.column.index], self._plan.decimal_mark)
            look.take(np.where(keyed.usable, values.numbers, np.nan), numbers, money=values.money)

    def finish(self) -> UnitSurvey:
        """Say what was found.

        Returns:
            The survey.
        """
        repeated, crossed = _doubles(self._units, self._arms, named=self._plan.first(ArmRole.UNIT) is not None)
        return UnitSurvey(tuple(look.settle() for look in self._looks), self._looks, repeated, crossed)


def _doubles(units: Sequence[Ints], arms: Sequence[Ints], *, named: bool) -> tuple[Ints, Ints]:
    none = np.zeros(0, dtype=np.int64)
    if not named or not units:
        return none, none
    all_units, all_arms = np.concatenate(units), np.concatenate(arms)
    usable = np.flatnonzero(all_arms >= 0)
    order = usable[np.argsort(all_units[usable], kind="stable")]
    sorted_units, sorted_arms = all_units[order], all_arms[order]
    if not len(order):
        return none, none
    starts = np.flatnonzero(np.r_[True, sorted_units[1:] != sorted_units[:-1]])
    lowest = np.minimum.reduceat(sorted_arms, starts)
    highest = np.maximum.reduceat(sorted_arms, starts)
    sizes = np.diff(np.r_[starts, len(order)])
    crossing = np.repeat(lowest != highest, sizes)
    later = np.ones(len(order), dtype=np.bool_)
    later[starts] = False
    return np.sort(order[later & ~crossing]), np.sort(order[crossing])
