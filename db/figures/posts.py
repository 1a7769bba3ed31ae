"""All posts of a brand at once: what is said of them, and their sums as one cut counts them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, func, select

from db.rollups.kept_sums import KeptSums
from db.schema.batches import batch_cut, import_batch
from db.schema.columns import UNKNOWN_DAY
from db.schema.contents import account, content
from db.schema.cuts import cut_currency, segment
from db.schema.rollups import rollup_measure
from db.texts import pairs_from_text
from learning.domain.dimensions import SEGMENT_DIMENSIONS
from learning.domain.facts import MISSING, MONEY_FACTS, SCALE, Fact
from learning.domain.post_columns import ANGLE, VISUAL, CellSums, MeasureCells, PostColumns

TEXTS: Final = ("format", "topic", "hook", "generator", "strategy", "campaign", "title", "text")
FETCHED: Final = 20_000
VISUAL_EXTRA: Final = "visual_"
"""Begins the names of extras that say what is seen."""
LOOK_MARKS: Final = (f'["{ANGLE}"', f'["{VISUAL_EXTRA}')
"""Without one of these in its extras a post says nothing of its look."""


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
            content.c.extras,
        )
        .join(account, account.c.id == content.c.account_id)
        .where(account.c.brand_id == brand_id, content.c.external_id != "", content.c.peer.is_(peers))
        .where(content.c.published_day.is_not(None))
        .order_by(content.c.id)
    ).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (4 + len(TEXTS) + len(numbers))
    texts = ("platform", "account", *TEXTS)
    first = 1 + len(texts)
    return PostColumns(
        ids=np.array(columns[0], dtype=np.int64),
        texts={name: _texts(columns[1 + place]) for place, name in enumerate(texts)} | _looks(columns[-1]),
        numbers={name: np.array(columns[first + place], dtype=np.float64) for place, name in enumerate(numbers)},
    )


def _looks(extras: tuple[str | None, ...]) -> dict[str, NDArray[np.object_]]:
    """What is said of the angle of posts and of what is seen in them, by name; nothing where no post has any."""
    found: dict[str, NDArray[np.object_]] = {}
    for place, text in enumerate(extras):
        if text is None or not any(mark in text for mark in LOOK_MARKS):
            continue
        for name, value in pairs_from_text(text):
            look = VISUAL + name.removeprefix(VISUAL_EXTRA) if name.startswith(VISUAL_EXTRA) else name
            if look == ANGLE or look.startswith(VISUAL):
                found.setdefault(look, _texts(("",) * len(extras)))[place] = value
    return dict(sorted(found.items()))


def read_cell_sums(connection: Connection, kept: KeptSums, cut_id: int, *, by_post: bool) -> CellSums:
    """The sums of each post (or day) and segment of a cut, over all days that are known."""
    found = kept.read(cut_id, by_post=by_post)
    mixed = _is_mixed(connection, cut_id)
    facts: dict[Fact, NDArray[np.float64]] = {}
    for place, name in enumerate(found.names, start=1):
        whole = found.sums[:, place]
        gone = (whole == MISSING) | (mixed and Fact(name) in MONEY_FACTS)
        facts[Fact(name)] = np.where(gone, np.nan, whole / SCALE)
    return CellSums(found.keys[:, 0], found.keys[:, 1], facts, found.sums[:, 0])


def read_measure_cells(connection: Connection, cut_id: int, measure_id: int) -> MeasureCells:
    """The sums of an additive measure by day and segment of a cut, in place of facts."""
    table = rollup_measure.c
    own = (table.cut_id == cut_id, table.measure_id == measure_id, table.day_key > UNKNOWN_DAY)
    keys = (table.day_key, table.segment_id)
    statement = select(*keys, _whole(func.sum(table.value_sum))).where(*own).group_by(*keys)
    found = _read(connection, statement, 3)
    return MeasureCells(found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), found[:, 2] / SCALE)


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


def _is_mixed(connection: Connection, cut_id: int) -> bool:
    """Whether a cut holds amounts in several currencies, which cannot be added."""
    currencies = (
        select(func.count())
        .select_from(cut_currency)
        .where(cut_currency.c.cut_id == cut_id, cut_currency.c.currency != "")
    )
    return int(connection.execute(currencies).scalar_one()) > 1


def _whole(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Postgres sums big integers into decimals, which are slow to read."""
    return cast(column, BigInteger)


def _texts(values: tuple[Any, ...]) -> NDArray[np.object_]:
    found = np.empty(len(values), dtype=np.object_)
    found[:] = [value or "" for value in values]
    return found
