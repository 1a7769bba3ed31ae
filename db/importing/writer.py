"""Writing one file's observations: rows, versions, measures, rollups and the batch, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from sqlalchemy import Connection, func, select

from db.background import Background
from db.dialects import Dialect
from db.importing.chunks import bucket_keys, chunk_facts, chunk_rows
from db.importing.closing import close_run
from db.importing.conflicts import ADDED, ConflictResolver
from db.importing.contents import ContentLedger
from db.importing.identities import Identities
from db.importing.lifetimes import move_lifetimes
from db.importing.measures import MeasureWriter
from db.importing.preview import largest_changes, mark_measures
from db.importing.rows import DAY, HOUR, START, Currencies, FactRows, Mask, pack_rows
from db.importing.seen import Hashes, SeenKeys, hash_keys
from db.parts import LooseParts
from db.repositories.batches import Batches
from db.rollups.accumulate import RunSums
from db.rollups.cuts import forget_absent, read_cut
from db.rollups.recompute import RollupWriter
from db.rollups.touched import TouchedBuckets
from db.schema.cuts import cut_currency, cut_fact
from db.schema.observations import observation
from learning.domain.batches import BatchRecord, BatchResult
from learning.domain.enums import Basis, Grain
from learning.domain.facts import Fact
from learning.domain.imports import Issue
from learning.domain.observations import ChunkOutcome, CutSpec, ObservationChunk


@dataclass(slots=True)
class CutProgress:
    """What a run knows of one cut while it writes."""

    id: int
    facts: set[str]
    currencies: set[str]
    held: tuple[int, int] | None
    """Range of `start` that the store held before the run; None if it held nothing."""
    seen: SeenKeys = field(default_factory=SeenKeys)
    touched: TouchedBuckets = field(default_factory=TouchedBuckets)
    starts: tuple[int, int] | None = None
    segments: set[int] = field(default_factory=set)
    measures: set[int] = field(default_factory=set)
    sums: RunSums | None = None
    """Of an hourly cut: the sums of its new rows."""
    mixed: bool = False
    """Whether a chunk met stored rows: then a fact or a currency may have gone."""


class BatchWriter:
    """Writes one batch; nothing is kept unless the unit of work commits after `finish`."""

    def __init__(
        self, connection: Connection, dialect: Dialect, batch: BatchRecord, import_order: int, *, background: Background
    ) -> None:
        """Write a batch under its import order."""
        self._background = background
        self._connection = connection
        self._dialect = dialect
        self._batch = batch
        self._import_order = import_order
        self._batches = Batches(connection)
        self._identities = Identities(connection, batch.brand_id, creates=True)
        self._contents = ContentLedger(connection, import_order)
        self._currencies = Currencies()
        self._resolver = ConflictResolver(connection, dialect, import_order, self._currencies)
        self._measures = MeasureWriter(connection, dialect)
        self._parts_of_cuts = LooseParts(connection, dialect)
        self._rollups = RollupWriter(connection, dialect, self._parts_of_cuts)
        self._cuts: dict[CutSpec, CutProgress] = {}
        self._issues = 0
        self._parts = 0
        dialect.raise_cache(connection)

    @property
    def batch_id(self) -> str:
        """The id of the batch that is written."""
        return self._batch.id

    def write(self, cut: CutSpec, chunk: ObservationChunk, *, captured_at: int | None = None) -> ChunkOutcome:
        """Write observations of one cut; the outcome of each. `captured_at` is the batch's unless given."""
        if not len(chunk.start):
            return ChunkOutcome(np.empty(0, dtype=np.int8))
        progress = self._progress(cut)
        rows = self._rows(cut, chunk, progress, self._batch.captured_at if captured_at is None else captured_at)
        hashes = hash_keys(rows.keys)
        maybe_own = _maybe_written(progress, rows, hashes)
        low, high = int(rows.matrix[:, START].min()), int(rows.matrix[:, START].max())
        apart = progress.held is None or low > progress.held[1] or high < progress.held[0]
        if apart and not maybe_own.any():
            outcome = self._write_new(progress, chunk, rows)
        else:
            outcome = self._write_met(cut, progress, chunk, rows, maybe_own)
        progress.seen.add(hashes)
        progress.touched.add(rows.matrix[:, DAY], rows.matrix[:, HOUR])
        known = progress.starts or (low, high)
        progress.starts = (min(low, known[0]), max(high, known[1]))
        return outcome

    def add_issues(self, table_index: int, issues: Iterable[Issue]) -> None:
        """Keep problems of a table, in the order of the file."""
        self._issues = self._batches.add_issues(self.batch_id, table_index, issues, position=self._issues)

    def add_original(self, part: bytes) -> None:
        """Keep the next part of the original file (compressed by the caller)."""
        self._background.start(partial(self._batches.add_original, self.batch_id, self._parts, part))
        self._parts += 1

    def finish(self, result: BatchResult) -> int:
        """Sum the touched buckets again, close the batch and raise the brand's data version, which is returned."""
        moved = move_lifetimes(self._connection, self._contents.moved)
        progress_by_id = {progress.id: progress for progress in self._cuts.values()}
        for cut_id, buckets in moved.items():
            if cut_id in progress_by_id:
                progress_by_id[cut_id].touched.add(buckets.days, buckets.hours)
            else:
                self._rollups.recompute(read_cut(self._connection, cut_id), buckets)
        for progress in self._cuts.values():
            self._sum_again(progress)
            self._parts_of_cuts.attach(progress.id)
            if progress.mixed:
                forget_absent(self._connection, read_cut(self._connection, progress.id))
        return close_run(self._connection, self._batch, self._import_order, list(self._cuts.values()), result)

    def _sum_again(self, progress: CutProgress) -> None:
        stored = read_cut(self._connection, progress.id)
        self._background.start(partial(self._parts_of_cuts.attach_facts, progress.id))
        if progress.sums is not None and not progress.mixed:
            currencies = self._currencies.texts
            self._rollups.add_new(stored, progress.touched, progress.sums, currencies, background=self._background)
        else:
            self._rollups.recompute(stored, progress.touched)

    def _progress(self, cut: CutSpec) -> CutProgress:
        if cut in self._cuts:
            return self._cuts[cut]
        cut_id = self._identities.cut_id(cut)
        if cut_id in self._identities.new_cuts:
            self._parts_of_cuts.open(cut_id)
            if cut.grain is not Grain.HOUR:
                self._parts_of_cuts.attach(cut_id)
        stored = read_cut(self._connection, cut_id)
        for currency in stored.currencies:
            self._currencies.code(currency)
        start = observation.c.start
        held = [
            self._connection.execute(select(edge(start)).where(observation.c.cut_id == cut_id)).scalar()
            for edge in (func.min, func.max)
        ]
        between = None if held[0] is None or held[1] is None else (int(held[0]), int(held[1]))
        self._cuts[cut] = CutProgress(
            cut_id,
            set(stored.facts),
            set(stored.currencies),
            between,
            sums=RunSums(first=between is None) if cut.grain is Grain.HOUR else None,
        )
        return self._cuts[cut]

    def _rows(self, cut: CutSpec, chunk: ObservationChunk, progress: CutProgress, captured_at: int) -> FactRows:
        """The chunk's rows, after its contents, segments and facts are known to the store."""
        handles = [record.account for record in chunk.contents]
        account_ids = self._identities.account_ids(cut.platform, handles)
        content_ids = self._contents.record(account_ids, chunk.contents, captured_at)
        segment_ids = self._identities.segment_ids(chunk.segments)
        progress.segments.update(segment_ids)
        self._name(progress, chunk_facts(chunk), chunk.currency or "")
        return chunk_rows(
            cut,
            chunk,
            tuple(fact.value for fact in Fact if fact.value in progress.facts),
            account_ids=account_ids,
            content_ids=content_ids,
            segment_ids=segment_ids,
            published=self._contents.published,
            captured_at=captured_at,
            import_order=self._import_order,
            currencies=self._currencies,
        )

    def _name(self, progress: CutProgress, facts: Sequence[str], currency: str) -> None:
        """Say which facts and currencies the cut holds from now on."""
        for fact in facts:
            if fact not in progress.facts:
                self._connection.execute(cut_fact.insert().values(cut_id=progress.id, fact=fact))
                progress.facts.add(fact)
        if currency not in progress.currencies:
            self._connection.execute(cut_currency.insert().values(cut_id=progress.id, currency=currency))
            progress.currencies.add(currency)

    def _write_new(self, progress: CutProgress, chunk: ObservationChunk, rows: FactRows) -> ChunkOutcome:
        """Rows that the store cannot hold yet."""
        for packed in pack_rows(self._dialect, observation, progress.id, rows, currencies=self._currencies):
            self._background.start(partial(packed.insert, self._connection, self._dialect))
        if progress.sums is not None and not progress.mixed:
            progress.sums.add(rows.names, bucket_keys(rows), rows.facts)
            currencies = self._currencies.texts
            self._rollups.add_settled(progress.id, progress.sums, currencies, background=self._background)
        for column in chunk.measures:
            measure_id = self._identities.measure_id(column.spec)
            progress.measures.add(measure_id)
            self._background.start(partial(self._measures.insert, progress.id, measure_id, column, rows))
        return ChunkOutcome(np.full(len(rows), ADDED, dtype=np.int8))

    def _write_met(
        self,
        cut: CutSpec,
        progress: CutProgress,
        chunk: ObservationChunk,
        rows: FactRows,
        maybe_own: Mask,
    ) -> ChunkOutcome:
        """Rows that may meet stored ones."""
        adds = cut.basis is not Basis.LIFETIME
        self._parts_of_cuts.attach(progress.id)
        resolution = self._resolver.resolve(progress.id, rows, maybe_own, adds=adds)
        codes = mark_measures(
            self._identities, self._measures, progress.id, chunk=chunk, rows=rows, codes=resolution.codes
        )
        changes = largest_changes(chunk, np.arange(len(rows)), resolution)
        self._resolver.apply(progress.id, resolution)
        progress.mixed = True
        progress.touched.add(resolution.before.matrix[:, DAY], resolution.before.matrix[:, HOUR])
        for column in chunk.measures:
            measure_id = self._identities.measure_id(column.spec)
            progress.measures.add(measure_id)
            self._measures.merge(progress.id, measure_id, column, rows, adds=adds)
        return ChunkOutcome(codes.astype(np.int8), changes)


def _maybe_written(progress: CutProgress, rows: FactRows, hashes: Hashes) -> Mask:
    """Which rows the run may have written before; only those within the time of its earlier rows are looked up."""
    found = np.zeros(len(rows), dtype=np.bool_)
    if progress.starts is not None:
        start = rows.matrix[:, START]
        near = np.flatnonzero((start >= progress.starts[0]) & (start <= progress.starts[1]))
        found[near] = progress.seen.contain(hashes[near])
    return found
