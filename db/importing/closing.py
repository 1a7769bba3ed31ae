"""The end of a run: what it touched, what became of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection

from db.repositories.brands import Brands
from db.schema.batches import batch_cut, batch_measure, batch_segment, import_batch
from learning.domain.batches import BatchRecord, BatchResult
from learning.domain.enums import Outcome


class TouchedCut(Protocol):
    """What closing needs to know of a cut that a run wrote to."""

    id: int
    starts: tuple[int, int] | None
    segments: set[int]
    measures: set[int]


def close_run(
    connection: Connection, batch: BatchRecord, import_order: int, cuts: Sequence[TouchedCut], result: BatchResult
) -> int:
    """Note where the run's rows are, store the result, and raise the brand's data version."""
    touched = [cut for cut in cuts if cut.starts is not None]
    ranges = [
        {"import_order": import_order, "cut_id": cut.id, "start_min": cut.starts[0], "start_max": cut.starts[1]}
        for cut in touched
        if cut.starts is not None
    ]
    if ranges:
        connection.execute(batch_cut.insert(), ranges)
    segments = {segment_id for cut in touched for segment_id in cut.segments}
    if segments:
        rows = [{"import_order": import_order, "segment_id": segment_id} for segment_id in sorted(segments)]
        connection.execute(batch_segment.insert(), rows)
    measures = [
        {"import_order": import_order, "cut_id": cut.id, "measure_id": measure_id}
        for cut in touched
        for measure_id in sorted(cut.measures)
    ]
    if measures:
        connection.execute(batch_measure.insert(), measures)
    connection.execute(
        import_batch.update()
        .where(import_batch.c.id == batch.id)
        .values(
            templates=",".join(result.templates),
            tables=result.tables,
            day_min=result.day_min,
            day_max=result.day_max,
            **{f"rows_{outcome.value}": result.outcomes.get(outcome, 0) for outcome in Outcome},
        )
    )
    return Brands(connection).raise_data_version(batch.brand_id)
