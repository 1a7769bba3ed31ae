"""The sums by bucket, as statements: which rows are read and how they are grouped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, literal, select

from db.rollups.cuts import StoredCut
from db.rollups.touched import Run
from db.schema.columns import KEY, UNKNOWN_DAY
from db.schema.observations import observation, observation_measure
from db.schema.rollups import rollup_hour
from learning.domain.enums import Grain

HOUR_SECONDS: Final = 3_600
ZONE_MARGIN: Final = 16 * HOUR_SECONDS
"""No zone's wall clock is further from UTC: the bound within which the rows of local hours are looked for."""

Columns = dict[str, ColumnElement[Any]]
"""Expressions by the name of the rollup's column; those of a rollup's key come first."""

fact = observation.c
KNOWN_DAY: Final = func.coalesce(fact.day_key, UNKNOWN_DAY)


def in_days(cut: StoredCut, run: Run) -> ColumnElement[bool]:
    """The observations of a run of days, found by the primary key where the grain allows."""
    first, last = run
    if cut.grain is Grain.HOUR:
        start = fact.start.between(
            first * 24 * HOUR_SECONDS - ZONE_MARGIN, (last + 1) * 24 * HOUR_SECONDS + ZONE_MARGIN
        )
        return and_(fact.cut_id == cut.id, start, fact.day_key.between(first, last))
    if cut.grain is Grain.LIFETIME:
        return and_(fact.cut_id == cut.id, KNOWN_DAY.between(first, last))
    return and_(fact.cut_id == cut.id, fact.start.between(first, last))


def in_hours(cut: StoredCut, run: Run) -> ColumnElement[bool]:
    """The observations of a run of local hours."""
    first, last = run
    within = and_(fact.cut_id == cut.id, fact.hour_key.between(first, last))
    if cut.grain is not Grain.HOUR:
        return within
    return and_(fact.start.between(first * HOUR_SECONDS - ZONE_MARGIN, (last + 1) * HOUR_SECONDS + ZONE_MARGIN), within)


def fact_sums(source: Table, names: Sequence[str]) -> Columns:
    """The sum of each fact."""
    return {name: func.sum(source.c[name]) for name in names}


def hour_sums(cut: StoredCut, run: Run) -> Sums:
    """Sums by local hour."""
    keys: Columns = {"hour_key": fact.hour_key, "account_id": fact.account_id, "segment_id": fact.segment_id}
    return grouped(observation, cut, keys, in_hours(cut, run))


def hour_sums_in_key_order(cut: StoredCut, run: Run) -> Sums:
    """Sums by UTC hour, read in the order of the primary key without a sort; only for cuts with one currency.

    The two UTC hours of the repeated hour of autumn share a local hour: the insert adds the second to the first.
    """
    columns: Columns = {
        "cut_id": literal(cut.id),
        "hour_key": func.max(fact.hour_key),
        "account_id": fact.account_id,
        "segment_id": fact.segment_id,
        "currency": literal(cut.currencies[0]),
        "n": func.count(),
        **fact_sums(observation, cut.facts),
    }
    statement = select(*columns.values()).where(in_hours(cut, run))
    return tuple(columns), statement.group_by(fact.start, fact.account_id, fact.segment_id)


def day_sums(cut: StoredCut, run: Run) -> Sums:
    """Sums by day: of hourly cuts out of the hours, which are fewer than the facts."""
    if cut.grain is Grain.HOUR:
        hour = rollup_hour.c
        keys: Columns = {
            "day_key": day_of_hour(hour.hour_key),
            "account_id": hour.account_id,
            "segment_id": hour.segment_id,
        }
        first, last = run
        within = and_(hour.cut_id == cut.id, hour.hour_key.between(first * 24, last * 24 + 23))
        return grouped(rollup_hour, cut, keys, within)
    keys = {"day_key": KNOWN_DAY, "account_id": fact.account_id, "segment_id": fact.segment_id}
    return grouped(observation, cut, keys, in_days(cut, run))


