"""Stores with a few rows written by hand, for tests of what is read from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from db.engine import Store, open_unchecked
from db.importing.writer import BatchWriter
from db.migrations.upgrade import upgrade
from db.unit import UnitOfWork
from learning.domain.batches import BatchDraft, BatchResult
from learning.domain.enums import Basis, Grain, MeasureKind, Unit
from learning.domain.facts import MISSING, SCALE, Fact
from learning.domain.observations import (
    ContentRecord,
    CutSpec,
    MeasureColumn,
    MeasureSpec,
    ObservationChunk,
    SegmentKey,
)
from learning.domain.timekeys import day_key, hour_key

NOW = 1_790_000_000
HOUR_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Row:
    """One observation as a person would write it down."""

    day: date | None = None
    """Day of activity, of publication (lifetime), or the first day of the period."""
    facts: dict[Fact, float] = field(default_factory=dict)
    content: str = ""
    account: str = "default"
    hour: int | None = None
    last: date | None = None
    """Last day of a period."""
    segment: SegmentKey = field(default_factory=SegmentKey)
    format: str | None = None
    text: str | None = None
    extras: dict[str, float] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)


def spec(platform: str, basis: Basis, *dimensions: str, grain: Grain | None = None) -> CutSpec:
    """A cut; the grain follows from the basis, activity is by day unless said otherwise."""
    usual = {Basis.ACTIVITY: Grain.DAY, Basis.LIFETIME: Grain.LIFETIME, Basis.PERIOD: Grain.PERIOD}
    return CutSpec(platform, basis, grain or usual[basis], tuple(sorted(dimensions)))


class HandMade:
    """A store with one brand, and a way to put rows into it."""

    def __init__(self, store: Store, brand_id: int) -> None:
        self.store = store
        self.brand_id = brand_id
        self._files = 0

    def put(
        self,
        cut: CutSpec,
        rows: Sequence[Row],
        *,
        kind: MeasureKind = MeasureKind.ADDITIVE,
        currency: str | None = None,
        captured_at: int = NOW,
    ) -> str:
        """Import the rows as one file and return the batch's id."""
        self._files += 1
        draft = BatchDraft(
            brand_id=self.brand_id,
            file=f"file{self._files}.csv",
            size=1,
            checksum=f"{self._files:064d}",
            fingerprint="",
            templates=("generic",),
            who="test",
            created_at=NOW + self._files,
            captured_at=captured_at,
        )
        with self.store.write() as work:
            writer = work.importing.start(draft)
            assert isinstance(writer, BatchWriter)
            writer.write(cut, chunk(cut, rows, kind=kind, currency=currency))
            writer.finish(BatchResult({}, "[]", ("generic",), None, None))
            work.commit()
        return writer.batch_id

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A unit of work to read with."""
        with self.store.read() as work:
            yield work


def make(url: str) -> HandMade:
    """Open the store at an address, with the newest schema and a brand."""
    store = open_unchecked(url)
    upgrade(store)
    with store.write() as work:
        brand = work.brands.add("Acme", time_zone="UTC", created_at=NOW)
        work.commit()
    return HandMade(store, brand.id)


def chunk(cut: CutSpec, rows: Sequence[Row], *, kind: MeasureKind, currency: str | None) -> ObservationChunk:
    """The columnar form of rows."""
    contents = [_content(cut, row) for row in rows]
    unique = list(dict.fromkeys(contents))
    segments = list(dict.fromkeys(row.segment for row in rows))
    days = [MISSING if row.day is None else day_key(row.day) for row in rows]
    start, finish = _times(cut, rows, days)
    facts = {fact for row in rows for fact in row.facts}
    return ObservationChunk(
        contents=tuple(unique),
        content_index=np.array([unique.index(content) for content in contents], dtype=np.int32),
        segments=tuple(segments),
        segment_index=np.array([segments.index(row.segment) for row in rows], dtype=np.int32),
        start=start,
        finish=finish,
        day_key=np.array(days, dtype=np.int64),
        hour_key=np.array([_hour(row) for row in rows], dtype=np.int64),
        rows=np.arange(2, len(rows) + 2),
        row_counts=np.ones(len(rows), dtype=np.int64),
        facts={fact: _scaled([row.facts.get(fact) for row in rows]) for fact in sorted(facts)},
        measures=_measures(rows, kind),
        currency=currency,
    )


def _content(cut: CutSpec, row: Row) -> ContentRecord:
    if cut.basis is not Basis.LIFETIME or row.day is None:
        return ContentRecord(row.account, row.content, format=row.format)
    day = day_key(row.day)
    hour = None if row.hour is None else hour_key(day, row.hour)
    return ContentRecord(
        row.account,
        row.content,
        title=f"Post {row.content}",
        text=row.text,
        published_day=day,
        published_hour=hour,
        format=row.format,
    )


def _times(cut: CutSpec, rows: Sequence[Row], days: list[int]) -> tuple[np.ndarray, np.ndarray]:
    if cut.basis is Basis.LIFETIME:
        zeros = np.zeros(len(rows), dtype=np.int64)
        return zeros, zeros
    if cut.grain is Grain.HOUR:
        start = np.array([_hour(row) * HOUR_SECONDS for row in rows], dtype=np.int64)
        return start, start
    start = np.array(days, dtype=np.int64)
    if cut.basis is Basis.PERIOD:
        return start, np.array([day_key(row.last or row.day or date.min) for row in rows], dtype=np.int64)
    return start, start


def _hour(row: Row) -> int:
    return MISSING if row.hour is None or row.day is None else hour_key(day_key(row.day), row.hour)


def _measures(rows: Sequence[Row], kind: MeasureKind) -> tuple[MeasureColumn, ...]:
    names = sorted({name for row in rows for name in row.extras})
    found: list[MeasureColumn] = []
    for name in names:
        values = _scaled([row.extras.get(name) for row in rows])
        weighted = any(name in row.weights for row in rows)
        weights = _scaled([row.weights.get(name) for row in rows]) if weighted else None
        found.append(MeasureColumn(MeasureSpec(f"extra.{name}", name.title(), kind, Unit.NUMBER), values, weights))
    return tuple(found)


def _scaled(values: Sequence[float | None]) -> np.ndarray:
    return np.array([MISSING if value is None else round(value * SCALE) for value in values], dtype=np.int64)
