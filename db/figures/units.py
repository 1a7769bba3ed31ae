"""Sums of facts and measures by dimensions and independent unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Column, ColumnElement, Connection, and_, cast, func, literal, select

from db.figures.sources import Shape, Source, facts_source, shape_of, source_of
from db.schema.columns import KEY
from db.schema.contents import content
from db.schema.cuts import cut_currency
from db.schema.observations import observation, observation_measure
from db.schema.rollups import rollup_measure
from learning.domain.dimensions import comes_from_content
from learning.domain.enums import Basis
from learning.domain.facts import SCALE
from learning.domain.holdings import MeasureRows, Texts, UnitOf, UnitRequest, UnitRows
from learning.domain.observations import Ints


def read_units(connection: Connection, request: UnitRequest) -> UnitRows:
    """The facts of a request, by its dimensions, unit and currency."""
    return _read_facts(connection, request, source_of(request))


def read_raw_units(connection: Connection, request: UnitRequest) -> UnitRows:
    """The same from every observation of a cut of activity: what the rollups are measured and checked against."""
    return _read_facts(connection, request, facts_source(request))


def _read_facts(connection: Connection, request: UnitRequest, source: Source) -> UnitRows:
    shape = shape_of(request, source)
    only = _only_currency(connection, request.cut_id)
    # Where there is one, the order of the rollup is that of its groups: nothing has to be sorted.
    currencies = () if only is not None else (source.table.c.currency,)
    sums = [_whole(func.sum(source.table.c[fact.value])) for fact in request.facts]
    labelled = [column.label(f"key{place}") for place, column in enumerate((*shape.keys, shape.unit, *currencies))]
    rows = connection.execute(
        select(_whole(func.sum(source.count)), *sums, *labelled)
        .select_from(shape.joined)
        .where(*shape.conditions)
        .group_by(*shape.groups, *currencies)
    ).all()
    columns = _columns(rows, 1 + len(sums) + len(labelled))
    facts = {fact: _floats(columns[1 + place]) for place, fact in enumerate(request.facts)}
    keys = columns[1 + len(sums) :]
    width = len(shape.keys)
    return UnitRows(
        keys=tuple(_objects(column) for column in keys[:width]),
        units=_ints(keys[width]),
        currencies=_objects((only,) * len(rows) if only is not None else keys[width + 1]),
        observations=_ints(columns[0]),
        facts=facts,
    )


def _only_currency(connection: Connection, cut_id: int) -> str | None:
    """The one of all observations of a cut; None where they have several."""
    held = connection.execute(select(cut_currency.c.currency).where(cut_currency.c.cut_id == cut_id)).scalars().all()
    return held[0] if len(held) == 1 else None


def read_measures(connection: Connection, request: UnitRequest) -> MeasureRows:
    """The measures of a request, by its dimensions and unit."""
    asked = {*request.by, *request.where}
    detailed = request.unit is UnitOf.CONTENT or "hour_of_week" in asked
    detailed = detailed or any(comes_from_content(name, request.spec.dimensions) for name in asked)
    source = _measure_facts(request) if detailed else _measure_rollup(request)
    shape = shape_of(request, source)
    table = source.table
    last_day = _whole(func.max(source.finish))
    sums = _detail_sums() if detailed else _rollup_sums()
    groups = (*shape.keys, shape.unit, table.c.measure_id)
    labelled = [column.label(f"key{place}") for place, column in enumerate(groups)]
    rows = connection.execute(
        select(*labelled, last_day, _whole(func.sum(source.count)), *(_whole(column) for column in sums))
        .select_from(shape.joined)
        .where(*shape.conditions, table.c.measure_id.in_(request.measures))
        .group_by(*groups)
    ).all()
    return _measure_rows(rows, shape)


def _measure_rows(rows: Sequence[Any], shape: Shape) -> MeasureRows:
    width = len(shape.keys)
    columns = _columns(rows, width + 8)
    return MeasureRows(
        keys=tuple(_objects(columns[place]) for place in range(width)),
        units=_ints(columns[width]),
        measure_ids=_ints(columns[width + 1]),
        days=_ints(columns[width + 2]),
        observations=_ints(columns[width + 3]),
        totals=_floats(columns[width + 4]),
        weights=_floats(columns[width + 5]),
        weighted=_floats(columns[width + 6]),
        last=_floats(columns[width + 7]),
    )


def _measure_rollup(request: UnitRequest) -> Source:
    table = rollup_measure
    finish = table.c.finish_day if request.spec.basis is Basis.PERIOD else table.c.day_key
    return Source(table, table, table.c.day_key, finish, None, table.c.account_id, None, table.c.n)


def _measure_facts(request: UnitRequest) -> Source:
    """Measures are rolled up without contents: what asks for contents reads the current values of the cut."""
    table = observation_measure
    same = and_(*(table.c[name] == observation.c[name] for name in KEY))
    joined = table.join(observation, same).join(content, content.c.id == table.c.content_id)
    period = request.spec.basis is Basis.PERIOD
    day: Column[int] = table.c.start if period else observation.c.day_key
    finish: Column[int] = table.c.finish if period else observation.c.day_key
    hour = content.c.published_hour if request.spec.basis is Basis.LIFETIME else observation.c.hour_key
    current = (table.c.is_current.is_(True),)
    return Source(table, joined, day, finish, hour, table.c.account_id, table.c.content_id, literal(1), current)


def _rollup_sums() -> list[ColumnElement[Any]]:
    table = rollup_measure.c
    return [
        func.sum(table.value_sum),
        func.sum(table.weight_sum),
        func.sum(table.weighted_sum),
        func.max(table.last_value),
    ]


def _detail_sums() -> list[ColumnElement[Any]]:
    table = observation_measure.c
    return [func.sum(table.value), func.sum(table.weight), func.sum(table.weighted), func.max(table.value)]


def _whole(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Postgres sums big integers into decimals, which are slow to read."""
    return cast(column, BigInteger)


def _columns(rows: Sequence[Any], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _ints(values: tuple[Any, ...]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: tuple[Any, ...]) -> np.ndarray[tuple[Any, ...], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64) / SCALE


def _objects(values: tuple[Any, ...]) -> Texts:
    found = np.empty(len(values), dtype=np.object_)
    found[:] = values
    return found
