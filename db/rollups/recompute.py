"""Summing touched buckets again, in the transaction that changed their facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, Table, case, exists, func, or_, select

from db.background import Background
from db.dialects import Block, Dialect, Values
from db.parts import LooseParts
from db.rollups.accumulate import RunSums
from db.rollups.bucket_sums import BucketSums, sum_parts
from db.rollups.cuts import StoredCut
from db.rollups.kept_sums import forget_sums
from db.rollups.sums import (
    Sums,
    content_sums,
    day_sums,
    hour_of_week_sums,
    hour_sums,
    hour_sums_in_key_order,
    in_days,
    measure_sums,
    period_sums,
)
from db.rollups.touched import MOST_RUNS, Run, TouchedBuckets, runs
from db.schema.observations import observation_measure
from db.schema.rollups import (
    rollup_content,
    rollup_day,
    rollup_hour,
    rollup_hour_of_week,
    rollup_measure,
    rollup_period,
)
from learning.domain.enums import Grain
from learning.domain.facts import MISSING

OF_HOURLY_CUTS: Final = (rollup_hour, rollup_day, rollup_hour_of_week, rollup_content)

PackedSums = tuple[list[str], Iterable[Block]]
"""Names of columns and rows as the driver takes them."""

ALL_HOURS_OF_WEEK: Final = 84
"""From this many on, all 168 are summed: the hours are read from end to end anyway."""


class RollupWriter:
    """Recomputes buckets of one cut after another."""

    def __init__(self, connection: Connection, dialect: Dialect, parts: LooseParts | None = None) -> None:
        """Work within a transaction; `parts` holds the rows of its new cuts."""
        self._connection = connection
        self._dialect = dialect
        self._parts = parts or LooseParts(connection, dialect)

    def recompute(self, cut: StoredCut, touched: TouchedBuckets) -> None:
        """Sum the touched buckets of a cut again."""
        self._parts.attach(cut.id)
        forget_sums(self._connection, cut.id, touched.days)
        # The rows of lifetime totals are not in the order of their days: every run reads them all.
        most = 1 if cut.grain is Grain.LIFETIME else MOST_RUNS
        if cut.grain in (Grain.HOUR, Grain.LIFETIME):
            self._recompute_hours(cut, touched, most)
        for run in touched.day_runs(most):
            if cut.grain is Grain.PERIOD:
                self._replace(rollup_period, rollup_period.c.start_day.between(*run), cut, period_sums(cut, run))
            else:
                self._replace(rollup_day, rollup_day.c.day_key.between(*run), cut, day_sums(cut, run))
            self._replace(rollup_content, rollup_content.c.day_key.between(*run), cut, content_sums(cut, run))
            self._recompute_measures(cut, run)

    def add_settled(self, cut_id: int, sums: RunSums, currencies: Sequence[str], *, background: Background) -> None:
        """Write the sums of an hourly cut's new rows that are unlikely to grow, in the background.

        The sums name a currency by its place in `currencies`.
        """
        for name, settled in sums.take_settled():
            table = next(table for table in OF_HOURLY_CUTS if table.name == name)
            if sums.is_new(name):
                lazily = _packed_sums(self._dialect, table, cut_id, settled, currencies)
                packed = [(names, list(blocks)) for names, blocks in lazily]
                background.start(partial(self._insert_packed, table, cut_id, packed))
            else:
                background.start(partial(self._add_sums, table, cut_id, settled, tuple(currencies)))

    def add_new(
        self,
        cut: StoredCut,
        touched: TouchedBuckets,
        sums: RunSums,
        currencies: Sequence[str],
        *,
        background: Background,
    ) -> None:
        """Bring the rollups of an hourly cut up to date after a run whose rows were all new; as `add_settled`."""
        for table in OF_HOURLY_CUTS:
            added = sums.find(table.name)
            if added is None:
                self._recompute_table(table, cut, touched)
            elif sums.is_new(table.name):
                packed = _packed_sums(self._dialect, table, cut.id, added, tuple(currencies))
                background.start(partial(self._insert_packed, table, cut.id, packed))
            else:
                background.start(partial(self._add_sums, table, cut.id, added, tuple(currencies)))
        forget_sums(self._connection, cut.id, touched.days)
        for run in touched.day_runs():
            self._recompute_measures(cut, run)

    def _add_sums(self, table: Table, cut_id: int, added: BucketSums, currencies: tuple[str, ...]) -> None:
        """Add sums to a rollup's buckets: what is there is read, put together and written anew."""
        self._parts.attach(cut_id)
        first_key = table.c[_key_names(table)[0]]
        where = or_(*(first_key.between(*run) for run in runs(np.unique(added.keys[:, 0]), MOST_RUNS)))
        held = self._stored_sums(table, cut_id, where, added.names, currencies)
        if len(held):
            self._delete(table, where, cut_id)
            added = sum_parts([held, added])
        self._insert_packed(table, cut_id, _packed_sums(self._dialect, table, cut_id, added, currencies))

    def _insert_packed(self, table: Table, cut_id: int, packed: Iterable[PackedSums]) -> None:
        for names, blocks in packed:
            self._dialect.insert_blocks(self._connection, table, names, blocks, cut_id=cut_id)

    def _recompute_table(self, table: Table, cut: StoredCut, touched: TouchedBuckets) -> None:
        """Sum the touched buckets of one rollup of an hourly cut out of its facts."""
        self._parts.attach(cut.id)
        if table is rollup_hour:
            for run in touched.hour_runs():
                self._recompute_hour_run(cut, run)
        elif table is rollup_hour_of_week:
            self._recompute_hours_of_week(cut, touched)
        else:
            sums_of = day_sums if table is rollup_day else content_sums
            for run in touched.day_runs():
                self._replace(table, table.c.day_key.between(*run), cut, sums_of(cut, run))

    def _stored_sums(
        self,
        table: Table,
        cut_id: int,
        where: ColumnElement[bool],
        names: tuple[str, ...],
        currencies: Sequence[str],
    ) -> BucketSums:
        """The rows of a rollup as sums."""
        code = case({text: place for place, text in enumerate(currencies)}, value=table.c.currency, else_=-1)
        columns = [code if name == "currency" else table.c[name] for name in _key_names(table)]
        facts = [func.coalesce(table.c[name], MISSING) for name in names]
        statement = select(*columns, table.c.n, *facts).where(table.c.cut_id == cut_id, where)
        rows = self._connection.execute(statement).fetchall()
        width = len(columns) + 1 + len(facts)
        matrix = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(len(rows), width)
        return BucketSums(names, matrix[:, : len(columns)], matrix[:, len(columns) :])

    def _recompute_hours(self, cut: StoredCut, touched: TouchedBuckets, most: int) -> None:
        for run in touched.hour_runs(most):
            self._recompute_hour_run(cut, run)
        self._recompute_hours_of_week(cut, touched)

    def _recompute_hours_of_week(self, cut: StoredCut, touched: TouchedBuckets) -> None:
        if len(touched.hours):
            chosen = np.unique((touched.hours + 72) % 168).tolist()
            some = chosen if len(chosen) < ALL_HOURS_OF_WEEK else None
            column = rollup_hour_of_week.c.hour_of_week
            where = column.in_(some) if some is not None else column >= 0
            self._replace(rollup_hour_of_week, where, cut, hour_of_week_sums(cut, some))

    def _recompute_hour_run(self, cut: StoredCut, run: Run) -> None:
        where = rollup_hour.c.hour_key.between(*run)
        in_key_order = self._dialect.groups_in_key_order and cut.grain is Grain.HOUR and len(cut.currencies) == 1
        if not in_key_order:
            self._replace(rollup_hour, where, cut, hour_sums(cut, run))
            return
        self._delete(rollup_hour, where, cut.id)
        names, statement = hour_sums_in_key_order(cut, run)
        insert = self._dialect.upsert(rollup_hour).from_select(names, statement)
        held, more = rollup_hour.c, insert.excluded
        sums: dict[str, Any] = {
            name: func.coalesce(held[name] + more[name], held[name], more[name]) for name in ("n", *cut.facts)
        }
        keys = [column.name for column in rollup_hour.primary_key]
        self._connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=sums))

    def _recompute_measures(self, cut: StoredCut, run: Run) -> None:
        where = rollup_measure.c.day_key.between(*run)
        held = observation_measure
        any_measure = select(exists(select(held.c.cut_id).where(held.c.cut_id == cut.id)))
        if self._connection.execute(any_measure).scalar():
            self._parts.attach(cut.id)
            self._replace(rollup_measure, where, cut, measure_sums(cut, in_days(cut, run)))
        else:
            self._delete(rollup_measure, where, cut.id)

    def _replace(self, table: Table, where: ColumnElement[bool], cut: StoredCut, sums: Sums) -> None:
        self._delete(table, where, cut.id)
        names, statement = sums
        self._connection.execute(table.insert().from_select(list(names), statement))

    def _delete(self, table: Table, where: ColumnElement[bool], cut_id: int) -> None:
        self._connection.execute(table.delete().where(table.c.cut_id == cut_id, where))


def _packed_sums(
    dialect: Dialect, table: Table, cut_id: int, sums: BucketSums, currencies: Sequence[str]
) -> Iterator[PackedSums]:
    """Sums as rows of a rollup, one statement shape per currency."""
    names = _key_names(table)
    for place, currency in enumerate(currencies):
        here = np.flatnonzero(sums.keys[:, -1] == place)
        if len(here):
            columns: dict[str, Values] = {"cut_id": cut_id, "currency": currency}
            columns |= {name: sums.keys[:, index].take(here) for index, name in enumerate(names[:-1])}
            columns |= {name: sums.sums[:, index].take(here) for index, name in enumerate(("n", *sums.names))}
            yield list(columns), dialect.pack_columns(table, columns, rows=len(here))


def _key_names(table: Table) -> list[str]:
    """The key of a rollup after its cut; the currency is the last."""
    return [column.name for column in table.primary_key if column.name != "cut_id"]
