"""Rows of arms as they stand in a file: which test, which arm, when, for whom, and the sums that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from learning.imports.arms.cells import Floats, read_days, read_label, read_values
from learning.imports.arms.records import ArmColumn, ArmPlan, ArmRole, Side
from learning.imports.converting.columns import Column
from learning.imports.headers import header_key, slug

DAY_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm of one row."""

    row: int
    test: str
    arm: str
    titles: tuple[str, ...]
    day: int | None
    day_text: str
    look: int | None
    """Seconds since the start."""
    segments: tuple[tuple[str, str], ...]
    topic: str
    hook: str
    n: float
    """NaN where there is none that can be read."""
    cells: Mapping[tuple[ArmRole, str], float] = field(default_factory=dict)
    """(role, metric) -> value; NaN likewise."""
    side: Side = Side.ANY


@dataclass(frozen=True, slots=True)
class _Block:
    """The cells of some rows, by place of their column."""

    labels: Mapping[int, list[str]]
    days: Sequence[int | None]
    day_texts: Sequence[str]
    values: Mapping[int, Floats]


class RowReader:
    """Reads the rows of a table of totals or pairs, block by block."""

    def __init__(self, plan: ArmPlan) -> None:
        """Read by a plan.

        Args:
            plan: What the table is taken for.
        """
        self._plan = plan
        self._first = {role: plan.first(role) for role in ArmRole}
        self._results = {side: [c for c in plan.columns if _is_result(c) and c.side is side] for side in Side}
        self._counts = {side: next(iter(plan.of(ArmRole.COUNT, side)), None) for side in Side}
        self._labels = plan.of(ArmRole.LABEL)
        self._segments = plan.of(ArmRole.SEGMENT)
        self._sides = (Side.CONTROL, Side.TREATMENT) if plan.of(ArmRole.COUNT, Side.CONTROL) else (Side.ANY,)

    def read(self, columns: Mapping[int, Column], numbers: Sequence[int]) -> Iterator[ArmRow]:
        """Read some rows.

        Args:
            columns: The plan's columns by place.
            numbers: Spreadsheet row of each.

        Returns:
            One record per arm, in the order of the file.
        """
        block = self._block(columns, len(numbers))
        for place, number in enumerate(numbers):
            for side in self._sides:
                yield self._row(block, place, int(number), side)

    def _block(self, columns: Mapping[int, Column], rows: int) -> _Block:
        """Read the cells of some rows, each distinct text once."""
        texts = {c.index: columns[c.index].texts_by_row(np.arange(rows)) for c in self._plan.columns}
        day = self._first[ArmRole.DAY]
        days: list[int | None] = [None] * rows
        if day is not None:
            days = read_days(texts[day.index], self._plan.date_order, header=day.header)
        mark = self._plan.decimal_mark
        return _Block(
            labels={c.index: [read_label(text) for text in texts[c.index]] for c in self._plan.columns if _is_text(c)},
            days=days,
            day_texts=[""] * rows if day is None else texts[day.index],
            values={
                c.index: c.scale * read_values(columns[c.index], mark).numbers
                for c in self._plan.columns
                if _is_value(c)
            },
        )

    def _row(self, block: _Block, place: int, number: int, side: Side) -> ArmRow:
        labels, values = block.labels, block.values

        def label(role: ArmRole) -> str:
            column = self._first[role]
            return "" if column is None else labels[column.index][place]

        count, look = self._counts[side], self._first[ArmRole.LOOK]
        seconds = None if look is None else values[look.index][place] * _unit_of(look.header)
        name = slug(label(ArmRole.METRIC_NAME))
        if name.isdecimal():
            name = f"metric_{name}"
        cells = {(c.role, name or c.metric): float(values[c.index][place]) for c in self._results[side]}
        return ArmRow(
            row=number,
            test=label(ArmRole.TEST),
            arm=label(ArmRole.ARM),
            titles=tuple(labels[c.index][place] for c in self._labels),
            day=block.days[place],
            day_text=block.day_texts[place],
            look=None if seconds is None or not np.isfinite(seconds) else round(seconds),
            segments=tuple((c.metric, labels[c.index][place] or "unknown") for c in self._segments),
            topic=label(ArmRole.TOPIC),
            hook=label(ArmRole.HOOK),
            n=float("nan") if count is None else float(values[count.index][place]),
            cells=cells,
            side=side,
        )


def _is_text(column: ArmColumn) -> bool:
    return column.role in {
        ArmRole.TEST,
        ArmRole.ARM,
        ArmRole.LABEL,
        ArmRole.SEGMENT,
        ArmRole.METRIC_NAME,
        ArmRole.TOPIC,
        ArmRole.HOOK,
    }


def _is_result(column: ArmColumn) -> bool:
    return column.role in {ArmRole.VALUE, ArmRole.MEAN, ArmRole.VARIANCE, ArmRole.DEVIATION, ArmRole.SQUARES}


def _is_value(column: ArmColumn) -> bool:
    return _is_result(column) or column.role in {ArmRole.COUNT, ArmRole.LOOK}


def _unit_of(header: str) -> float:
    return 3_600.0 if "hour" in header_key(header) else DAY_SECONDS
