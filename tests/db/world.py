"""A small world for storage tests: rows as a person writes them, importing them, a store's state by natural keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import select

from db.engine import Store
from db.importing.writer import BatchWriter
from db.schema import batches, brands, contents, cuts, observations, rollups
from db.unit import UnitOfWork
from learning.domain.batches import BatchDraft, BatchResult
from learning.domain.enums import Basis, Grain, MeasureKind, Outcome, Unit
from learning.domain.facts import MISSING, SCALE, Fact
from learning.domain.observations import (
    ChunkOutcome,
    ContentRecord,
    CutSpec,
    MeasureColumn,
    MeasureSpec,
    ObservationChunk,
    SegmentKey,
)

HOURLY = CutSpec("x", Basis.ACTIVITY, Grain.HOUR, ("content", "persona"))
DAILY = CutSpec("x", Basis.ACTIVITY, Grain.DAY, ())
LIFETIME = CutSpec("x", Basis.LIFETIME, Grain.LIFETIME, ("content",))
PERIOD = CutSpec("ga4", Basis.PERIOD, Grain.PERIOD, ("country",))
EXTRA = MeasureSpec("extra.detail_expands", "detail expands", MeasureKind.ADDITIVE, Unit.COUNT)
LEVEL = MeasureSpec("extra.followers", "Total followers", MeasureKind.LEVEL, Unit.COUNT)
NOBODY = SegmentKey()


@dataclass(frozen=True, slots=True)
class Row:
    """One observation; times are hours of 1970 (hourly), days (daily, period), or nothing (lifetime)."""

    content: ContentRecord = field(default_factory=lambda: ContentRecord("me", ""))
    segment: SegmentKey = NOBODY
    start: int = 0
    finish: int | None = None
    facts: tuple[tuple[Fact, int], ...] = ()
    extra: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one cut that are written together."""

    cut: CutSpec
    rows: tuple[Row, ...]
    currency: str | None = None
    captured_at: int | None = None


