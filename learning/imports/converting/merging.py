"""Rows that share a key: added together where they are activity, the last one where they are lifetime totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.enums import MeasureKind
from learning.domain.facts import MISSING, UNIQUE_FACTS, Fact
from learning.domain.observations import Ints, MeasureColumn
from learning.imports.converting.columns import Codes


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows by key: `order` sorts them, each group begins at one of `starts`."""

    order: Codes
    starts: Codes
    sizes: Codes

    @property
    def single(self) -> bool:
        """Whether every row has a key of its own."""
        return len(self.order) == len(self.starts)

    @property
    def first(self) -> Codes:
        """The first row of each group, in file order."""
        leaders: Codes = self.order[self.starts]
        return leaders

    @property
    def last(self) -> Codes:
        """The last row of each group, in file order."""
        leaders: Codes = self.order[self.starts + self.sizes - 1]
        return leaders


def group_rows(parts: tuple[Codes, ...]) -> Grouping:
    """Group rows by the equality of several integers.

    Args:
        parts: The parts of the key, one element per row each.

    Returns:
        The groups; rows of a group keep their order.
    """
    order = np.lexsort(parts[::-1]).astype(np.int64)
    rows = len(order)
    if rows == 0:
        return Grouping(order, order, order)
    begins = np.zeros(rows, np.bool_)
    begins[0] = True
    for part in parts:
        ordered = part[order]
        begins[1:] |= ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(begins).astype(np.int64)
    return Grouping(order, starts, np.diff(np.append(starts, rows)))


def add_facts(facts: dict[Fact, Ints], groups: Grouping) -> dict[Fact, Ints]:
    """Add the facts of the rows of each group.

    Args:
        facts: Scaled by SCALE, one element per row.
        groups: The rows by key.

    Returns:
        One element per group; a count of distinct people is missing where two rows of a group report one.
    """
    return {fact: _added(values, groups, unique=fact in UNIQUE_FACTS) for fact, values in facts.items()}


def add_measure(measure: MeasureColumn, groups: Grouping) -> MeasureColumn:
    """Put the values of a measure together, as its kind allows.

    Args:
        measure: One element per row.
        groups: The rows by key.

    Returns:
        One element per group: counts are added, averages weighted, of standings the last one holds; where the parts do
        not tell the whole (distinct people, averages without weight), the value is missing.
    """
    kind = measure.spec.kind
    if kind in (MeasureKind.LEVEL, MeasureKind.SHARE):
        weights = None if measure.weights is None else measure.weights[groups.last]
        return MeasureColumn(measure.spec, measure.values[groups.last], weights)
    if kind is MeasureKind.AVERAGE and measure.weights is not None:
        return _weighted(measure, measure.weights, groups)
    unique = kind is not MeasureKind.ADDITIVE
    weights = None if measure.weights is None else _added(measure.weights, groups, unique=False)
    return MeasureColumn(measure.spec, _added(measure.values, groups, unique=unique), weights)


def _added(values: Ints, groups: Grouping, *, unique: bool) -> Ints:
    ordered = values[groups.order]
    present = ordered != MISSING
    counts = np.add.reduceat(present.astype(np.int64), groups.starts)
    sums = np.add.reduceat(np.where(present, ordered, 0), groups.starts)
    usable = counts == 1 if unique else counts > 0
    return np.where(usable, sums, MISSING)


def _weighted(measure: MeasureColumn, weights: Ints, groups: Grouping) -> MeasureColumn:
    values, shares = measure.values[groups.order], weights[groups.order]
    present = (values != MISSING) & (shares != MISSING)
    total = np.add.reduceat(np.where(present, shares, 0), groups.starts)
    # Products of two scaled integers leave the 64 bits; a double keeps 15 digits, more than any export prints.
    products = np.where(present, values.astype(np.float64) * shares, 0.0)
    sums = np.add.reduceat(products, groups.starts)
    usable = total > 0
    means = np.rint(sums / np.where(usable, total, 1))
    alone = groups.sizes == 1
    merged = np.where(alone, values[groups.starts], np.where(usable, means, MISSING).astype(np.int64))
    return MeasureColumn(measure.spec, merged, _added(weights, groups, unique=False))
