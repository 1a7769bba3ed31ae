"""Observation rows in memory: one integer matrix per cut, read and written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Table, case, func, literal, select

from db.dialects import Block, Dialect, Values
from db.importing.staging import joined_to_staged
from db.schema.columns import NO_CURRENCY
from db.schema.observations import observation, observation_version
from db.texts import storable
from learning.domain.facts import MISSING

Matrix = NDArray[np.int64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

START, ACCOUNT, SEGMENT, CONTENT, FINISH, DAY, HOUR, CURRENCY, CAPTURED, ORDER, VERSIONS = range(11)
FIXED: Final = 11
"""Columns of every matrix before those of the facts."""

KEY_NAMES: Final = ("start", "account_id", "segment_id", "content_id", "finish")
FIXED_NAMES: Final = (*KEY_NAMES, "day_key", "hour_key", "currency", "captured_at", "import_order", "versions")


class Currencies:
    """Codes for the currencies of one run: rows carry an integer, 0 = none."""

    def __init__(self) -> None:
        """Begin with 'none'."""
        self._texts = [NO_CURRENCY]

    def code(self, text: str | None) -> int:
        """The code of a currency."""
        wanted = storable(text or NO_CURRENCY)
        if wanted not in self._texts:
            self._texts.append(wanted)
        return self._texts.index(wanted)

    def text(self, code: int) -> str:
        """The currency of a code."""
        return self._texts[code]

    @property
    def texts(self) -> tuple[str, ...]:
        """The currencies in the order of their codes."""
        return tuple(self._texts)

    def expression(self, column: ColumnElement[str]) -> ColumnElement[int]:
        """The code of a stored currency, in SQL; every stored one has been given a code before."""
        return case({text: code for code, text in enumerate(self._texts)}, value=column, else_=-1)


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows of one cut: the fixed columns above, then one column per fact; MISSING = NULL."""

    names: tuple[str, ...]
    """The facts of the columns after the fixed ones."""
    matrix: Matrix

    def __len__(self) -> int:
        """How many rows."""
        return len(self.matrix)

    @property
    def facts(self) -> Matrix:
        """The columns of the facts."""
        return self.matrix[:, FIXED:]

    @property
    def keys(self) -> Matrix:
        """The columns of the key."""
        return self.matrix[:, : len(KEY_NAMES)]

    def take(self, index: Ints | Mask) -> FactRows:
        """Some of the rows, copied."""
        return FactRows(self.names, self.matrix[index])


def sort_by_key(keys: Matrix) -> Ints:
    """The order in which rows stand in the primary key, so that a bulk insert appends."""
    return np.lexsort(tuple(keys[:, column] for column in reversed(range(keys.shape[1])))).astype(np.int64)


def fetch_current(
    connection: Connection, cut_id: int, names: tuple[str, ...], currencies: Currencies
) -> tuple[Ints, FactRows]:
    """The stored rows of the staged keys, with the position of each key."""
    table = observation.c
    fixed = [
        currencies.expression(table.currency) if name == "currency" else func.coalesce(table[name], MISSING)
        for name in FIXED_NAMES
    ]
    return _fetch(connection, joined_to_staged(observation, cut_id), fixed, names)


def fetch_versions(
    connection: Connection, cut_id: int, names: tuple[str, ...], currencies: Currencies
) -> tuple[Ints, FactRows]:
    """All stored versions of the staged keys, with the position of each key."""
    table = observation_version.c
    computed: dict[str, Any] = {
        "day_key": MISSING,
        "hour_key": MISSING,
        "versions": 1,
        "currency": currencies.expression(table.currency),
    }
    fixed = [computed[name] if name in computed else func.coalesce(table[name], MISSING) for name in FIXED_NAMES]
    return _fetch(connection, joined_to_staged(observation_version, cut_id), fixed, names)


def _fetch(
    connection: Connection, joined: tuple[Any, ...], fixed: Sequence[Any], names: tuple[str, ...]
) -> tuple[Ints, FactRows]:
    position, table, clause = joined
    columns = [position, *fixed, *(func.coalesce(table.c[name], MISSING) for name in names)]
    numbered = [
        (literal(column) if isinstance(column, int) else column).label(f"c{index}")
        for index, column in enumerate(columns)
    ]
    statement: Select[Any] = select(*numbered).select_from(clause)
    rows = connection.execute(statement).fetchall()
    width = len(columns)
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * width)
    matrix = flat.reshape(len(rows), width)
    matrix = matrix[matrix[:, 1 + ORDER] != MISSING]
    return matrix[:, 0], FactRows(names, matrix[:, 1:])


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Rows as the driver takes them."""

    table: Table
    cut_id: int
    names: tuple[str, ...]
    blocks: Sequence[Block]

    def insert(self, connection: Connection, dialect: Dialect) -> None:
        """Write the rows."""
        dialect.insert_blocks(connection, self.table, self.names, self.blocks, cut_id=self.cut_id)


def pack_rows(
    dialect: Dialect, table: Table, cut_id: int, rows: FactRows, *, currencies: Currencies
) -> list[PackedRows]:
    """Rows for the observations or for their versions, sorted by key, one statement shape per currency."""
    packed = []
    ordered = rows.matrix.take(sort_by_key(rows.keys), axis=0)
    for code in np.unique(ordered[:, CURRENCY]).tolist():
        part = ordered[ordered[:, CURRENCY] == code]
        columns: dict[str, Values] = {"cut_id": cut_id}
        for index, name in enumerate((*FIXED_NAMES, *rows.names)):
            if name in table.columns:
                columns[name] = currencies.text(code) if name == "currency" else compact(part[:, index])
        columns = {name: values for name, values in columns.items() if not _is_missing(values)}
        blocks = list(dialect.pack_columns(table, columns, rows=len(part)))
        packed.append(PackedRows(table, cut_id, tuple(columns), blocks))
    return packed


def insert_rows(
    connection: Connection, dialect: Dialect, table: Table, cut_id: int, rows: FactRows, *, currencies: Currencies
) -> None:
    """Write rows to the observations or to their versions."""
    for packed in pack_rows(dialect, table, cut_id, rows, currencies=currencies):
        packed.insert(connection, dialect)


def compact(values: Ints) -> Values:
    """One number where all rows have the same: it then stands in the statement instead of every row."""
    if len(values) > 1 and bool((values == values[0]).all()):
        return int(values[0])
    return np.ascontiguousarray(values)


def _is_missing(values: Values) -> bool:
    return isinstance(values, int) and values == MISSING
