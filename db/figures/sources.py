"""Where the sums of a request are read from: the smallest rollup that has its dimensions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, func, literal, or_, select

from db.schema.contents import account, content
from db.schema.cuts import segment, segment_value
from db.schema.observations import observation
from db.schema.rollups import rollup_content, rollup_day, rollup_hour, rollup_period
from learning.domain.dimensions import SEGMENT_DIMENSIONS, comes_from_content
from learning.domain.enums import Basis, Grain
from learning.domain.holdings import UnitOf, UnitRequest

HOURS_A_WEEK: Final = 168
THURSDAY: Final = 72
"""Hours from Monday 00:00 to Thursday 00:00, the weekday of hour key 0."""
DAY_SECONDS: Final = 86_400

Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A rollup (joined with what describes its rows) and the columns that every question needs."""

    table: FromClause
    joined: FromClause
    day: Column
    finish: Column
    hour: Column | None
    account: Column
    content: Column | None
    count: Column
    """How many observations a row stands for."""
    bounds: tuple[Column, ...] = ()
    """Conditions beyond cut, account and days, such as a range of the primary key."""
    summed: bool = False
    """Whether cut and days are chosen already: then there are no such columns any more."""


def source_of(request: UnitRequest) -> Source:
    """Choose the rollup for a request; facts themselves only for hours of the week by properties of contents."""
    asked = {*request.by, *request.where}
    by_content = request.unit is UnitOf.CONTENT or any(
        comes_from_content(name, request.spec.dimensions) for name in asked
    )
    by_hour = "hour_of_week" in asked
    if by_hour and request.spec.basis is Basis.ACTIVITY:
        return facts_source(request) if by_content else _plain(rollup_hour, rollup_hour.c.hour_key // 24)
    if by_content or by_hour:
        return _summed_contents(request) if _is_of_contents_alone(request, asked) else _contents()
    if request.spec.basis is Basis.PERIOD:
        source = _plain(rollup_period, rollup_period.c.start_day)
        return replace(source, finish=rollup_period.c.finish_day)
    return _plain(rollup_day, rollup_day.c.day_key)


def _plain(table: FromClause, day: Column) -> Source:
    hour = table.c.hour_key if table is rollup_hour else None
    return Source(table, table, day, day, hour, table.c.account_id, None, table.c.n)


def _contents() -> Source:
    table = rollup_content
    return Source(
        table,
        table.join(content, content.c.id == table.c.content_id),
        table.c.day_key,
        table.c.finish_day,
        content.c.published_hour,
        content.c.account_id,
        table.c.content_id,
        table.c.n,
    )


def _is_of_contents_alone(request: UnitRequest, asked: set[str]) -> bool:
    """Whether neither days nor segments are told apart."""
    content_only = {"content", "account", "currency", "hour_of_week"}
    names = all(name in content_only or comes_from_content(name, request.spec.dimensions) for name in asked)
    return names and request.unit is UnitOf.CONTENT and request.spec.basis is not Basis.PERIOD


def _summed_contents(request: UnitRequest) -> Source:
    """Contents with their sums over days and segments: what describes a content is then joined once for each."""
    rows = rollup_content.c
    sums = [func.sum(rows[fact.value]).label(fact.value) for fact in request.facts]
    days = or_(*(rows.day_key.between(first, last) for first, last in request.spans))
    table = (
        select(rows.content_id, rows.currency, func.sum(rows.n).label("n"), *sums)
        .where(rows.cut_id == request.cut_id, days)
        .group_by(rows.content_id, rows.currency)
        .subquery("summed")
    )
    return Source(
        table,
        table.join(content, content.c.id == table.c.content_id),
        table.c.content_id,
        table.c.content_id,
        content.c.published_hour,
        content.c.account_id,
        table.c.content_id,
        table.c.n,
        summed=True,
    )


def facts_source(request: UnitRequest) -> Source:
    """Every observation of a cut of activity, with its content."""
    table = observation
    # A margin of a day on both sides: `start` counts UTC seconds, the days are local.
    low = (min(first for first, _ in request.spans) - 1) * DAY_SECONDS
    high = (max(last for _, last in request.spans) + 2) * DAY_SECONDS
    return Source(
        table,
        table.join(content, content.c.id == table.c.content_id),
        table.c.day_key,
        table.c.day_key,
        table.c.hour_key,
        table.c.account_id,
        table.c.content_id,
        literal(1),
        (table.c.start.between(low, high),) if request.spec.grain is Grain.HOUR else (),
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """The selectable of a request with its key columns, unit column and conditions."""

    joined: FromClause
    keys: tuple[Column, ...]
    unit: Column
    groups: tuple[Column, ...]
    """What rows of one key and unit have in common."""
    conditions: tuple[Column, ...]


def shape_of(request: UnitRequest, source: Source) -> Shape:
    """Join what the dimensions need and turn dimensions and filters into columns and conditions."""
    joined = source.joined
    columns: dict[str, Column] = {}
    for name in dict.fromkeys((*request.by, *request.where)):
        joined, columns[name] = _dimension(name, request, source, joined)
    conditions = [source.account.in_(request.account_ids), *source.bounds]
    if not source.summed:
        conditions += [source.table.c.cut_id == request.cut_id, _within(request, source)]
    conditions += [columns[name].in_(_cells(name, values)) for name, values in request.where.items()]
    if source.hour is not None and "hour_of_week" in columns:
        conditions.append(source.hour.is_not(None))
    unit = source.content if request.unit is UnitOf.CONTENT else source.day
    if unit is None:
        raise ValueError("a request by contents needs a source that has them")
    keys = tuple(columns[name] for name in request.by)
    groups = (*keys, unit)
    if source.table is rollup_hour and "hour_of_week" in request.by and unit is source.day:
        # An hour of the week of a day is an hour; the rollup stands in the order of hours.
        told = zip(request.by, keys, strict=True)
        groups = (rollup_hour.c.hour_key, *(column for name, column in told if name not in ("hour_of_week", "day")))
    return Shape(joined, keys, unit, groups, tuple(conditions))


def _within(request: UnitRequest, source: Source) -> Column:
    if request.spec.basis is Basis.PERIOD:
        return or_(*(and_(source.day == first, source.finish == last) for first, last in request.spans))
    return or_(*(_day_range(source, first, last) for first, last in request.spans))


def _day_range(source: Source, first: int, last: int) -> Column:
    if source.table is rollup_hour:
        return rollup_hour.c.hour_key.between(first * 24, last * 24 + 23)
    return source.day.between(first, last)


def _cells(name: str, values: tuple[str, ...]) -> list[str] | list[int]:
    return [int(value) for value in values] if name == "hour_of_week" else list(values)


def _dimension(name: str, request: UnitRequest, source: Source, joined: FromClause) -> tuple[FromClause, Column]:
    if name == "day":
        return joined, source.day
    if name == "currency":
        return joined, source.table.c.currency
    if name == "hour_of_week":
        if source.hour is None:
            raise ValueError("hours of the week need a source with hours")
        return joined, (source.hour + THURSDAY) % HOURS_A_WEEK
    if name == "account":
        return joined.join(account, account.c.id == source.account), account.c.handle
    if name == "content":
        return joined, content.c.external_id
    if comes_from_content(name, request.spec.dimensions):
        return joined, func.coalesce(content.c[name], "")
    if name in SEGMENT_DIMENSIONS:
        one = segment.alias(f"segment_{name}")
        return joined.join(one, one.c.id == source.table.c.segment_id), one.c[name]
    value = segment_value.alias(f"value_of_{len(joined.c)}")
    matches = and_(value.c.segment_id == source.table.c.segment_id, value.c.name == name)
    return joined.outerjoin(value, matches), func.coalesce(value.c.value, "")