def chunk_of(part: Part) -> ObservationChunk:
    """The rows as columns; the zone of the test brand is UTC."""
    rows, grain = part.rows, part.cut.grain
    records = list(dict.fromkeys(row.content for row in rows))
    segments = list(dict.fromkeys(row.segment for row in rows))
    hours = [row.start for row in rows]
    start = {Grain.HOUR: [hour * 3600 for hour in hours], Grain.LIFETIME: [0] * len(rows)}.get(grain, hours)
    finish = start if grain is not Grain.PERIOD else [row.start if row.finish is None else row.finish for row in rows]
    days = {
        Grain.HOUR: [hour // 24 for hour in hours],
        Grain.LIFETIME: [_or_missing(row.content.published_day) for row in rows],
    }.get(grain, hours)
    keys = {
        Grain.HOUR: hours,
        Grain.LIFETIME: [_or_missing(row.content.published_hour) for row in rows],
    }.get(grain, [MISSING] * len(rows))
    named = {fact for row in rows for fact, _ in row.facts}
    measures = [
        MeasureColumn(spec, _scaled(values), _scaled([2] * len(rows)))
        for spec, values in ((EXTRA, [row.extra for row in rows]), (LEVEL, [row.level for row in rows]))
        if any(value is not None for value in values)
    ]
    return ObservationChunk(
        contents=tuple(records),
        content_index=np.array([records.index(row.content) for row in rows], dtype=np.int32),
        segments=tuple(segments),
        segment_index=np.array([segments.index(row.segment) for row in rows], dtype=np.int32),
        start=np.array(start, dtype=np.int64),
        finish=np.array(finish, dtype=np.int64),
        day_key=np.array(days, dtype=np.int64),
        hour_key=np.array(keys, dtype=np.int64),
        rows=np.arange(2, len(rows) + 2),
        row_counts=np.ones(len(rows), dtype=np.int64),
        facts={fact: _scaled([dict(row.facts).get(fact) for row in rows]) for fact in named},
        measures=tuple(measures),
        currency=part.currency,
    )


def draft_of(brand_id: int, file: str, *, captured_at: int = 100) -> BatchDraft:
    """A file that has its name as its checksum."""
    return BatchDraft(brand_id, file, 1, file, "", ("test",), "ann", 50, captured_at)


def add_brand(store: Store, name: str) -> int:
    """A new brand's id."""
    with store.write() as work:
        brand = work.brands.add(name, time_zone="UTC", created_at=1)
        work.commit()
    return brand.id


def import_parts(
    store: Store, brand_id: int, file: str, parts: Sequence[Part], *, captured_at: int = 100
) -> tuple[str, list[ChunkOutcome]]:
    """Import parts as one file; the batch and the outcome of each part."""
    with store.write() as work:
        writer = work.importing.start(draft_of(brand_id, file, captured_at=captured_at))
        assert isinstance(writer, BatchWriter)
        outcomes = write_parts(writer, parts)
        work.commit()
    return writer.batch_id, outcomes


def redo(store: Store, batch_id: str, parts: Sequence[Part]) -> None:
    """Import an undone batch again."""
    with store.write() as work:
        writer = work.importing.restart(batch_id, now=60)
        assert isinstance(writer, BatchWriter)
        write_parts(writer, parts)
        work.commit()


def write_parts(writer: BatchWriter, parts: Sequence[Part]) -> list[ChunkOutcome]:
    """Write parts and finish the batch."""
    outcomes = [writer.write(part.cut, chunk_of(part), captured_at=part.captured_at) for part in parts]
    writer.finish(BatchResult({Outcome.ADDED: len(parts)}, "[]", ("test",), None, None))
    return outcomes


def undo(store: Store, batch_id: str) -> tuple[int, int]:
    """Undo a batch; how many observations went and how many went back."""
    with store.write() as work:
        report = work.importing.undo(batch_id)
        work.commit()
    return report.removed, report.restored


def differences(store: Store) -> list[str]:
    """What `check` would say."""
    with store.read() as work:
        return [difference.sentence for difference in work.rollups.compare_with_facts()]


def state_of(store: Store, brand_id: int) -> dict[str, list[str]]:
    """Everything a brand holds, by natural keys, ids and order of import replaced by names."""
    with store.read() as work:
        return _State(work, brand_id).collect()


class _State:
    def __init__(self, work: UnitOfWork, brand_id: int) -> None:
        self._work = work
        of_brand = {table.name: self._rows(table, brand_id) for table in (cuts.cut, cuts.segment, cuts.measure)}
        accounts = self._rows(contents.account, brand_id)
        self._cuts = {row["id"]: f"{row['platform']}/{row['basis']}/{row['dimensions']}" for row in of_brand["cut"]}
        self._segments = {row["id"]: f"{row['persona']}{row['named']}" for row in of_brand["segment"]}
        self._measures = {row["id"]: row["name"] for row in of_brand["measure"]}
        self._accounts = {row["id"]: f"{row['platform']}:{row['handle']}" for row in accounts}
        everything = [row for row in self._rows(contents.content) if row["account_id"] in self._accounts]
        told = {row["content_id"] for row in self._rows(contents.content_version)}
        # A content that only an edit keeps is waiting for its next import; nothing shows it.
        self._told = [row for row in everything if row["id"] in told]
        self._contents = {row["id"]: f"{self._accounts[row['account_id']]}/{row['external_id']}" for row in everything}
        self._runs = {
            row["import_order"]: row["file"]
            for row in self._rows(batches.import_batch, brand_id)
            if row["import_order"]
        }

    def collect(self) -> dict[str, list[str]]:
        tables = (
            *(observations.observation, observations.observation_version, observations.observation_measure),
            *(*rollups.FACT_ROLLUPS, rollups.rollup_measure, cuts.cut_fact, cuts.cut_currency, batches.batch_cut),
        )
        state = {
            table.name: self._named(row for row in self._rows(table) if row["cut_id"] in self._cuts) for table in tables
        }
        held = [row for row in self._rows(contents.content_version) if row["content_id"] in self._contents]
        state["content_version"] = self._named(held)
        state["content"] = self._named(self._told)
        for name, names in (("cut", self._cuts), ("segment", self._segments), ("measure", self._measures)):
            state[name] = sorted(names.values())
        state["account"] = sorted({self._accounts[row["account_id"]] for row in self._told})
        return state

    def _rows(self, table, brand_id=None):
        statement = select(table)
        if brand_id is not None:
            statement = statement.where(table.c.brand_id == brand_id)
        return [dict(row) for row in self._work.connection.execute(statement).mappings()]

    def _named(self, rows) -> list[str]:
        names = {
            "cut_id": self._cuts,
            "segment_id": self._segments,
            "measure_id": self._measures,
            "account_id": self._accounts,
            "content_id": self._contents,
            "import_order": self._runs,
        }
        written = []
        for row in rows:
            cells = {key: names[key][value] if key in names else value for key, value in row.items() if key != "id"}
            written.append(", ".join(f"{key}={value}" for key, value in cells.items() if value is not None))
        return sorted(written)


def data_version(store: Store, brand_id: int) -> int:
    """The brand's data version."""
    with store.read() as work:
        found = work.connection.execute(
            select(brands.brand.c.data_version).where(brands.brand.c.id == brand_id)
        ).scalar_one()
    return int(found)


def _scaled(values: Sequence[int | None]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([MISSING if value is None else value * SCALE for value in values], dtype=np.int64)


def _or_missing(value: int | None) -> int:
    return MISSING if value is None else value
