"""Every difference between SQLite and Postgres, in one place."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Boolean, Connection, Engine, Integer, Table, event, func, select, text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from db.sqlite_pragmas import set_pragmas
from learning.domain.facts import MISSING

# SQLite only numbers rows by itself when the key column is declared INTEGER.
Identifier = BigInteger().with_variant(Integer(), "sqlite")
"""The type of a surrogate key."""

Values = NDArray[np.int64] | int | str
"""A column to be written: one value per row (MISSING = NULL), or one for all rows."""

Block = Any
"""Packed rows in the shape that the engine's driver takes."""

WRITES: Final = "bellwether_writes"
"""Execution option of a connection whose transaction will write."""

ROWS_PER_STATEMENT: Final = 20
PACKED_ROWS: Final = 10_000
"""Rows handed to the driver at a time: packing what no longer fits into the cache takes ten times as long."""

MIGRATION_LOCK: Final = 0x62656C6C
DATABASE_FILE: Final = "database.sqlite"
COPY_BLOCK: Final = 1 << 20
SEND_BUFFER: Final = 1 << 22
"""Bytes, about the rows of a chunk (the system may cap it): what fits is sent at once, whoever else computes."""
WRITER_CACHE_KIB: Final = 128 * 1024


class Dialect(Protocol):
    """What the two engines do differently."""

    name: str

    def prepare_engine(self, engine: Engine) -> None:
        """Set up every new connection and how transactions begin."""

    def pack_columns(self, table: Table, columns: Mapping[str, Values], *, rows: int) -> Iterator[Block]:
        """Put rows given by column into the shape that the driver takes, some at a time; needs no connection."""

    def insert_blocks(
        self, connection: Connection, table: Table, names: Sequence[str], blocks: Iterable[Block], *, cut_id: int | None
    ) -> None:
        """Write rows that were packed for these columns, all of one cut if given, by the fastest way of the engine."""

    def open_part(self, connection: Connection, table: Table, cut_id: int) -> None:
        """Make room for the rows of a new cut: without a key, and unseen by who reads the table."""

    def attach_part(self, connection: Connection, table: Table, cut_id: int) -> None:
        """Build the key of such room and make it part of its table."""

    def upsert(self, table: Table) -> Any:
        """An insert that knows ON CONFLICT."""

    def empty_staging(self, connection: Connection, table: Table) -> None:
        """Make sure the temporary table exists in this transaction and is empty."""

    def count_staged(self, connection: Connection, table: Table) -> None:
        """Tell the planner how many rows a temporary table has."""

    def raise_cache(self, connection: Connection) -> None:
        """Give a bulk write more memory for pages."""

    def lock_schema(self, connection: Connection) -> None:
        """Keep every other migration out until the transaction ends."""

    def save_files(self, connection: Connection, tables: Sequence[Table], folder: Path) -> None:
        """Write one consistent copy of the database into a folder."""

    def load_files(self, connection: Connection, tables: Sequence[Table], folder: Path) -> None:
        """Fill the database with the files of such a folder."""

    @property
    def groups_in_key_order(self) -> bool:
        """Whether grouping by the leading key columns is much cheaper than by others."""