def hour_of_week_sums(cut: StoredCut, hours_of_week: Sequence[int] | None) -> Sums:
    """Sums by hour of the week out of the hours; None = all 168."""
    hour = rollup_hour.c
    keys: Columns = {
        "hour_of_week": hour_of_week(hour.hour_key),
        "account_id": hour.account_id,
        "segment_id": hour.segment_id,
    }
    within = hour.cut_id == cut.id
    if hours_of_week is not None:
        within = and_(within, hour_of_week(hour.hour_key).in_(hours_of_week))
    return grouped(rollup_hour, cut, keys, within)


def content_sums(cut: StoredCut, run: Run) -> Sums:
    """Sums by day and content; only hourly cuts have several observations in such a bucket."""
    finish = fact.finish if cut.grain is Grain.PERIOD else KNOWN_DAY
    keys: Columns = {
        "day_key": KNOWN_DAY,
        "content_id": fact.content_id,
        "segment_id": fact.segment_id,
        "finish_day": finish,
    }
    if cut.grain is Grain.HOUR:
        return grouped(observation, cut, keys, in_days(cut, run))
    columns: Columns = {"cut_id": fact.cut_id, **keys, "currency": fact.currency, "n": literal(1)}
    columns |= {name: fact[name] for name in cut.facts}
    return tuple(columns), select(*columns.values()).where(in_days(cut, run))


def period_sums(cut: StoredCut, run: Run) -> Sums:
    """Sums by stated period."""
    keys: Columns = {
        "start_day": fact.start,
        "finish_day": fact.finish,
        "account_id": fact.account_id,
        "segment_id": fact.segment_id,
    }
    return grouped(observation, cut, keys, in_days(cut, run))


def measure_sums(cut: StoredCut, within: ColumnElement[bool]) -> Sums:
    """Sums of the current measures by day, and the last value of each bucket."""
    held = observation_measure.c
    finish = fact.finish if cut.grain is Grain.PERIOD else KNOWN_DAY
    bucket = (KNOWN_DAY, finish, held.measure_id, fact.account_id, fact.segment_id)
    names = ("day_key", "finish_day", "measure_id", "account_id", "segment_id")
    latest = func.row_number().over(partition_by=bucket, order_by=(fact.start.desc(), held.value.desc()))
    same_key = and_(*(held[name] == fact[name] for name in KEY))
    rows = (
        select(
            *(column.label(name) for name, column in zip(names, bucket, strict=True)),
            held.value,
            held.weight,
            held.weighted,
            latest.label("place"),
        )
        .select_from(observation.join(observation_measure, same_key))
        .where(within, held.is_current)
        .subquery()
    )
    columns: Columns = {
        "cut_id": literal(cut.id),
        **{name: rows.c[name] for name in names},
        "n": func.count(),
        "value_sum": func.sum(rows.c.value),
        "weight_sum": func.sum(rows.c.weight),
        "weighted_sum": func.sum(rows.c.weighted),
        "last_value": func.max(case((rows.c.place == 1, rows.c.value))),
    }
    return tuple(columns), select(*columns.values()).group_by(*(rows.c[name] for name in names))


def grouped(source: Table, cut: StoredCut, keys: Columns, within: ColumnElement[bool]) -> Sums:
    """Sums of the rows of a table by some keys and the currency."""
    count = func.count() if source is observation else func.sum(source.c.n)
    columns: Columns = {"cut_id": literal(cut.id), **keys, "currency": source.c.currency, "n": count}
    columns |= fact_sums(source, cut.facts)
    statement = select(*columns.values()).where(within)
    return tuple(columns), statement.group_by(*keys.values(), source.c.currency)


def day_of_hour(hour_key: ColumnElement[int]) -> ColumnElement[Any]:
    """The day of a local hour key, also before 1970: integer division truncates on both engines."""
    return (hour_key - _modulo(hour_key, 24)) // 24


def hour_of_week(hour_key: ColumnElement[int]) -> ColumnElement[Any]:
    """0-167 from Monday 00:00 (see `learning.domain.timekeys`)."""
    return _modulo(hour_key + 72, 168)


def _modulo(value: ColumnElement[Any], divisor: int) -> ColumnElement[Any]:
    return ((value % divisor) + divisor) % divisor


Sums = tuple[tuple[str, ...], Select[Any]]
"""The columns of a rollup that a statement fills, and the statement."""
