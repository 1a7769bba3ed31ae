"""The numbers of a chunk: facts, measures and the currency of the amounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import MeasureKind, Role, Unit
from learning.domain.facts import MISSING, Fact
from learning.domain.imports import BoundColumn, TablePlan
from learning.domain.observations import Ints, MeasureColumn, MeasureSpec
from learning.imports.converting.columns import Codes, Column, make_codes
from learning.imports.converting.problems import problem_like
from learning.imports.converting.table import OpenChunk
from learning.imports.values.durations import parse_durations
from learning.imports.values.numbers import ParsedNumbers, parse_numbers

Variant = tuple[tuple[str, str], ...]
"""Dimension values that headers name."""

DURATIONS: Final = frozenset({Unit.SECONDS, Unit.MINUTES, Unit.HOURS, Unit.MILLISECONDS, Unit.DURATION})
MAY_BE_NEGATIVE: Final = frozenset({Fact.FOLLOWS.value, Fact.REVENUE.value, Fact.SPEND.value})
"""Net changes, refunds and corrections: below zero they are no surprise."""
WHOLE_EXEMPT: Final = frozenset({Fact.CONVERSIONS.value})
"""Ad platforms share one conversion among several ads: fractions are no surprise."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """The numbers of the rows of a chunk."""

    facts: dict[Fact, Ints]
    """Scaled by SCALE, shape (rows,); MISSING where the row does not say."""
    measures: tuple[MeasureColumn, ...]
    currency_codes: Codes
    """Per row a place in `currencies`."""
    currencies: tuple[str | None, ...]


def list_variants(plan: TablePlan) -> tuple[Variant, ...]:
    """List the observations that each row makes: one, or one for each set of dimension values that headers name.

    Args:
        plan: What the table is taken for.

    Returns:
        The dimension values of each, () for an ordinary table.
    """
    named = dict.fromkeys(column.fixed for column in plan.columns if column.fixed)
    return tuple(named) or ((),)


def read_quantities(chunk: OpenChunk, variant: Variant = ()) -> Quantities:
    """Read the facts and measures of a chunk; cells that cannot be read go to its problems.

    Args:
        chunk: The opened chunk.
        variant: Which observation of each row: columns for others are left aside.

    Returns:
        The numbers, one element per row.
    """
    every = (*chunk.of_role(Role.FACT), *chunk.of_role(Role.MEASURE))
    numeric = tuple(column for column in every if column.fixed in (variant, ()))
    parsed = {bound.index: _parse(chunk, bound) for bound in numeric}
    by_field: dict[str, Ints] = {}
    facts: dict[Fact, Ints] = {}
    for bound in numeric:
        values = _scaled(chunk.columns[bound.index].spread(parsed[bound.index].values), bound)
        by_field[bound.field] = values
        if bound.role is Role.FACT:
            facts[Fact(bound.field)] = values
    measures = tuple(
        MeasureColumn(
            MeasureSpec(bound.field, bound.header, bound.kind, bound.unit),
            by_field[bound.field],
            by_field.get(bound.weight) if bound.weight else None,
        )
        for bound in numeric
        if bound.role is Role.MEASURE
    )
    money = [bound for bound in numeric if bound.unit is Unit.MONEY]
    codes, currencies = _currencies(chunk, money, parsed)
    return Quantities(facts, measures, codes, currencies)


def _parse(chunk: OpenChunk, bound: BoundColumn) -> ParsedNumbers:
    settings = chunk.plan.settings
    column = chunk.columns[bound.index]
    if bound.unit in DURATIONS:
        parsed = parse_durations(column.texts, unit=bound.unit, decimal_mark=settings.decimal_mark)
    else:
        parsed = parse_numbers(
            column.texts, decimal_mark=settings.decimal_mark, unit=bound.unit, percent_scale=settings.percent_scale
        )
    problems = [problem for problem in parsed.problems if not _expected(problem.code, bound)]
    chunk.problems.add_values(column, bound.header, problems)
    return parsed


def _expected(code: str, bound: BoundColumn) -> bool:
    if code == "implausible":
        return bound.field in MAY_BE_NEGATIVE or bound.role is Role.MEASURE
    return code == "fraction" and (bound.field in WHOLE_EXEMPT or bound.role is Role.MEASURE)


def _scaled(values: Ints, bound: BoundColumn) -> Ints:
    if bound.scale == 1.0:
        return values
    scaled = np.rint(values * bound.scale).astype(np.int64)
    return np.where(values == MISSING, MISSING, scaled)


def _currencies(
    chunk: OpenChunk, money: list[BoundColumn], parsed: dict[int, ParsedNumbers]
) -> tuple[Codes, tuple[str | None, ...]]:
    """Say in which currency the amounts of each row are: the row's own column, its cells, the header, the settings."""
    known = chunk.plan.settings.currency
    named = [bound.currency for bound in money if bound.currency]
    default = named[0] if named else known
    own = chunk.of_role(Role.CURRENCY)
    marked = [bound for bound in money if parsed[bound.index].currencies]
    if not money:
        return chunk.zeros(), (None,)
    if own:
        column = chunk.columns[own[0].index]
        codes, values = make_codes(column, [text.strip().upper() for text in column.texts])
        return codes, tuple(value or default for value in values)
    if marked and default is None:
        return _marked_currencies(chunk, marked, parsed)
    return chunk.zeros(), (default,)


def _marked_currencies(
    chunk: OpenChunk, marked: list[BoundColumn], parsed: dict[int, ParsedNumbers]
) -> tuple[Codes, tuple[str | None, ...]]:
    """Read the currency that stands in the cells; a cell without one takes the commonest of the chunk."""
    places: dict[str, int] = {}
    found = np.full(chunk.rows, -1, np.int64)
    for bound in marked:
        column = chunk.columns[bound.index]
        by_text = np.full(len(column.texts), -1, np.int64)
        for place, mark in parsed[bound.index].currencies.items():
            code = mark.code or (mark.candidates[0] if mark.candidates else None)
            if code is not None:
                by_text[place] = places.setdefault(code, len(places))
        codes = column.spread(by_text)
        clash = np.flatnonzero((found >= 0) & (codes >= 0) & (found != codes))
        if len(clash):
            _reject_clash(chunk, bound, column, clash)
        found = np.where(found >= 0, found, codes)
    if not places:
        return chunk.zeros(), (None,)
    common = Counter(found[found >= 0].tolist()).most_common(1)[0][0]
    return np.where(found >= 0, found, common), tuple(places)


def _reject_clash(chunk: OpenChunk, bound: BoundColumn, column: Column, rows: Codes) -> None:
    like = problem_like(
        "currency",
        "this row holds amounts in two currencies, which cannot stand in one record.",
        "Export each currency by itself, or map only one of the amounts.",
        column=bound.header,
    )
    chunk.problems.reject(rows, like, column.texts_by_row(rows))


def exact_sum(values: Ints) -> int:
    """Add scaled values without overflow.

    Args:
        values: Scaled by SCALE, MISSING where there is none.

    Returns:
        The sum of those that are there, scaled by SCALE.
    """
    present = values[values != MISSING]
    if not len(present):
        return 0
    if float(np.abs(present).max()) * len(present) < float(np.iinfo(np.int64).max) / 2:
        return int(present.sum())
    return sum(present.tolist())


def is_additive(measure: MeasureSpec) -> bool:
    """Say whether the values of a measure may be added.

    Args:
        measure: The measure.

    Returns:
        True for counts and amounts.
    """
    return measure.kind is MeasureKind.ADDITIVE
