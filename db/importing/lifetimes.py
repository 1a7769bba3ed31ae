"""Lifetime totals follow their content when its day of publication moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from sqlalchemy import Connection, bindparam, select

from db.rollups.touched import TouchedBuckets
from db.schema.contents import content
from db.schema.cuts import cut
from db.schema.observations import observation
from learning.domain.enums import Grain
from learning.domain.facts import MISSING

BLOCK: Final = 500


def move_lifetimes(connection: Connection, content_ids: Iterable[int]) -> dict[int, TouchedBuckets]:
    """Put the lifetime totals of contents on their current day; the buckets this touches, by cut."""
    touched: dict[int, TouchedBuckets] = {}
    ordered = sorted(content_ids)
    for start in range(0, len(ordered), BLOCK):
        _move_block(connection, ordered[start : start + BLOCK], touched)
    return touched


def _move_block(connection: Connection, content_ids: list[int], touched: dict[int, TouchedBuckets]) -> None:
    held = observation.c
    published = (content.c.published_day, content.c.published_hour)
    rows = connection.execute(
        select(held.cut_id, held.account_id, held.segment_id, held.content_id, held.day_key, held.hour_key, *published)
        .select_from(observation)
        .join(cut, cut.c.id == held.cut_id)
        .join(content, content.c.id == held.content_id)
        .where(cut.c.grain == Grain.LIFETIME.value, held.start == 0, held.content_id.in_(content_ids))
    ).fetchall()
    moved = [row for row in rows if tuple(row[4:6]) != tuple(row[6:8])]
    for cut_id in {row[0] for row in moved}:
        days = [_key(day) for row in moved if row[0] == cut_id for day in (row[4], row[6])]
        hours = [_key(hour) for row in moved if row[0] == cut_id for hour in (row[5], row[7])]
        buckets = touched.setdefault(cut_id, TouchedBuckets())
        buckets.add(np.array(days, dtype=np.int64), np.array(hours, dtype=np.int64))
    if moved:
        names = ("cut_id", "account_id", "segment_id", "content_id")
        same = [held[name] == bindparam(f"of_{name}") for name in names]
        statement = observation.update().where(held.start == 0, held.finish == 0, *same)
        keys = [dict(zip([f"of_{name}" for name in names], row[:4], strict=True)) for row in moved]
        values = [{"day": row[6], "hour": row[7]} for row in moved]
        connection.execute(
            statement.values(day_key=bindparam("day"), hour_key=bindparam("hour")),
            [key | value for key, value in zip(keys, values, strict=True)],
        )


def _key(value: int | None) -> int:
    return MISSING if value is None else value
