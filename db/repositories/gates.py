"""What holds all actions of a brand: one row, locked by every command."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.schema.actions import governance_gate
from learning.domain.policies import Gate


class Gates:
    """The gate of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def lock(self, brand_id: int) -> Gate:
        """Read the gate and keep every other command of the brand waiting until this transaction ends."""
        first = self._dialect.upsert(governance_gate).values(brand_id=brand_id, **asdict(Gate()))
        self._connection.execute(first.on_conflict_do_nothing())
        statement = select(governance_gate).where(governance_gate.c.brand_id == brand_id).with_for_update()
        return _gate(dict(self._connection.execute(statement).mappings().one()))

    def find(self, brand_id: int) -> Gate:
        """The gate as it stands."""
        statement = select(governance_gate).where(governance_gate.c.brand_id == brand_id)
        row = self._connection.execute(statement).mappings().first()
        return Gate() if row is None else _gate(dict(row))

    def put(self, brand_id: int, gate: Gate) -> None:
        """Store the gate, which `lock` has read."""
        statement = governance_gate.update().where(governance_gate.c.brand_id == brand_id)
        self._connection.execute(statement.values(**asdict(gate)))


def _gate(row: dict[str, object]) -> Gate:
    del row["brand_id"]
    return Gate(**row)  # type: ignore[arg-type]  # the columns are the fields
