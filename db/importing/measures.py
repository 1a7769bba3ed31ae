"""Measures beyond the facts, tall: one row per key, measure and run."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, update

from db.dialects import Dialect, insert_columns
from db.importing.rows import CAPTURED, KEY_NAMES, ORDER, FactRows, Ints, Mask, compact
from db.importing.staging import delete_staged, is_staged, joined_to_staged, stage_keys
from db.schema.observations import observation_measure
from learning.domain.enums import MeasureKind
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import MeasureColumn

LARGEST: Final = float(2**62)


class MeasureWriter:
    """Writes the measures of one run."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def changed(self, cut_id: int, measure_id: int, column: MeasureColumn, rows: FactRows) -> Mask:
        """Where the current value would become another one; reads only."""
        here = np.flatnonzero(column.values != MISSING)
        result = np.zeros(len(rows), dtype=np.bool_)
        if not len(here):
            return result
        result[here] = True
        met = rows.take(here)
        stage_keys(self._connection, self._dialect, met.keys)
        for place, captured, order, value, current in self._stored(cut_id, measure_id):
            outranks = (met.matrix[place, CAPTURED], met.matrix[place, ORDER]) >= (captured, order)
            if current and (not outranks or column.values[here[place]] == value):
                result[here[place]] = False
        return result

    def insert(self, cut_id: int, measure_id: int, column: MeasureColumn, rows: FactRows) -> None:
        """Write values of keys that are new to the store."""
        here = column.values != MISSING
        if here.any():
            weights = None if column.weights is None else column.weights[here]
            self._write(cut_id, measure_id, rows.take(here), column.values[here], weights, current=True)

    def merge(self, cut_id: int, measure_id: int, column: MeasureColumn, rows: FactRows, *, adds: bool) -> None:
        """Write values of keys that the store may have: a run's repeats are added up, the highest rank is current."""
        here = np.flatnonzero(column.values != MISSING)
        if not len(here):
            return
        met, values = rows.take(here), column.values[here].copy()
        weights = None if column.weights is None else column.weights[here].copy()
        stage_keys(self._connection, self._dialect, met.keys)
        wins = np.ones(len(met), dtype=np.bool_)
        sums = adds and column.spec.kind is MeasureKind.ADDITIVE
        for place, captured, order, value, _ in self._stored(cut_id, measure_id):
            if order == met.matrix[place, ORDER]:
                values[place] += value if sums else 0
            elif (captured, order) > (met.matrix[place, CAPTURED], met.matrix[place, ORDER]):
                wins[place] = False
        measure = observation_measure.c
        mine = measure.import_order == int(met.matrix[0, ORDER])
        delete_staged(self._connection, observation_measure, cut_id, measure.measure_id == measure_id, mine)
        for current in (True, False):
            part = wins if current else ~wins
            if part.any():
                if current:
                    self._lower(cut_id, measure_id, met.take(part))
                chosen = None if weights is None else weights[part]
                self._write(cut_id, measure_id, met.take(part), values[part], chosen, current=current)

    def _stored(self, cut_id: int, measure_id: int) -> list[tuple[int, int, int, int, bool]]:
        """(position, captured_at, import_order, value, is current) of the staged keys."""
        held = observation_measure.c
        position, _, joined = joined_to_staged(observation_measure, cut_id, held.measure_id == measure_id)
        statement = select(position, held.captured_at, held.import_order, held.value, held.is_current)
        rows = self._connection.execute(statement.select_from(joined))
        return [(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows if row[2] is not None]

    def _lower(self, cut_id: int, measure_id: int, rows: FactRows) -> None:
        stage_keys(self._connection, self._dialect, rows.keys)
        held = observation_measure
        self._connection.execute(
            update(held)
            .where(is_staged(held, cut_id), held.c.measure_id == measure_id, held.c.is_current)
            .values(is_current=False)
        )

    def _write(
        self, cut_id: int, measure_id: int, rows: FactRows, values: Ints, weights: Ints | None, *, current: bool
    ) -> None:
        keys = {name: compact(rows.keys[:, place]) for place, name in enumerate(KEY_NAMES)}
        columns = {
            "cut_id": cut_id,
            **keys,
            "measure_id": measure_id,
            "import_order": compact(rows.matrix[:, ORDER]),
            "captured_at": compact(rows.matrix[:, CAPTURED]),
            "value": np.ascontiguousarray(values),
            "is_current": int(current),
        }
        if weights is not None:
            columns |= {"weight": np.ascontiguousarray(weights), "weighted": weigh(values, weights)}
        insert_columns(self._dialect, self._connection, observation_measure, columns, rows=len(rows))


def weigh(values: Ints, weights: Ints) -> NDArray[np.int64]:
    """Value x weight, scaled once; MISSING where the weight is, or where the product does not fit."""
    whole, rest = np.divmod(weights, SCALE)
    fits = (weights != MISSING) & (np.abs(values.astype(np.float64) * (weights / SCALE)) < LARGEST)
    fits &= np.abs(values.astype(np.float64) * SCALE) < LARGEST
    safe = np.where(fits, values, 0)
    product = safe * np.where(fits, whole, 0) + safe * np.where(fits, rest, 0) // SCALE
    return np.where(fits, product, MISSING)


def settle_current(connection: Connection, cut_id: int, start_min: int, start_max: int) -> None:
    """After versions went: make the highest remaining rank of every key and measure current."""
    held = observation_measure
    other = held.alias("other")
    keys = [other.c[name] == held.c[name] for name in ("cut_id", *KEY_NAMES, "measure_id")]
    top = (
        select(other.c.import_order)
        .where(*keys)
        .order_by(other.c.captured_at.desc(), other.c.import_order.desc())
        .limit(1)
        .correlate(held)
        .scalar_subquery()
    )
    connection.execute(
        update(held)
        .where(held.c.cut_id == cut_id, held.c.start.between(start_min, start_max), held.c.is_current.is_(False))
        .where(held.c.import_order == top)
        .values(is_current=True)
    )
