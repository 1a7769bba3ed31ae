"""The sums behind A/B tests, and the files that they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, RowMapping, bindparam, select

from db.schema.experiments import experiment, experiment_source, experiment_sum
from learning.domain.errors import NotFound
from learning.domain.experiment_records import NO_DAY, SourceRecord, SumRow, SumTable

KEYS_PER_STATEMENT: Final = 500
_VALUES: Final = (
    "n",
    "total",
    "squares",
    "base_total",
    "base_squares",
    "base_product",
    "before_total",
    "before_squares",
    "before_product",
)
_KEYS: Final = ("experiment_id", "source_id", "metric", "variant", "segment", "arm", "day_key", "look")


class ExperimentSums:
    """The sums of the tests of each brand, file by file."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def find_source(self, brand_id: int, checksum: str, fingerprint: str) -> SourceRecord | None:
        """The same file read the same way, if it is there."""
        column = experiment_source.c
        statement = select(experiment_source).where(
            column.brand_id == brand_id, column.checksum == checksum, column.fingerprint == fingerprint
        )
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _source(row)

    def get_source(self, brand_id: int, source_id: int) -> SourceRecord:
        """The file of an id, within its brand."""
        column = experiment_source.c
        statement = select(experiment_source).where(column.id == source_id, column.brand_id == brand_id)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            raise NotFound("import of A/B data", str(source_id))
        return _source(row)

    def list_sources(self, brand_id: int, experiment_id: int | None = None) -> tuple[SourceRecord, ...]:
        """The files of a brand, or of one test, newest first."""
        statement = select(experiment_source).where(experiment_source.c.brand_id == brand_id)
        if experiment_id is not None:
            used = select(experiment_sum.c.source_id).where(experiment_sum.c.experiment_id == experiment_id)
            statement = statement.where(experiment_source.c.id.in_(used))
        rows = self._connection.execute(statement.order_by(experiment_source.c.id.desc())).mappings()
        return tuple(_source(row) for row in rows)

    def add_source(self, source: SourceRecord) -> int:
        """Store a file's record; returns its id."""
        names = ("brand_id", "file", "checksum", "fingerprint", "report", "who", "created_at")
        values = {name: getattr(source, name) for name in names}
        statement = experiment_source.insert().values(**values).returning(experiment_source.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def list_tests_of(self, source_id: int) -> tuple[int, ...]:
        """The tests that a file has sums of."""
        statement = select(experiment_sum.c.experiment_id).distinct().where(experiment_sum.c.source_id == source_id)
        return tuple(sorted(row[0] for row in self._connection.execute(statement)))

    def list_tests_elsewhere(self, source_id: int, ids: Sequence[int]) -> frozenset[int]:
        """Those of some tests that other files have sums of, too."""
        found: set[int] = set()
        for first in range(0, len(ids), KEYS_PER_STATEMENT):
            part = ids[first : first + KEYS_PER_STATEMENT]
            statement = (
                select(experiment_sum.c.experiment_id)
                .distinct()
                .where(experiment_sum.c.experiment_id.in_(part), experiment_sum.c.source_id != source_id)
            )
            found |= {row[0] for row in self._connection.execute(statement)}
        return frozenset(found)

    def remove_source(self, source_id: int) -> None:
        """Remove a file with its sums."""
        self._connection.execute(experiment_sum.delete().where(experiment_sum.c.source_id == source_id))
        self._connection.execute(experiment_source.delete().where(experiment_source.c.id == source_id))

    def add(self, source_id: int, sums: Mapping[int, Sequence[SumRow]]) -> None:
        """Store the sums of a file by test."""
        rows = [_values(source_id, test, row) for test, each in sums.items() for row in each]
        if rows:
            self._connection.execute(experiment_sum.insert(), rows)

    def replace(self, source_id: int, sums: Mapping[int, Sequence[SumRow]]) -> None:
        """Store sums in place of those that the same source gave for the same keys."""
        rows = [_values(source_id, test, row) for test, each in sums.items() for row in each]
        if not rows:
            return
        column = experiment_sum.c
        keys = [{f"old_{name}": row[name] for name in _KEYS} for row in rows]
        same = [column[name] == bindparam(f"old_{name}") for name in _KEYS]
        self._connection.execute(experiment_sum.delete().where(*same), keys)
        self._connection.execute(experiment_sum.insert(), rows)

    def load(self, brand_id: int, ids: Sequence[int] | None = None) -> SumTable:
        """The sums of some tests of a brand, or of all."""
        columns = [experiment_sum.c[name] for name in (*_KEYS, *_VALUES)]
        statement = select(*columns).join(experiment, experiment.c.id == experiment_sum.c.experiment_id)
        statement = statement.where(experiment.c.brand_id == brand_id).order_by(
            *(experiment_sum.c[name] for name in _KEYS)
        )
        if ids is None:
            return _table(self._connection.execute(statement).all())
        rows: list[Row[Any]] = []
        ordered = sorted(ids)
        for first in range(0, len(ordered), KEYS_PER_STATEMENT):
            part = ordered[first : first + KEYS_PER_STATEMENT]
            rows += self._connection.execute(statement.where(experiment.c.id.in_(part))).all()
        return _table(rows)


def _values(source_id: int, experiment_id: int, row: SumRow) -> dict[str, Any]:
    return {
        "experiment_id": experiment_id,
        "source_id": source_id,
        "metric": row.metric,
        "variant": row.variant.value,
        "arm": row.arm,
        "segment": row.segment,
        "day_key": NO_DAY if row.day is None else row.day,
        "look": row.look,
    } | {name: getattr(row, name) for name in _VALUES}


def _table(rows: Sequence[Row[Any]]) -> SumTable:
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(_KEYS) + len(_VALUES))
    values = np.array(columns[len(_KEYS) :], dtype=np.float64).T.reshape(-1, len(_VALUES))
    return SumTable(
        experiment=np.array(columns[0], dtype=np.int64),
        source=np.array(columns[1], dtype=np.int64),
        metric=_texts(columns[2]),
        variant=_texts(columns[3]),
        segment=_texts(columns[4]),
        arm=_texts(columns[5]),
        day=np.array(columns[6], dtype=np.int64),
        look=np.array(columns[7], dtype=np.int64),
        values=values,
    )


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    return np.array(values, dtype=object)


def _source(row: RowMapping) -> SourceRecord:
    return SourceRecord(**row)
