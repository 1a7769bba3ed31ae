"""A temporary table of keys: the way to ask for many rows at once on both engines."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    and_,
    delete,
    select,
    tuple_,
)

from db.dialects import Dialect, insert_columns

Matrix = NDArray[np.int64]

staged_key = Table(
    "staged_key",
    MetaData(),
    Column("position", Integer, primary_key=True),
    Column("start", BigInteger, nullable=False),
    Column("account_id", Integer, nullable=False),
    Column("segment_id", Integer, nullable=False),
    Column("content_id", BigInteger, nullable=False),
    Column("finish", BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)

NAMES = ("start", "account_id", "segment_id", "content_id", "finish")


def stage_keys(connection: Connection, dialect: Dialect, keys: Matrix) -> None:
    """Put keys (n x 5, in the order of NAMES) into the temporary table, numbered from 0."""
    dialect.empty_staging(connection, staged_key)
    positions = np.arange(len(keys), dtype=np.int64)
    columns = {"position": positions} | {name: np.ascontiguousarray(keys[:, i]) for i, name in enumerate(NAMES)}
    insert_columns(dialect, connection, staged_key, columns, rows=len(keys))
    dialect.count_staged(connection, staged_key)


def joined_to_staged(table: Table, cut_id: int, *conditions: ColumnElement[bool]) -> tuple[Any, Table, Any]:
    """(position column, table, join) of the rows of a cut with staged keys, under further conditions.

    An outer join, because SQLite would otherwise read the whole cut for every staged key; a key without a row gives
    NULLs.
    """
    same = [table.c[name] == staged_key.c[name] for name in NAMES]
    matching = and_(table.c.cut_id == cut_id, *same, *conditions)
    return staged_key.c.position, table, staged_key.outerjoin(table, matching)


def delete_staged(connection: Connection, table: Table, cut_id: int, *conditions: ColumnElement[bool]) -> None:
    """Delete the rows of a cut with staged keys, under further conditions."""
    connection.execute(delete(table).where(is_staged(table, cut_id), *conditions))


def is_staged(table: Table, cut_id: int) -> ColumnElement[bool]:
    """Whether a row of a cut has a staged key; both engines look the keys up in the primary key."""
    staged = select(*(staged_key.c[name] for name in NAMES))
    return and_(table.c.cut_id == cut_id, tuple_(*(table.c[name] for name in NAMES)).in_(staged))
