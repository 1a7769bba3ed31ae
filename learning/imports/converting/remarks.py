"""Rows that are no data: totals, notes below the table, and rows that are blank as far as a plan goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import Role, Unit
from learning.domain.facts import MISSING, Fact
from learning.domain.imports import BoundColumn
from learning.imports.converting.columns import Codes, Column, Mask
from learning.imports.converting.table import OpenChunk
from learning.imports.values.numbers import parse_numbers
from learning.imports.values.totals import is_footer_note, is_total_row, may_be_total

IDENTIFYING: Final = frozenset({Role.CONTENT_ID, Role.ATTRIBUTE, Role.TIME, Role.DIMENSION, Role.ACCOUNT})
NAMING: Final = frozenset({Role.CONTENT_ID, Role.ATTRIBUTE, Role.DIMENSION})
NUMERIC: Final = frozenset({Role.FACT, Role.MEASURE})
LABEL_COLUMNS: Final = 3
"""A total row names itself in one of its first identifying cells."""
MANY_TEXTS: Final = 2_000
"""Beyond so many texts a column is only asked about rows that have a gap elsewhere."""
LONGEST_LABEL: Final = 80
FEWEST_ROWS: Final = 3
ROUNDING: Final = 0.005
"""Amounts of rows are rounded one by one, their total once."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """Places of the rows of a chunk that are no data, ascending."""

    totals: Codes
    notes: Codes
    blank: Codes
    """Nothing in any bound column: no row at all, as far as this plan is concerned."""


def find_remarks(chunk: OpenChunk) -> Remarks:
    """Find the rows of a chunk that are no data.

    Args:
        chunk: The opened chunk.

    Returns:
        Their places within the chunk.
    """
    cells = chunk.cells
    totals = _totals(chunk) | _nameless_sums(chunk)
    hollow = _hollow(chunk)
    bound = list(chunk.columns)
    blank = [place for place in hollow if not any(cells.row(place)[index].strip() for index in bound)]
    empty = set(blank)
    notes = {place for place in hollow if place not in empty and is_footer_note(cells.row(place))}
    return Remarks(_places(totals), _places(notes - totals), _places(empty))


def _places(found: set[int]) -> Codes:
    return np.array(sorted(found), np.int64)


def _totals(chunk: OpenChunk) -> set[int]:
    cells = chunk.cells
    identifying = [
        column.index
        for column in chunk.plan.columns
        # A column that nobody knows may still be where the total has its label.
        if column.role in IDENTIFYING or (column.role is Role.IGNORED and column.unit is Unit.TEXT)
    ]
    identifying.sort()
    found: set[int] = set()
    for index in identifying[:LABEL_COLUMNS]:
        column = chunk.column(index)
        if len(column.texts) > MANY_TEXTS and len(identifying) > 1:
            others = [chunk.column(other) for other in identifying if other != index]
            rows = np.flatnonzero(_gaps(others, chunk.rows))
            found.update(row for row in rows.tolist() if _labels(cells.row(row)[index]))
        else:
            flags = np.fromiter(map(_labels, column.texts), np.bool_, len(column.texts))
            if flags.any():
                found.update(np.flatnonzero(column.spread(flags)).tolist())
    return {place for place in found if is_total_row([cells.row(place)[index] for index in identifying])}


def _nameless_sums(chunk: OpenChunk) -> set[int]:
    """The one row that names nothing where all others do, if it holds the sums of theirs: a total without a word.

    Only seen where the table is no longer than a chunk.
    """
    naming = [chunk.columns[column.index] for column in chunk.plan.columns if column.role in NAMING]
    if not naming or chunk.rows < FEWEST_ROWS:
        return set()
    nameless = np.flatnonzero(~np.logical_or.reduce([column.filled() for column in naming]))
    if len(nameless) != 1:
        return set()
    place = int(nameless[0])
    found = [_is_sum(chunk, column, place) for column in chunk.plan.columns if _adds_up(column)]
    return {place} if len(found) > 1 and all(found) else set()


def _adds_up(column: BoundColumn) -> bool:
    """Whether the numbers of a column can be added: no people, who are counted once, and no durations."""
    return column.role is Role.FACT and column.field != Fact.REACH and column.unit in (Unit.COUNT, Unit.MONEY)


def _is_sum(chunk: OpenChunk, bound: BoundColumn, place: int) -> bool:
    column = chunk.columns[bound.index]
    mark = chunk.plan.settings.decimal_mark
    read = column.spread(parse_numbers(column.texts, decimal_mark=mark, unit=bound.unit).values)
    values = np.where(read == MISSING, 0, read).astype(np.float64)
    others = float(values.sum() - values[place])
    return bool(abs(others - values[place]) <= ROUNDING * abs(others))


def _labels(text: str) -> bool:
    return 0 < len(text) <= LONGEST_LABEL and may_be_total(text)


def _gaps(columns: Sequence[Column], rows: int) -> Mask:
    """Return the rows where some column is blank, a dash or a word for total."""
    gaps = np.zeros(rows, np.bool_)
    for column in columns:
        if len(column.texts) <= MANY_TEXTS:
            flags = (not text.strip(" -–—") or _labels(text) for text in column.texts)
        else:
            flags = (not text.strip(" -–—") for text in column.texts)
        gaps |= column.spread(np.fromiter(flags, np.bool_, len(column.texts)))
    return gaps


def _hollow(chunk: OpenChunk) -> list[int]:
    """Return the rows without any number."""
    numeric = [chunk.columns[column.index] for column in chunk.plan.columns if column.role in NUMERIC]
    hollow = np.ones(chunk.rows, np.bool_) if numeric else np.zeros(chunk.rows, np.bool_)
    for column in numeric:
        hollow &= ~column.filled()
        if not hollow.any():
            break
    return np.flatnonzero(hollow).tolist()
