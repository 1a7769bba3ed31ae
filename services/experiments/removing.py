"""Taking A/B data back: the sums of a file go, what earlier files said counts again."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.experiment_records import EventKind, ExperimentRecord, ExperimentState, HistoryEvent, Origin
from learning.domain.permissions import Permission
from services.callers import Caller
from services.clock import Clock

SHOWN = 20


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What was taken back."""

    source_id: int
    tests: int
    """Tests whose data changed."""
    withdrawn: tuple[str, ...]
    """Tests that went with the file, for nothing else told of them."""
    flagged: tuple[str, ...]
    """Decided tests: the decision stays with all that was seen, and its evidence counts as withdrawn."""


def remove_source(store: Store, brand: Brand, source_id: int, *, who: Caller, clock: Clock) -> RemovalReport:
    """Take a file of A/B data back.

    Raises:
        NotFound: There is no such import.
    """
    at = int(clock.now().timestamp())
    with who.write(store, brand.id, Permission.TEST) as (work, actor):
        source = work.experiment_sums.get_source(brand.id, source_id)
        ids = work.experiment_sums.list_tests_of(source_id)
        elsewhere = work.experiment_sums.list_tests_elsewhere(source_id, ids)
        records = work.experiments.list_ids(brand.id, ids)
        decided = {ExperimentState.DECIDED, ExperimentState.ARCHIVED}
        flagged = [record for record in records.values() if record.state in decided]
        gone = [
            record
            for record in records.values()
            if record.id not in elsewhere and record.origin is not Origin.DESIGNED and record.state not in decided
        ]
        work.experiment_sums.remove_source(source_id)
        events = [HistoryEvent(brand.id, i, EventKind.DATA_REMOVED, actor.name, at, source.file) for i in ids]
        work.experiment_log.add_events(events)
        work.experiments.raise_data_versions(ids)
        work.experiments.remove_many([record.id for record in gone])
        work.commit()
    return RemovalReport(source_id, len(ids), _names(gone), _names(flagged))


def _names(records: list[ExperimentRecord]) -> tuple[str, ...]:
    return tuple(record.name for record in records[:SHOWN])
