"""Sums by post (or day) and segment, kept by spans of days until a day of theirs is touched.

Whoever needs the sums of a whole history would read every row of it again after each import. What stands in a span
that no import touched has not changed: its sums are kept, packed, beside the rollup that they come from.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Select, cast, delete, func, select

from db.dialects import Dialect
from db.rollups.bucket_sums import BucketSums, sum_parts
from db.rollups.cuts import read_cut
from db.schema.columns import UNKNOWN_DAY
from db.schema.rollups import kept_sums, rollup_content, rollup_day
from learning.domain.facts import MISSING
from learning.domain.observations import Ints

SPAN_DAYS: Final = 28
"""Long enough that few spans make a history, short enough that reading one again costs little."""
FETCHED: Final = 20_000
WIDTHS: Final = tuple(np.dtype(name) for name in ("uint8", "uint16", "uint32", "int64"))


@dataclass(frozen=True, slots=True)
class SpanSums:
    """The sums of one span of days of a cut."""

    cut_id: int
    by_post: bool
    span: int
    """Its first day is `span` times SPAN_DAYS."""
    sums: BucketSums
    """Keys are the post (or day) and the segment."""


class KeptSums:
    """Sums of cuts by post and segment, or by day and segment."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect
        self.fresh: list[SpanSums] = []
        """What this transaction summed because it was not kept yet."""

    def read(self, cut_id: int, *, by_post: bool) -> BucketSums:
        """The sums of all known days of a cut, each pair of keys once, in their order."""
        table = rollup_content if by_post else rollup_day
        known = (table.c.cut_id == cut_id) & (table.c.day_key > UNKNOWN_DAY)
        # Each end by itself: an index answers one, but not both in one query.
        ends = (select(end(table.c.day_key)).where(known).scalar_subquery() for end in (func.min, func.max))
        first, last = self._connection.execute(select(*ends)).one()
        names = read_cut(self._connection, cut_id).facts
        if first is None:
            return _none(names)
        kept = self.list_kept(cut_id, by_post=by_post)
        for span in range(int(first) // SPAN_DAYS, int(last) // SPAN_DAYS + 1):
            if span not in kept:
                one = SpanSums(cut_id, by_post, span, self._sum(cut_id, span, names, by_post=by_post))
                self.fresh.append(one)
                kept[span] = one.sums
        return sum_parts([_none(names), *(_aligned(kept[span], names) for span in sorted(kept))])

    def keep(self, spans: Sequence[SpanSums]) -> None:
        """Keep the sums of some spans; the caller makes sure that nothing changed since they were read."""
        for one in spans:
            insert = self._dialect.upsert(kept_sums).values(
                cut_id=one.cut_id, by_post=one.by_post, span=one.span, sums=_packed(one.sums)
            )
            self._connection.execute(
                insert.on_conflict_do_update(
                    index_elements=["cut_id", "by_post", "span"], set_={"sums": insert.excluded["sums"]}
                )
            )

    def list_kept(self, cut_id: int, *, by_post: bool) -> dict[int, BucketSums]:
        """What is kept of a cut, by span."""
        own = (kept_sums.c.cut_id == cut_id) & (kept_sums.c.by_post.is_(by_post))
        rows = self._connection.execute(select(kept_sums.c.span, kept_sums.c.sums).where(own))
        return {int(span): _unpacked(sums) for span, sums in rows}

    def _sum(self, cut_id: int, span: int, names: tuple[str, ...], *, by_post: bool) -> BucketSums:
        table = rollup_content if by_post else rollup_day
        keys = (table.c.content_id if by_post else table.c.day_key, table.c.segment_id)
        sums = [func.coalesce(cast(func.sum(table.c[name]), BigInteger), MISSING) for name in names]
        first = span * SPAN_DAYS
        statement = (
            select(*keys, cast(func.sum(table.c.n), BigInteger), *sums)
            .where(table.c.cut_id == cut_id, table.c.day_key.between(first, first + SPAN_DAYS - 1))
            .group_by(*keys)
            .order_by(*keys)
        )
        matrix = self._matrix(statement, 3 + len(names))
        return BucketSums(names, matrix[:, :2], matrix[:, 2:])

    def _matrix(self, statement: Select[Any], width: int) -> NDArray[np.int64]:
        rows = self._connection.execution_options(yield_per=FETCHED).execute(statement)
        return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width)


def forget_sums(connection: Connection, cut_id: int, days: Ints | None = None) -> None:
    """Let go of what is kept of the spans of some days of a cut (None: all), because these change."""
    own = kept_sums.c.cut_id == cut_id
    if days is not None:
        own &= kept_sums.c.span.in_(np.unique(days // SPAN_DAYS).tolist())
    connection.execute(delete(kept_sums).where(own))


def _none(names: tuple[str, ...]) -> BucketSums:
    return BucketSums(names, np.zeros((0, 2), dtype=np.int64), np.zeros((0, 1 + len(names)), dtype=np.int64))


def _aligned(sums: BucketSums, names: tuple[str, ...]) -> BucketSums:
    """The same with the facts that the cut holds by now: other days may have brought or taken some."""
    if sums.names == names:
        return sums
    columns = [sums.sums[:, 0]]
    columns += [
        sums.sums[:, 1 + sums.names.index(name)] if name in sums.names else np.full(len(sums), MISSING)
        for name in names
    ]
    return BucketSums(names, sums.keys, np.array(columns, dtype=np.int64).T)


def _packed(sums: BucketSums) -> bytes:
    """Columns as the smallest whole numbers that hold them: a count is stored without the scale of money."""
    head: list[tuple[int, int, str]] = []
    body: list[bytes] = []
    for column in [*sums.keys.T, *sums.sums.T]:
        gone = column == MISSING
        known = np.where(gone, 0, column)
        step = int(np.gcd.reduce(known)) or 1
        low = min(0, int(known.min(initial=0)) // step)
        # 0 stands for what is missing.
        whole = np.where(gone, 0, known // step - low + 1)
        kind = next(one for one in WIDTHS if int(whole.max(initial=0)) <= np.iinfo(one).max)
        head.append((step, low, kind.name))
        body.append(whole.astype(kind).tobytes())
    told = json.dumps({"names": sums.names, "rows": len(sums), "columns": head}).encode()
    return zlib.compress(b"\n".join([told, b"".join(body)]), 1)


def _unpacked(text: bytes) -> BucketSums:
    told, _, body = zlib.decompress(text).partition(b"\n")
    head = json.loads(told)
    columns: list[NDArray[np.int64]] = []
    place = 0
    for step, low, name in head["columns"]:
        kind = np.dtype(name)
        whole = np.frombuffer(body, dtype=kind, count=head["rows"], offset=place).astype(np.int64)
        place += head["rows"] * kind.itemsize
        columns.append(np.where(whole == 0, MISSING, (whole - 1 + low) * step))
    matrix = np.array(columns, dtype=np.int64)
    return BucketSums(tuple(head["names"]), matrix[:2].T, matrix[2:].T)