class Sqlite:
    """One file, one writer at a time."""

    name = "sqlite"
    groups_in_key_order = True

    def prepare_engine(self, engine: Engine) -> None:
        """Set the pragmas; BEGIN IMMEDIATE for transactions that write, so that none fails halfway for a lock."""

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            set_pragmas(connection)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get(WRITES, False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def pack_columns(self, table: Table, columns: Mapping[str, Values], *, rows: int) -> Iterator[Block]:
        """Pack many rows per statement: a statement per row costs twice the time of its values."""
        if not rows:
            return
        # At least the key differs from row to row, so there is an array.
        arrays, places = _distinct_arrays(columns)
        many, one = (_values_statement(table, columns, places, count) for count in (ROWS_PER_STATEMENT, 1))
        for first in range(0, rows, PACKED_ROWS):
            matrix = np.column_stack([values[first : first + PACKED_ROWS] for values in arrays])
            whole = len(matrix) - len(matrix) % ROWS_PER_STATEMENT
            yield many, matrix[:whole].reshape(-1, len(arrays) * ROWS_PER_STATEMENT).tolist()
            yield one, matrix[whole:].tolist()

    def insert_blocks(
        self, connection: Connection, table: Table, names: Sequence[str], blocks: Iterable[Block], *, cut_id: int | None
    ) -> None:
        """Run the statements that the rows were packed for."""
        del table, names, cut_id
        cursor = connection.connection.cursor()
        for statement, rows in blocks:
            cursor.executemany(statement, rows)
        cursor.close()

    def open_part(self, connection: Connection, table: Table, cut_id: int) -> None:
        """Nothing to do: a table is its key."""

    def attach_part(self, connection: Connection, table: Table, cut_id: int) -> None:
        """Nothing to do."""

    def upsert(self, table: Table) -> Any:
        """An insert that knows ON CONFLICT."""
        return sqlite_insert(table)

    def empty_staging(self, connection: Connection, table: Table) -> None:
        """Temporary tables live as long as their connection."""
        table.create(connection, checkfirst=True)
        connection.execute(table.delete())

    def count_staged(self, connection: Connection, table: Table) -> None:
        """Nothing to do: staged tables are always the outer loop."""

    def raise_cache(self, connection: Connection) -> None:
        """Hold the pages of a bulk insert in memory."""
        connection.exec_driver_sql(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")

    def lock_schema(self, connection: Connection) -> None:
        """Nothing to do: BEGIN IMMEDIATE holds the only write lock."""

    def save_files(self, connection: Connection, tables: Sequence[Table], folder: Path) -> None:
        """Copy the file page by page, while others read and write (SQLite's online backup)."""
        del tables
        with closing(sqlite3.connect(folder / DATABASE_FILE)) as copy:
            _driver(connection).backup(copy)

    def load_files(self, connection: Connection, tables: Sequence[Table], folder: Path) -> None:
        """Copy every page back; the transaction has to end first, for the copy takes the lock itself."""
        del tables
        connection.rollback()
        with closing(sqlite3.connect(folder / DATABASE_FILE)) as copy:
            copy.backup(_driver(connection))


class Postgres:
    """A server with many writers."""

    name = "postgresql"
    groups_in_key_order = False

    def prepare_engine(self, engine: Engine) -> None:
        """Give local connections room for what is sent; the server's own defaults hold."""

        @event.listens_for(engine, "connect")
        def widen_buffer(connection: Any, _record: object) -> None:
            with socket.socket(fileno=os.dup(connection.fileno())) as pipe:
                # Networks find their own size, which a fixed one would only make smaller.
                if pipe.family == socket.AF_UNIX:
                    pipe.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def pack_columns(self, table: Table, columns: Mapping[str, Values], *, rows: int) -> Iterator[Block]:
        """Pack the body of a COPY in the binary format, built by NumPy (PostgreSQL manual, 'COPY', Binary Format)."""
        types = [_binary_type(table, name, values) for name, values in columns.items()]
        for first in range(0, rows, PACKED_ROWS):
            last = min(first + PACKED_ROWS, rows)
            parts = [values[first:last] if isinstance(values, np.ndarray) else values for values in columns.values()]
            yield _binary_rows(parts, types, last - first)

    def insert_blocks(
        self, connection: Connection, table: Table, names: Sequence[str], blocks: Iterable[Block], *, cut_id: int | None
    ) -> None:
        """COPY between the header and the trailer of the binary format, into the part of the cut where it has one."""
        columns = ", ".join(f'"{name}"' for name in names)
        target = table.name if cut_id is None or not has_parts(table) else _part_name(table, cut_id)
        with (
            _driver(connection).cursor() as cursor,
            cursor.copy(f'COPY "{target}" ({columns}) FROM STDIN (FORMAT BINARY)') as copy,
        ):
            copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8))
            for block in blocks:
                copy.write(block)
            copy.write(b"\xff\xff")

    def open_part(self, connection: Connection, table: Table, cut_id: int) -> None:
        """A table like the whole."""
        connection.exec_driver_sql(
            f'CREATE TABLE "{_part_name(table, cut_id)}" (LIKE "{table.name}" INCLUDING DEFAULTS)'
        )

    def attach_part(self, connection: Connection, table: Table, cut_id: int) -> None:
        """Building a key from all rows at once takes half as long as adding them to it one by one."""
        connection.exec_driver_sql(
            f'ALTER TABLE "{table.name}" ATTACH PARTITION "{_part_name(table, cut_id)}" FOR VALUES IN ({int(cut_id)})'
        )

    def upsert(self, table: Table) -> Any:
        """An insert that knows ON CONFLICT."""
        return postgres_insert(table)

    def empty_staging(self, connection: Connection, table: Table) -> None:
        """Temporary tables outlive the transaction; the connection goes back to the pool with it."""
        table.create(connection, checkfirst=True)
        connection.exec_driver_sql(f'TRUNCATE "{table.name}"')

    def count_staged(self, connection: Connection, table: Table) -> None:
        """Without counts the planner joins a staged table by reading the facts from end to end."""
        connection.exec_driver_sql(f'ANALYZE "{table.name}"')

    def raise_cache(self, connection: Connection) -> None:
        """Let hashes and sorts of the rollups stay in memory."""
        connection.exec_driver_sql("SET LOCAL work_mem = '64MB'")

    def lock_schema(self, connection: Connection) -> None:
        """An advisory lock that ends with the transaction."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})

    def save_files(self, connection: Connection, tables: Sequence[Table], folder: Path) -> None:
        """COPY every table out of one snapshot: the transaction reads repeatably."""
        for table in tables:
            with (
                (folder / f"{table.name}.copy").open("wb") as file,
                _driver(connection).cursor() as cursor,
                cursor.copy(f'COPY (SELECT {_names(table)} FROM "{table.name}") TO STDOUT (FORMAT BINARY)') as copy,  # noqa: S608
            ):
                for block in copy:
                    file.write(block)

    def load_files(self, connection: Connection, tables: Sequence[Table], folder: Path) -> None:
        """COPY every table in, in an order that the foreign keys allow, and move the counters behind the ids."""
        # Copies of an older schema have none.
        parted = set(connection.exec_driver_sql("SELECT relname FROM pg_class WHERE relkind = 'p'").scalars())
        for table in tables:
            if table.name in parted:
                for cut_id in connection.exec_driver_sql("SELECT id FROM cut").scalars().all():
                    self.open_part(connection, table, cut_id)
                    self.attach_part(connection, table, cut_id)
            with (
                (folder / f"{table.name}.copy").open("rb") as file,
                _driver(connection).cursor() as cursor,
                cursor.copy(f'COPY "{table.name}" ({_names(table)}) FROM STDIN (FORMAT BINARY)') as copy,
            ):
                while block := file.read(COPY_BLOCK):
                    copy.write(block)
            key = table.autoincrement_column
            if key is not None:
                counter = func.pg_get_serial_sequence(table.name, key.name)
                following = func.coalesce(func.max(key), 0) + 1
                connection.execute(select(func.setval(counter, following, False)))  # noqa: FBT003 - the SQL function's own


def insert_columns(
    dialect: Dialect, connection: Connection, table: Table, columns: Mapping[str, Values], *, rows: int
) -> None:
    """Write rows given by column."""
    if rows:
        blocks = dialect.pack_columns(table, columns, rows=rows)
        dialect.insert_blocks(connection, table, list(columns), blocks, cut_id=None)


def dialect_of(name: str) -> Dialect:
    """The differences of an engine by SQLAlchemy's name of it."""
    return Sqlite() if name == "sqlite" else Postgres()


