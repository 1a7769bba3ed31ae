"""Reading the rows of the chosen cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from db.figures.repository import Figures
from learning.domain.dimensions import comes_from_content
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, FigureQuery
from learning.domain.holdings import Texts, UnitOf, UnitRequest
from learning.domain.timekeys import day_of
from learning.metrics.cuts import CALENDAR_DIMENSIONS
from learning.metrics.definitions import Metric
from learning.metrics.grouping import calendar_labels
from learning.metrics.slices import FactSlice, MeasureSlice, Origin
from services.figures.cuts import Chosen
from services.figures.usual_rates import UsualRates

MOST_POST_ROWS: Final = 100_000
"""Beyond this many observations behind a figure its units are days: reading it by post would take seconds."""
NOT_IN_STORE: Final = frozenset({"platform", "account", "date"})
"""Filters that the choice of cuts and days has already applied."""
COUNTED: Final = {
    UnitOf.CONTENT: CountedUnit.POSTS,
    UnitOf.DAY: CountedUnit.DAYS,
    UnitOf.PERIOD: CountedUnit.PERIODS,
}


def read_slices(
    reader: Figures,
    query: FigureQuery,
    chosen: Iterable[tuple[Metric, Chosen]],
    *,
    yardsticks: UsualRates | None = None,
) -> list[FactSlice]:
    """Read every chosen cut once, with the facts of all metrics that chose it."""
    yardsticks = yardsticks or UsualRates(reader)
    wanted: dict[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]], list[tuple[Metric, Chosen]]]
    wanted = defaultdict(list)
    for metric, one in chosen:
        wanted[one.holding.cut_id, one.group.account_ids, one.spans].append((metric, one))
    found: list[FactSlice] = []
    for pairs in wanted.values():
        one = pairs[0][1]
        facts = {fact for metric, _ in pairs for fact in metric.facts} & one.holding.facts
        request = replace(unit_request(query, one), facts=tuple(sorted(facts)))
        rows = reader.read_units(request)
        rows = replace(rows, keys=_texts(query, one, request.by, rows.keys, len(rows.units)))
        usual = yardsticks.of((metric for metric, _ in pairs), one)
        # Metrics of one cut may miss different days, as its files may.
        by_missing: dict[frozenset[int], set[str]] = defaultdict(set)
        for metric, choice in pairs:
            by_missing[choice.missing].add(metric.name)
        for missing, names in by_missing.items():
            found.append(FactSlice(origin_of(one, missing, request.unit), rows, frozenset(names), usual))
    return found


def read_measure_slices(
    reader: Figures, query: FigureQuery, chosen: Mapping[str, tuple[Chosen, ...]]
) -> list[MeasureSlice]:
    """Read every measure that was asked for, each cut once per choice of days."""
    wanted: dict[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]], list[tuple[str, Chosen]]]
    wanted = defaultdict(list)
    for name, choices in chosen.items():
        for one in choices:
            wanted[one.holding.cut_id, one.group.account_ids, one.spans].append((name, one))
    found: list[MeasureSlice] = []
    for pairs in wanted.values():
        one = pairs[0][1]
        names = {name for name, _ in pairs}
        held = [measure for measure in one.holding.measures if measure.name in names]
        request = replace(unit_request(query, one), measures=tuple(measure.measure_id for measure in held))
        rows = reader.read_measures(request)
        missing = {name: choice.missing for name, choice in pairs}
        for measure in held:
            own = np.flatnonzero(rows.measure_ids == measure.measure_id)
            part = replace(
                rows,
                keys=_texts(query, one, request.by, tuple(key[own] for key in rows.keys), len(own)),
                units=rows.units[own],
                days=rows.days[own],
                measure_ids=rows.measure_ids[own],
                observations=rows.observations[own],
                totals=rows.totals[own],
                weights=rows.weights[own],
                weighted=rows.weighted[own],
                last=rows.last[own],
            )
            origin = origin_of(one, missing[measure.name], request.unit)
            found.append(MeasureSlice(origin, part, measure.name, measure.kind))
    return found


def unit_request(query: FigureQuery, one: Chosen) -> UnitRequest:
    """The question to the store for the rows of one chosen cut, still without facts or measures."""
    by = dict.fromkeys("day" if name in CALENDAR_DIMENSIONS else name for name in query.by if name != "platform")
    where = {name: values for name, values in query.where.items() if name not in NOT_IN_STORE}
    return UnitRequest(
        cut_id=one.holding.cut_id,
        spec=one.holding.spec,
        account_ids=one.group.account_ids,
        spans=one.spans,
        by=tuple(by),
        where=where,
        unit=_unit(one, {*query.by, *where}, by_content="content" in query.by),
    )


def _unit(one: Chosen, asked: set[str], *, by_content: bool) -> UnitOf:
    spec = one.holding.spec
    has_posts = "content" in spec.dimensions
    if spec.basis is Basis.LIFETIME:
        return UnitOf.CONTENT if has_posts else UnitOf.DAY
    other = UnitOf.PERIOD if spec.basis is Basis.PERIOD else UnitOf.DAY
    if not has_posts or by_content or "hour_of_week" in asked:
        return other
    needed = any(comes_from_content(name, spec.dimensions) for name in asked)
    return UnitOf.CONTENT if needed or one.observations <= MOST_POST_ROWS else other


def origin_of(one: Chosen, missing: frozenset[int], unit: UnitOf) -> Origin:
    """Where the rows of a chosen cut come from."""
    spec = one.holding.spec
    days = frozenset(day_of(day) for day in missing)
    return Origin(spec.platform, spec.name, spec.basis, COUNTED[unit], days)


def _texts(
    query: FigureQuery, one: Chosen, read: tuple[str, ...], keys: tuple[Texts, ...], size: int
) -> tuple[Texts, ...]:
    """The columns of the answer's dimensions, in its order, as texts."""
    found: list[Texts] = []
    for name in query.by:
        if name == "platform":
            column = np.full(size, one.holding.spec.platform, dtype=np.object_)
        elif name in CALENDAR_DIMENSIONS:
            column = calendar_labels(keys[read.index("day")], name)
        else:
            column = keys[read.index(name)]
        found.append(column)
    return tuple(found)
