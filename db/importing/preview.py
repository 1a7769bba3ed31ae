"""What an import would do, without writing anything."""

from __future__ import annotations

from typing import Final

import numpy as np
from sqlalchemy import Connection

from db.dialects import Dialect
from db.importing.chunks import chunk_facts, chunk_rows
from db.importing.conflicts import ADDED, UNCHANGED, UPDATED, ConflictResolver, Resolution
from db.importing.contents import UNKNOWN_ID, ContentLedger
from db.importing.identities import Identities
from db.importing.measures import MeasureWriter
from db.importing.rows import Currencies, FactRows
from db.rollups.cuts import read_cut
from learning.domain.enums import Basis
from learning.domain.facts import MISSING, SCALE, Fact
from learning.domain.observations import ChunkOutcome, CutSpec, FactChange, ObservationChunk

MOST_CHANGES: Final = 20
NEXT_RUN: Final = 2**31 - 1
"""The rank of a run that has none yet: above all others."""


class BatchPreview:
    """Answers for each chunk what `BatchWriter.write` would answer."""

    def __init__(self, connection: Connection, dialect: Dialect, brand_id: int, captured_at: int) -> None:
        """Compare with a brand's store; `captured_at` holds unless a chunk has its own."""
        self._connection = connection
        self._captured_at = captured_at
        self._identities = Identities(connection, brand_id, creates=False)
        self._contents = ContentLedger(connection, NEXT_RUN)
        self._currencies = Currencies()
        self._resolver = ConflictResolver(connection, dialect, NEXT_RUN, self._currencies)
        self._measures = MeasureWriter(connection, dialect)

    def compare(self, cut: CutSpec, chunk: ObservationChunk, *, captured_at: int | None = None) -> ChunkOutcome:
        """The outcome of each observation and the largest changes of stored values."""
        codes = np.full(len(chunk.start), ADDED, dtype=np.int64)
        cut_id = self._identities.cut_id(cut)
        if cut_id == UNKNOWN_ID or not len(chunk.start):
            return ChunkOutcome(codes.astype(np.int8))
        handles = [record.account for record in chunk.contents]
        account_ids = self._identities.account_ids(cut.platform, handles)
        stored = read_cut(self._connection, cut_id)
        for currency in stored.currencies:
            self._currencies.code(currency)
        names = tuple(fact.value for fact in Fact if fact.value in {*stored.facts, *chunk_facts(chunk)})
        content_ids = self._contents.find_ids(account_ids, chunk.contents)
        segment_ids = self._identities.segment_ids(chunk.segments)
        rows = chunk_rows(
            cut,
            chunk,
            names,
            account_ids=account_ids,
            content_ids=content_ids,
            segment_ids=segment_ids,
            published=self._contents.published,
            captured_at=self._captured_at if captured_at is None else captured_at,
            import_order=NEXT_RUN,
            currencies=self._currencies,
        )
        known = np.flatnonzero((rows.keys[:, 1:4] != UNKNOWN_ID).all(axis=1))
        if not len(known):
            return ChunkOutcome(codes.astype(np.int8))
        maybe_own = np.zeros(len(known), dtype=np.bool_)
        adds = cut.basis is not Basis.LIFETIME
        resolution = self._resolver.resolve(cut_id, rows.take(known), maybe_own, adds=adds)
        codes[known] = resolution.codes
        codes = mark_measures(self._identities, self._measures, cut_id, chunk=chunk, rows=rows, codes=codes)
        return ChunkOutcome(codes.astype(np.int8), largest_changes(chunk, known, resolution))


def mark_measures(
    identities: Identities,
    measures: MeasureWriter,
    cut_id: int,
    *,
    chunk: ObservationChunk,
    rows: FactRows,
    codes: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Turn 'unchanged' into 'updated' where a measure gets another value."""
    marked = codes.copy()
    for column in chunk.measures:
        if not (marked == UNCHANGED).any():
            break
        changed = measures.changed(cut_id, identities.measure_id(column.spec), column, rows)
        marked[changed & (marked == UNCHANGED)] = UPDATED
    return marked


def largest_changes(
    chunk: ObservationChunk, known: np.ndarray[tuple[int], np.dtype[np.int64]], resolution: Resolution
) -> tuple[FactChange, ...]:
    """The stored values that change most; `known` maps the resolution's rows to the chunk's."""
    before, after = resolution.before.facts, resolution.after.facts
    updated = (resolution.codes[resolution.positions] == UPDATED)[:, None]
    places, columns = np.nonzero((before != after) & (before != MISSING) & updated)
    if not len(places):
        return ()
    sizes = np.abs(after[places, columns].astype(np.float64) - before[places, columns])
    changes = []
    for choice in np.argsort(-sizes, kind="stable")[:MOST_CHANGES].tolist():
        place, column = places[choice], columns[choice]
        record = chunk.contents[chunk.content_index[known[resolution.positions[place]]]]
        changes.append(
            FactChange(
                record.title or record.external_id or record.account,
                resolution.before.names[column],
                float(before[place, column]) / SCALE,
                float(after[place, column]) / SCALE,
            )
        )
    return tuple(changes)
