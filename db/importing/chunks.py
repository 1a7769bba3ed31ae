"""A chunk of observations as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from db.importing.contents import Publication
from db.importing.rows import ACCOUNT, CONTENT, CURRENCY, DAY, FIXED, HOUR, SEGMENT, Currencies, FactRows, Matrix
from db.rollups.bucket_sums import key_columns
from db.schema.rollups import rollup_content, rollup_hour
from learning.domain.enums import Grain
from learning.domain.facts import MISSING, Fact
from learning.domain.observations import CutSpec, ObservationChunk


def chunk_facts(chunk: ObservationChunk) -> tuple[str, ...]:
    """The facts of which a chunk reports a value, in the order of `Fact`."""
    return tuple(fact.value for fact in Fact if fact in chunk.facts and bool((chunk.facts[fact] != MISSING).any()))


def chunk_rows(
    cut: CutSpec,
    chunk: ObservationChunk,
    names: tuple[str, ...],
    *,
    account_ids: Sequence[int],
    content_ids: Sequence[int],
    segment_ids: Sequence[int],
    published: dict[int, Publication],
    captured_at: int,
    import_order: int,
    currencies: Currencies,
) -> FactRows:
    """The rows of a chunk with the ids of the store; lifetime totals lie on the day of publication that holds now."""
    count = len(chunk.start)
    contents = np.asarray(content_ids, dtype=np.int64)
    matrix = np.full((count, FIXED + len(names)), MISSING, dtype=np.int64)
    matrix[:, 0] = chunk.start
    matrix[:, 1] = np.asarray(account_ids, dtype=np.int64)[chunk.content_index]
    matrix[:, 2] = np.asarray(segment_ids, dtype=np.int64)[chunk.segment_index]
    matrix[:, 3] = contents[chunk.content_index]
    matrix[:, 4] = chunk.finish
    if cut.grain is Grain.LIFETIME:
        days = [published.get(content_id, (None, None)) for content_id in content_ids]
        keys = np.array([[_or_missing(day), _or_missing(hour)] for day, hour in days], dtype=np.int64)
        matrix[:, 5:7] = keys.reshape(-1, 2)[chunk.content_index]
    else:
        matrix[:, 5] = chunk.day_key
        matrix[:, 6] = chunk.hour_key
    matrix[:, 7] = currencies.code(chunk.currency)
    matrix[:, 8] = captured_at
    matrix[:, 9] = import_order
    matrix[:, 10] = 1
    for place, name in enumerate(names, start=FIXED):
        if Fact(name) in chunk.facts:
            matrix[:, place] = chunk.facts[Fact(name)]
    return FactRows(names, matrix)


def bucket_keys(rows: FactRows) -> dict[str, Matrix]:
    """The keys of hourly rows in the rollups by hour and by content, in the order of their primary keys."""
    matrix = rows.matrix
    account, segment, currency = matrix[:, ACCOUNT], matrix[:, SEGMENT], matrix[:, CURRENCY]
    return {
        rollup_hour.name: key_columns(matrix[:, HOUR], account, segment, currency),
        rollup_content.name: key_columns(matrix[:, DAY], matrix[:, CONTENT], segment, matrix[:, DAY], currency),
    }


def _or_missing(value: int | None) -> int:
    return MISSING if value is None else value
