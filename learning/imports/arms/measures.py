"""The metrics of a table of totals: which there are, what kind they are, and the sums of a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from learning.imports.arms.records import ArmRole, ValueKind
from learning.imports.arms.rows import ArmRow
from learning.imports.arms.words import AMOUNT
from learning.imports.headers import header_key

PLAIN: Final = "result"
"""Name of a metric that has none."""
_SPREADS: Final = (ArmRole.SQUARES, ArmRole.VARIANCE, ArmRole.DEVIATION)
Problem = tuple[str, str, str | None]
"""Reason, code, value."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric of one row."""

    metric: str
    total: float
    squares: float | None


@dataclass(slots=True)
class _Look:
    """What the rows say of a metric, so far."""

    rows: int = 0
    fitting: int = 0
    """Rows whose total is a whole number between 0 and the number of units, or whose mean lies within 0-1."""
    spread: int = 0
    """Rows that say how much the values differ."""


@dataclass(slots=True)
class MetricTable:
    """The metrics of a table of totals."""

    kinds: dict[str, ValueKind] = field(default_factory=dict)
    """Filled by `settle`: the metrics that can be judged."""
    _looks: dict[str, _Look] = field(default_factory=dict)
    _unusable: list[str] = field(default_factory=list)

    def look(self, row: ArmRow) -> None:
        """Look at one row.

        Args:
            row: The row.
        """
        for metric in _names(row):
            look = self._looks.setdefault(metric, _Look())
            total = _total(row, metric)
            if total is None:
                continue
            look.rows += 1
            look.spread += _squares(row, metric, total) is not None
            whole = ArmRole.MEAN in {role for role, name in row.cells if name == metric} or total == round(total)
            look.fitting += whole and 0 <= total <= row.n

    def settle(self) -> None:
        """Say what kind each metric is; those of which nothing can be said are left out."""
        for metric, look in self._looks.items():
            named = metric or PLAIN
            if look.spread > look.rows / 2:
                self.kinds[named] = ValueKind.NUMBER
            elif look.rows and look.fitting >= look.rows / 2 and not AMOUNT.search(header_key(metric)):
                self.kinds[named] = ValueKind.BINARY
            elif look.rows:
                self._unusable.append(named)

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each metric that had to be left out.

        Returns:
            The sentences.
        """
        return tuple(
            f"{name!r} is a total of amounts: without a column of its variance or its sum of squares "
            "nobody can tell how sure a difference is, so it is left out."
            for name in self._unusable
        )

    def read(self, row: ArmRow) -> tuple[list[Measure], list[Problem]]:
        """Read the metrics of a row.

        Args:
            row: The row.

        Returns:
            The metrics that can be, and what is wrong with the others: (reason, code, value).
        """
        measures: list[Measure] = []
        problems: list[Problem] = []
        for metric in _names(row):
            named = metric or PLAIN
            if named not in self.kinds:
                continue
            total = _total(row, metric)
            if total is None:
                problems.append((f"no value of {named!r}", "no_value", None))
            elif self.kinds[named] is ValueKind.BINARY:
                problem = _binary_problem(named, row, metric, total)
                problems += [problem] if problem else []
                measures += [] if problem else [Measure(named, round(total), None)]
            else:
                squares = _squares(row, metric, total)
                if squares is None:
                    problems.append((f"no variance of {named!r}", "no_variance", None))
                else:
                    measures.append(Measure(named, total, squares))
        return measures, problems


def _names(row: ArmRow) -> list[str]:
    values = [name for role, name in row.cells if role is ArmRole.VALUE]
    return values or list(dict.fromkeys(name for role, name in row.cells if role is ArmRole.MEAN))


def _cell(row: ArmRow, role: ArmRole, metric: str) -> float | None:
    """The cell of a role for a metric; one that names no metric speaks for all."""
    value = row.cells.get((role, metric), row.cells.get((role, "")))
    return None if value is None or not np.isfinite(value) else value


def _total(row: ArmRow, metric: str) -> float | None:
    value = row.cells.get((ArmRole.VALUE, metric))
    if value is not None:
        return value if np.isfinite(value) else None
    mean = _cell(row, ArmRole.MEAN, metric)
    return None if mean is None else mean * row.n


def _squares(row: ArmRow, metric: str, total: float) -> float | None:
    """The sum of squares from whichever spread the file gives (sample variance, n - 1)."""
    squares = _cell(row, ArmRole.SQUARES, metric)
    if squares is not None or not row.n:
        return squares
    variance = _cell(row, ArmRole.VARIANCE, metric)
    deviation = _cell(row, ArmRole.DEVIATION, metric)
    if variance is None and deviation is not None:
        variance = deviation * deviation
    return None if variance is None or variance < 0 else variance * (row.n - 1) + total * total / row.n


def _binary_problem(named: str, row: ArmRow, metric: str, total: float) -> Problem | None:
    given = (ArmRole.VALUE, metric) in row.cells
    if total < 0:
        return f"a negative count of {named!r}", "negative", f"{total:g}"
    if given and total != round(total):
        return f"a fraction where {named!r} are counted", "fraction", f"{total:g}"
    if total > row.n:
        return f"more {named!r} ({total:,.0f}) than people ({row.n:,.0f})", "above_count", f"{total:g}"
    return None