def has_parts(table: Table) -> bool:
    """Whether the rows of each cut lie in a table of their own, on Postgres."""
    return table.dialect_options["postgresql"]["partition_by"] is not None


def _part_name(table: Table, cut_id: int) -> str:
    return f"{table.name}_{int(cut_id)}"


def _driver(connection: Connection) -> Any:
    """The driver's own connection, for what SQLAlchemy does not offer."""
    return connection.connection.driver_connection


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _distinct_arrays(columns: Mapping[str, Values]) -> tuple[list[NDArray[np.int64]], dict[str, int]]:
    """The arrays to bind, equal ones (an hour's start and finish) once, and the place of each column's array."""
    arrays: list[NDArray[np.int64]] = []
    places: dict[str, int] = {}
    for name, values in columns.items():
        if not isinstance(values, np.ndarray):
            continue
        same = (place for place, other in enumerate(arrays) if values[0] == other[0] and np.array_equal(values, other))
        places[name] = next(same, len(arrays))
        if places[name] == len(arrays):
            arrays.append(values)
    return arrays, places


def _values_statement(table: Table, columns: Mapping[str, Values], places: Mapping[str, int], rows: int) -> str:
    """INSERT with `rows` tuples; constants stand in the text, MISSING becomes NULL within the engine."""
    width = 1 + max(places.values())
    cells: list[str] = []
    for name, values in columns.items():
        if isinstance(values, np.ndarray):
            cell = f"?{{{places[name]}}}"
            cells.append(f"nullif({cell},{MISSING})" if bool((values == MISSING).any()) else cell)
        elif isinstance(values, str):
            quoted = values.replace("'", "''")
            cells.append(f"'{quoted}'".replace("{", "{{").replace("}", "}}"))
        else:
            cells.append(str(int(values)))
    one = f"({','.join(cells)})"
    written = (one.format(*range(1 + row * width, 1 + (row + 1) * width)) for row in range(rows))
    names = ",".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES {",".join(written)}'  # noqa: S608 - names of the schema, numbers


