"""The operations of the system and the samples of the machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection, case, func, select

from db.schema.operations import operation_metric, system_sample
from learning.domain.operations import OperationCount, OperationRecord, SystemSample

_MEASURED: Final = ("at_ms", "component", "operation", "duration_ms", "error")


class Operations:
    """What was measured of the system itself, in a store."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, records: Sequence[OperationRecord], samples: Sequence[SystemSample]) -> None:
        """Keep operations and samples."""
        if records:
            rows = [asdict(one) | {"metadata": _as_text(one)} for one in records]
            self._connection.execute(operation_metric.insert(), rows)
        if samples:
            self._connection.execute(system_sample.insert(), [asdict(one) for one in samples])

    def list_since(self, at_ms: int) -> tuple[OperationRecord, ...]:
        """Operations that began at a moment or later, the earliest first."""
        columns = [column for column in operation_metric.c if column.name != "id"]
        rows = self._connection.execute(
            select(*columns).where(operation_metric.c.at_ms >= at_ms).order_by(operation_metric.c.at_ms)
        )
        return tuple(
            OperationRecord(at, component, operation, taken, error, json.loads(details) if details else {})
            for at, component, operation, taken, error, details in rows
        )

    def count_since(self, at_ms: int, *, slow_ms: float) -> tuple[OperationCount, ...]:
        """How many of each component failed, or took longer than a limit, from a moment on; by name."""
        table = operation_metric.c
        slow = func.sum(case((table.duration_ms > slow_ms, 1), else_=0))
        rows = self._connection.execute(
            select(table.component, func.count(), func.count(table.error), slow)
            .where(table.at_ms >= at_ms)
            .group_by(table.component)
            .order_by(table.component)
        )
        return tuple(OperationCount(name, count, errors, count, int(late)) for name, count, errors, late in rows)

    def find_last_before(self, at_ms: int) -> int:
        """The number of the last operation before a moment; 0 where there is none."""
        found = self._connection.execute(
            select(func.max(operation_metric.c.id)).where(operation_metric.c.at_ms < at_ms)
        )
        return int(found.scalar() or 0)

    def list_after(self, row_id: int, *, limit: int) -> tuple[tuple[int, OperationRecord], ...]:
        """Operations with higher numbers, in the order in which they were stored, each with its number."""
        rows = self._connection.execute(
            select(operation_metric).where(operation_metric.c.id > row_id).order_by(operation_metric.c.id).limit(limit)
        ).mappings()
        return tuple((int(row["id"]), OperationRecord(**{name: row[name] for name in _MEASURED})) for row in rows)

    def list_samples(self, at_ms: int) -> tuple[SystemSample, ...]:
        """Samples from a moment on, the earliest first."""
        columns = [column for column in system_sample.c if column.name != "id"]
        rows = self._connection.execute(
            select(*columns).where(system_sample.c.at_ms >= at_ms).order_by(system_sample.c.at_ms)
        )
        return tuple(SystemSample(*row) for row in rows)

    def remove_before(self, at_ms: int) -> int:
        """Forget what is older; returns how many rows."""
        tables = (operation_metric, system_sample)
        return sum(self._connection.execute(one.delete().where(one.c.at_ms < at_ms)).rowcount for one in tables)


def _as_text(record: OperationRecord) -> str | None:
    return json.dumps(dict(record.metadata), sort_keys=True, ensure_ascii=False) if record.metadata else None
