"""All posts of a brand at once: what is said of them, and their sums as one cut counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, Table, cast, func, select

from db.schema.batches import batch_cut, import_batch
from db.schema.columns import UNKNOWN_DAY
from db.schema.contents import account, content
from db.schema.cuts import cut_currency, segment
from db.schema.rollups import rollup_content, rollup_day, rollup_measure
from learning.domain.dimensions import SEGMENT_DIMENSIONS
from learning.domain.facts import MONEY_FACTS, SCALE, Fact
from learning.domain.post_columns import CellSums, PostColumns, PostSums

TEXTS: Final = ("format", "topic", "hook", "generator", "strategy", "campaign", "title", "text")
WINDOW_DAYS: Final = 28
"""Cells are read this many days at a time: bounds the memory, whatever the length of the history."""
FETCHED: Final = 20_000


def read_posts(connection: Connection, brand_id: int, *, peers: bool) -> PostColumns:
    """What is said of every post of a brand (or of its peers) whose day of publication is known."""
    numbers = ("published_day", "published_hour", "published_at", "length")
    rows = connection.execute(
        select(
            content.c.id,
            account.c.platform,
            account.c.handle,
            *(content.c[name] for name in TEXTS),
            *(content.c[name] for name in numbers),
        )
        .join(account, account.c.id == content.c.account_id)
        .where(account.c.brand_id == brand_id, content.c.external_id != "", content.c.peer.is_(peers))
        .where(content.c.published_day.is_not(None))
        .order_by(content.c.id)
    ).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (3 + len(TEXTS) + len(numbers))
    texts = ("platform", "account", *TEXTS)
    first = 1 + len(texts)
    return PostColumns(
        ids=np.array(columns[0], dtype=np.int64),
        texts={name: _texts(columns[1 + place]) for place, name in enumerate(texts)},
        numbers={name: np.array(columns[first + place], dtype=np.float64) for place, name in enumerate(numbers)},
    )


def read_post_sums(connection: Connection, cut_id: int, facts: Sequence[Fact]) -> PostSums:
    """The sums of each post of a cut over all its days and segments."""
    rows = rollup_content.c
    found = _read(
        connection,
        select(rows.content_id, _whole(func.sum(rows.n)), *_sums(rollup_content, facts))
        .where(rows.cut_id == cut_id, rows.day_key > UNKNOWN_DAY)
        .group_by(rows.content_id),
        2 + len(facts),
    )
    return PostSums(
        found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), _facts(connection, cut_id, facts, found[:, 2:])
    )


def read_cell_sums(
    connection: Connection, cut_id: int, facts: Sequence[Fact], *, by_post: bool, since: int | None = None
) -> CellSums:
    """The sums of each post (or day) and segment of a cut, of all days or from an epoch day on."""
    table = rollup_content if by_post else rollup_day
    unit = table.c.content_id if by_post else table.c.day_key
    own = (table.c.cut_id == cut_id) & (table.c.day_key >= (UNKNOWN_DAY + 1 if since is None else since))
    first, last = connection.execute(select(func.min(table.c.day_key), func.max(table.c.day_key)).where(own)).one()
    parts: list[NDArray[np.float64]] = [np.empty((0, 2 + len(facts)))]
    if first is not None:
        for begin in range(int(first), int(last) + 1, WINDOW_DAYS):
            inside = own & table.c.day_key.between(begin, begin + WINDOW_DAYS - 1)
            keys = (unit, table.c.segment_id)
            statement = select(*keys, *_sums(table, facts)).where(inside).group_by(*keys)
            parts.append(_read(connection, statement, 2 + len(facts)))
    found = np.concatenate(parts)
    return CellSums(
        found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), _facts(connection, cut_id, facts, found[:, 2:])
    )


def read_measure_cells(connection: Connection, cut_id: int, measure_id: int) -> CellSums:
    """The sums of an additive measure by day and segment of a cut, in place of facts."""
    table = rollup_measure.c
    own = (table.cut_id == cut_id, table.measure_id == measure_id, table.day_key > UNKNOWN_DAY)
    keys = (table.day_key, table.segment_id)
    statement = select(*keys, _whole(func.sum(table.value_sum))).where(*own).group_by(*keys)
    found = _read(connection, statement, 3)
    return CellSums(found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), {}, found[:, 2] / SCALE)


def read_segments(connection: Connection, brand_id: int) -> dict[int, tuple[str, ...]]:
    """Persona, device, channel and strategy of every segment of a brand by its id."""
    names = (segment.c[name] for name in SEGMENT_DIMENSIONS)
    rows = connection.execute(select(segment.c.id, *names).where(segment.c.brand_id == brand_id))
    return {int(row[0]): tuple(row[1:]) for row in rows}


def captured_at(connection: Connection, cut_id: int) -> int | None:
    """UTC seconds as of which the newest import of a cut stands."""
    found = connection.execute(
        select(func.max(import_batch.c.captured_at))
        .join(batch_cut, batch_cut.c.import_order == import_batch.c.import_order)
        .where(batch_cut.c.cut_id == cut_id)
    ).scalar()
    return None if found is None else int(found)


def _read(connection: Connection, statement: Select[Any], width: int) -> NDArray[np.float64]:
    result = connection.execution_options(yield_per=FETCHED).execute(statement)
    parts = [np.array([tuple(row) for row in rows], dtype=np.float64) for rows in result.partitions()]
    return np.concatenate(parts) if parts else np.empty((0, width))


def _facts(
    connection: Connection, cut_id: int, facts: Sequence[Fact], columns: NDArray[np.float64]
) -> Mapping[Fact, NDArray[np.float64]]:
    """Scaled back; amounts in several currencies cannot be added."""
    currencies = (
        select(func.count())
        .select_from(cut_currency)
        .where(cut_currency.c.cut_id == cut_id, cut_currency.c.currency != "")
    )
    mixed = int(connection.execute(currencies).scalar_one()) > 1
    found = {fact: columns[:, place] / SCALE for place, fact in enumerate(facts)}
    return {
        fact: np.full(len(values), np.nan) if mixed and fact in MONEY_FACTS else values
        for fact, values in found.items()
    }


def _sums(table: Table, facts: Sequence[Fact]) -> list[ColumnElement[int]]:
    return [_whole(func.sum(table.c[fact.value])) for fact in facts]


def _whole(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Postgres sums big integers into decimals, which are slow to read."""
    return cast(column, BigInteger)


def _texts(values: tuple[Any, ...]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=np.object_)
    found[:] = [value or "" for value in values]
    return found