def _binary_rows(columns: Sequence[Values], types: Sequence[str], rows: int) -> bytes:
    fields: list[tuple[str, str]] = [("columns", ">i2")]
    for index, kind in enumerate(types):
        fields += [(f"length{index}", ">i4"), (f"value{index}", kind)]
    pattern = np.zeros(1, dtype=np.dtype(fields))
    pattern["columns"] = len(columns)
    for index, values in enumerate(columns):
        pattern[f"length{index}"] = pattern.dtype[f"value{index}"].itemsize
        if not isinstance(values, np.ndarray):
            pattern[f"value{index}"] = values.encode() if isinstance(values, str) else values
    packed = np.repeat(pattern, rows)
    offsets = {name: int(place[1]) for name, place in dict(packed.dtype.fields or {}).items()}
    kept: NDArray[np.bool_] | None = None
    for index, values in enumerate(columns):
        if not isinstance(values, np.ndarray):
            continue
        missing = values == MISSING
        if missing.any():
            # A NULL has the length -1 and no bytes.
            kept = np.ones((rows, packed.dtype.itemsize), dtype=np.bool_) if kept is None else kept
            offset = offsets[f"value{index}"]
            packed[f"length{index}"][missing] = -1
            kept[missing, offset : offset + packed.dtype[f"value{index}"].itemsize] = False
            packed[f"value{index}"] = np.where(missing, 0, values)
        else:
            packed[f"value{index}"] = values
    return packed.tobytes() if kept is None else packed.view(np.uint8).reshape(rows, -1)[kept].tobytes()


def _binary_type(table: Table, name: str, values: Values) -> str:
    kind = table.columns[name].type
    if isinstance(values, str):
        return f"S{len(str(values).encode())}"
    if isinstance(kind, Boolean):
        return "i1"
    return ">i8" if isinstance(kind, BigInteger) else ">i4"
