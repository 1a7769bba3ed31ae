"""Turning the rows of several cuts into groups (rows of an answer) and cells (one independent unit of a group)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.domain.timekeys import day_of

Key = tuple[str, ...]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Groups:
    """The distinct keys of an answer, and how each row of each cut belongs to them."""

    keys: tuple[Key, ...]
    codes: tuple[Ints, ...]
    """Per cut: the index into `keys` of each of its rows."""


def group_rows(columns_by_cut: Sequence[Sequence[Texts]], sizes: Sequence[int]) -> Groups:
    """Find the distinct keys over all cuts.

    Args:
        columns_by_cut: Per cut one array of texts per dimension, shape (rows,).
        sizes: Number of rows of each cut (needed where there is no dimension).

    Returns:
        The keys sorted, and the codes of each cut's rows.
    """
    found = [_distinct(columns, size) for columns, size in zip(columns_by_cut, sizes, strict=True)]
    keys = tuple(sorted({key for own, _ in found for key in own}))
    places = {key: place for place, key in enumerate(keys)}
    codes: list[Ints] = []
    for own, inverse in found:
        lookup = np.array([places[key] for key in own], dtype=np.int64)
        codes.append(lookup[inverse] if len(own) else inverse)
    return Groups(keys, tuple(codes))


def _distinct(columns: Sequence[Texts], size: int) -> tuple[list[Key], Ints]:
    combined = np.zeros(size, dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(column)
        combined = combined * max(len(values), 1) + codes
        # Kept dense, so that the product of many dimensions cannot leave the range of an integer.
        combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    keys = [tuple(str(column[row]) for column in columns) for row in first.tolist()]
    return keys, inverse.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Cells:
    """One unit of one group each; rows that differ only by currency or day fall into one."""

    of_row: Ints
    group: Ints
    unit: Ints

    def add(self, values: Floats) -> Floats:
        """Sum values of rows by cell; a cell whose rows are all missing stays missing (NaN)."""
        present = ~np.isnan(values)
        sums = np.bincount(self.of_row[present], values[present], minlength=len(self.group)).astype(np.float64)
        sums[np.bincount(self.of_row[present], minlength=len(self.group)) == 0] = np.nan
        return sums


def find_cells(groups: Ints, units: Ints) -> Cells:
    """Find the distinct pairs of group and unit.

    Args:
        groups: Group of each row, from 0, shape (rows,).
        units: Unit of each row (content id or day), shape (rows,).

    Returns:
        The cells in the order of group and unit.
    """
    values, dense = np.unique(units, return_inverse=True)
    pairs, of_row = np.unique(groups * max(len(values), 1) + dense, return_inverse=True)
    width = max(len(values), 1)
    unit = values[pairs % width] if len(values) else pairs
    return Cells(of_row.astype(np.int64), pairs // width, unit)


def calendar_labels(days: Texts, dimension: str) -> Texts:
    """Name the date, week (by its Monday) or month of each day.

    Args:
        days: Epoch days, shape (rows,).
        dimension: 'date', 'week' or 'month'.

    Returns:
        Texts such as 2026-11-21, 2026-11-16 and 2026-11.
    """
    labels = {day: calendar_label(day_of(int(day)), dimension) for day in set(days.tolist())}
    found = np.empty(len(days), dtype=np.object_)
    found[:] = [labels[day] for day in days.tolist()]
    return found


def calendar_label(day: date, dimension: str) -> str:
    """Name the date, week or month of one day, as `calendar_labels` does."""
    if dimension == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return day.isoformat()[:7] if dimension == "month" else day.isoformat()


def group_edges(groups: Ints, count: int) -> Ints:
    """Give where each group begins in codes that are sorted.

    Args:
        groups: Codes in ascending order, shape (rows,).
        count: Number of groups.

    Returns:
        Shape (count + 1,): group g is rows edges[g] to edges[g + 1] - 1.
    """
    return np.searchsorted(groups, np.arange(count + 1)).astype(np.int64)
