"""Taking a run back: what is left equals a store that never imported it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, select, tuple_

from db.dialects import Dialect
from db.importing.contents import settle
from db.importing.leftovers import remove_unused
from db.importing.lifetimes import move_lifetimes
from db.importing.measures import settle_current
from db.importing.merging import differs, merge_versions
from db.importing.rows import (
    DAY,
    HOUR,
    KEY_NAMES,
    ORDER,
    VERSIONS,
    Currencies,
    FactRows,
    Matrix,
    fetch_current,
    fetch_versions,
    insert_rows,
)
from db.importing.staging import delete_staged, stage_keys
from db.rollups.cuts import StoredCut, forget_absent, read_cut
from db.rollups.recompute import RollupWriter
from db.rollups.touched import TouchedBuckets
from db.schema.batches import batch_cut
from db.schema.contents import content_version
from db.schema.observations import observation, observation_measure, observation_version
from learning.domain.facts import MISSING

WINDOW: Final = 20_000
"""Keys merged at a time: bounds the memory, whatever the size of the batch."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an undo changed."""

    removed: int
    """Observations that only this run had reported."""
    restored: int
    """Observations that went back to other values."""


class BatchEraser:
    """Erases one run."""

    def __init__(self, connection: Connection, dialect: Dialect, brand_id: int, import_order: int) -> None:
        """Erase the run of an import order."""
        self._connection = connection
        self._dialect = dialect
        self._brand_id = brand_id
        self._import_order = import_order
        self._currencies = Currencies()
        dialect.raise_cache(connection)

    def erase(self) -> Erased:
        """Take the run out of facts, history, contents and rollups."""
        touched: dict[int, TouchedBuckets] = {}
        removed = restored = 0
        run = batch_cut.c.import_order == self._import_order
        for cut_id, low, high in self._connection.execute(
            select(batch_cut.c.cut_id, batch_cut.c.start_min, batch_cut.c.start_max).where(run)
        ).fetchall():
            touched[cut_id] = TouchedBuckets()
            stored = read_cut(self._connection, cut_id)
            restored += self._restore(stored, low, high, touched[cut_id])
            removed += self._remove_sole(stored, low, high, touched[cut_id])
            self._remove_measures(cut_id, low, high)
        for cut_id, buckets in move_lifetimes(self._connection, self._erase_contents()).items():
            touched.setdefault(cut_id, TouchedBuckets()).add(buckets.days, buckets.hours)
        rollups = RollupWriter(self._connection, self._dialect)
        for cut_id, buckets in touched.items():
            rollups.recompute(read_cut(self._connection, cut_id), buckets)
            forget_absent(self._connection, read_cut(self._connection, cut_id))
        remove_unused(self._connection, self._brand_id, self._import_order)
        return Erased(removed, restored)

    def _remove_sole(self, cut: StoredCut, low: int, high: int, touched: TouchedBuckets) -> int:
        """Observations that no other run reported."""
        held = observation.c
        sole = and_(
            held.cut_id == cut.id,
            held.start.between(low, high),
            held.import_order == self._import_order,
            held.versions == 1,
        )
        buckets = self._connection.execute(select(held.day_key, held.hour_key).where(sole).distinct()).fetchall()
        _touch(touched, buckets)
        return int(self._connection.execute(delete(observation).where(sole)).rowcount)

    def _restore(self, cut: StoredCut, low: int, high: int, touched: TouchedBuckets) -> int:
        """Observations with other versions go back to what these say."""
        restored = 0
        for currency in cut.currencies:
            self._currencies.code(currency)
        keys = self._next_keys(cut, low, high, None)
        while len(keys):
            restored += self._restore_window(cut, keys, touched)
            keys = self._next_keys(cut, low, high, keys[-1].tolist())
        held = observation_version.c
        self._connection.execute(
            delete(observation_version).where(
                held.cut_id == cut.id, held.start.between(low, high), held.import_order == self._import_order
            )
        )
        return restored

    def _next_keys(self, cut: StoredCut, low: int, high: int, after: list[int] | None) -> Matrix:
        """The next keys that the run has a version of, in key order."""
        held = observation_version.c
        columns = [held[name] for name in KEY_NAMES]
        conditions: list[ColumnElement[bool]] = [
            held.cut_id == cut.id,
            held.start <= high,
            held.import_order == self._import_order,
            # One lower bound at a time: SQLite would seek by the wider one and read from the beginning again.
            held.start >= low if after is None else tuple_(*columns) > tuple_(*after),
        ]
        statement = select(*columns).where(*conditions).order_by(*columns).limit(WINDOW)
        rows = [tuple(row) for row in self._connection.execute(statement)]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(KEY_NAMES))

    def _restore_window(self, cut: StoredCut, keys: Matrix, touched: TouchedBuckets) -> int:
        """Merge the other versions of some keys; where one is left, it stands alone again."""
        stage_keys(self._connection, self._dialect, keys)
        places, current = fetch_current(self._connection, cut.id, cut.facts, self._currencies)
        before = current.take(np.argsort(places))
        positions, versions = fetch_versions(self._connection, cut.id, cut.facts, self._currencies)
        others = versions.matrix[:, ORDER] != self._import_order
        after = merge_versions(positions[others], versions.take(others), len(keys))
        after.matrix[:, [DAY, HOUR]] = before.matrix[:, [DAY, HOUR]]
        touched.add(before.matrix[:, DAY], before.matrix[:, HOUR])
        delete_staged(self._connection, observation, cut.id)
        insert_rows(self._connection, self._dialect, observation, cut.id, after, currencies=self._currencies)
        alone = after.matrix[:, VERSIONS] == 1
        if alone.any():
            stage_keys(self._connection, self._dialect, keys[alone])
            other_runs = observation_version.c.import_order != self._import_order
            delete_staged(self._connection, observation_version, cut.id, other_runs)
        return int(differs(before, FactRows(after.names, after.matrix)).sum())

    def _remove_measures(self, cut_id: int, low: int, high: int) -> None:
        held = observation_measure.c
        mine = and_(held.cut_id == cut_id, held.start.between(low, high), held.import_order == self._import_order)
        if self._connection.execute(select(exists(select(held.cut_id).where(mine)))).scalar():
            self._connection.execute(delete(observation_measure).where(mine))
            settle_current(self._connection, cut_id, low, high)

    def _erase_contents(self) -> set[int]:
        """The run's versions of contents; returns the contents whose publication moved."""
        mine = content_version.c.import_order == self._import_order
        content_ids = sorted(self._connection.execute(select(content_version.c.content_id).where(mine)).scalars())
        self._connection.execute(delete(content_version).where(mine))
        return settle(self._connection, content_ids)


def _touch(touched: TouchedBuckets, buckets: Sequence[Row[Any, Any]]) -> None:
    days = [MISSING if row[0] is None else row[0] for row in buckets]
    hours = [MISSING if row[1] is None else row[1] for row in buckets]
    touched.add(np.array(days, dtype=np.int64), np.array(hours, dtype=np.int64))
