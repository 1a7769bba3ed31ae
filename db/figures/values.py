"""Which values stand in a dimension, with a count of what is behind each."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import BigInteger, Connection, cast, func, select

from db.schema.contents import account, content, content_version
from db.schema.cuts import cut, segment, segment_value
from db.schema.rollups import rollup_day, rollup_measure, rollup_period
from learning.domain.dimension_values import DimensionValue
from learning.domain.dimensions import CONTENT_DIMENSIONS, SEGMENT_DIMENSIONS


def content_values(connection: Connection, brand_id: int) -> dict[str, tuple[DimensionValue, ...]]:
    """The values of every attribute of a brand's contents, '' where it is not stated; the account itself is none."""
    names = (*CONTENT_DIMENSIONS, "strategy")
    columns = [content.c[name] for name in names]
    known = select(content_version.c.content_id).where(content_version.c.content_id == content.c.id).exists()
    # All attributes in one pass: their combinations are few beside the contents.
    rows = connection.execute(
        select(*columns, func.count())
        .select_from(content.join(account, account.c.id == content.c.account_id))
        .where(account.c.brand_id == brand_id, content.c.external_id != "", content.c.peer.is_(False), known)
        .group_by(*columns)
    ).all()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for *values, count in rows:
        for name, value in zip(names, values, strict=True):
            found[name][value or ""] += int(count)
    return _ordered(found)


def segment_values(connection: Connection, brand_id: int) -> dict[str, tuple[DimensionValue, ...]]:
    """The values of every dimension by which some cut was reported, '' where a row of it does not state one."""
    segments = {
        row["id"]: dict(row)
        for row in connection.execute(select(segment).where(segment.c.brand_id == brand_id)).mappings()
    }
    named: dict[int, dict[str, str]] = defaultdict(dict)
    for segment_id, name, value in connection.execute(
        select(segment_value)
        .join(segment, segment.c.id == segment_value.c.segment_id)
        .where(segment.c.brand_id == brand_id)
    ):
        named[segment_id][name] = value
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for dimensions, segment_id, count in _sizes(connection, brand_id):
        for name in dimensions:
            held = segments[segment_id] if name in SEGMENT_DIMENSIONS else named[segment_id]
            found[name][str(held.get(name, ""))] += count
    return _ordered(found)


def _sizes(connection: Connection, brand_id: int) -> list[tuple[list[str], int, int]]:
    """Dimensions of a cut, a segment in it and its rows of data; an undone import leaves segments without any."""
    cuts = connection.execute(select(cut.c.id, cut.c.dimensions).where(cut.c.brand_id == brand_id))
    dimensions = {cut_id: [name for name in names.split(",") if name not in ("", "content")] for cut_id, names in cuts}
    split = [cut_id for cut_id, names in dimensions.items() if names]
    found: list[tuple[list[str], int, int]] = []
    for table in (rollup_day, rollup_period, rollup_measure):
        rows = connection.execute(
            select(table.c.cut_id, table.c.segment_id, cast(func.sum(table.c.n), BigInteger))
            .where(table.c.cut_id.in_(split))
            .group_by(table.c.cut_id, table.c.segment_id)
        )
        found += [(dimensions[cut_id], segment_id, int(count)) for cut_id, segment_id, count in rows]
    return found


def _ordered(found: dict[str, Counter[str]]) -> dict[str, tuple[DimensionValue, ...]]:
    """The most frequent first, of equals by name; what is not stated stands last."""
    return {
        name: tuple(
            DimensionValue(text, count)
            for text, count in sorted(counter.items(), key=lambda pair: (pair[0] == "", -pair[1], pair[0]))
        )
        for name, counter in found.items()
    }
