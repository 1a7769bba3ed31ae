"""Summing touched buckets again, in the transaction that changed their facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Table, case, exists, func, or_, select

from db.dialects import Dialect, Values
from db.rollups.accumulate import BucketSums, RunSums, sum_parts
from db.rollups.cuts import StoredCut
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

ALL_HOURS_OF_WEEK = 84
"""From this many on, all 168 are summed: the hours are read from end to end anyway."""


class RollupWriter:
    """Recomputes buckets of one cut after another."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def recompute(self, cut: StoredCut, touched: TouchedBuckets) -> None:
        """Sum the touched buckets of a cut again."""
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

    def add_new(self, cut: StoredCut, touched: TouchedBuckets, sums: RunSums, currencies: Sequence[str]) -> None:
        """Bring the rollups of an hourly cut up to date after a run whose rows were all new.

        The sums name a currency by its place in `currencies`.
        """
        for table in (rollup_hour, rollup_day, rollup_hour_of_week, rollup_content):
            added = sums.find(table.name)
            if added is None:
                self._recompute_table(table, cut, touched)
            else:
                self._add_sums(table, cut, added, currencies)
        for run in touched.day_runs():
            self._recompute_measures(cut, run)

    def _add_sums(self, table: Table, cut: StoredCut, added: BucketSums, currencies: Sequence[str]) -> None:
        """Add sums to a rollup's buckets: what is there is read, put together and written anew."""
        first_key = table.c[_key_names(table)[0]]
        where = or_(*(first_key.between(*run) for run in runs(np.unique(added.keys[:, 0]), MOST_RUNS)))
        together = sum_parts([self._stored_sums(table, cut, where, added.names, currencies), added])
        self._delete(table, where, cut)
        self._insert_sums(table, cut, together, currencies)

    def _recompute_table(self, table: Table, cut: StoredCut, touched: TouchedBuckets) -> None:
        """Sum the touched buckets of one rollup of an hourly cut out of its facts."""
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
        cut: StoredCut,
        where: ColumnElement[bool],
        names: tuple[str, ...],
        currencies: Sequence[str],
    ) -> BucketSums:
        """The rows of a rollup as sums."""
        code = case({text: place for place, text in enumerate(currencies)}, value=table.c.currency, else_=-1)
        columns = [code if name == "currency" else table.c[name] for name in _key_names(table)]
        facts = [func.coalesce(table.c[name], MISSING) for name in names]
        statement = select(*columns, table.c.n, *facts).where(table.c.cut_id == cut.id, where)
        rows = self._connection.execute(statement).fetchall()
        width = len(columns) + 1 + len(facts)
        matrix = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(len(rows), width)
        return BucketSums(names, matrix[:, : len(columns)], matrix[:, len(columns) :])

    def _insert_sums(self, table: Table, cut: StoredCut, sums: BucketSums, currencies: Sequence[str]) -> None:
        names = _key_names(table)
        for place, currency in enumerate(currencies):
            here = sums.keys[:, -1] == place
            columns: dict[str, Values] = {"cut_id": cut.id, "currency": currency}
            columns |= {name: sums.keys[here, index] for index, name in enumerate(names[:-1])}
            columns |= {name: sums.sums[here, index] for index, name in enumerate(("n", *sums.names))}
            self._dialect.insert_columns(self._connection, table, columns, rows=int(here.sum()))

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
        self._delete(rollup_hour, where, cut)
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
            self._replace(rollup_measure, where, cut, measure_sums(cut, in_days(cut, run)))
        else:
            self._delete(rollup_measure, where, cut)

    def _replace(self, table: Table, where: ColumnElement[bool], cut: StoredCut, sums: Sums) -> None:
        self._delete(table, where, cut)
        names, statement = sums
        self._connection.execute(table.insert().from_select(list(names), statement))

    def _delete(self, table: Table, where: ColumnElement[bool], cut: StoredCut) -> None:
        self._connection.execute(table.delete().where(table.c.cut_id == cut.id, where))


def _key_names(table: Table) -> list[str]:
    """The key of a rollup after its cut; the currency is the last."""
    return [column.name for column in table.primary_key if column.name != "cut_id"]
