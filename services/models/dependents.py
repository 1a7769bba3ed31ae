"""What an undo of an import does to the models that learned from its posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from services.imports.consequences import Consequences

STALE: Final = "the import {file}, from which it may have learned, was taken back: train again"
UPDATE: Final = "the import {file}, from which it may have come, was taken back"


@dataclass(frozen=True, slots=True)
class ModelsOfBatch:
    """Takes models that were made after an import from their place with it; the baseline is shown until the next."""

    def blockers(self, work: UnitOfWork, batch_id: str) -> tuple[str, ...]:
        """Models forbid nothing."""
        del work, batch_id
        return ()

    def withdraw(self, work: UnitOfWork, batch_id: str) -> Consequences:
        """Mark every version made since, and show the baseline where one of them was live."""
        batch = work.batches.get(batch_id)
        gone = work.outcome_models.mark_stale(batch.brand_id, batch.created_at, STALE.format(file=batch.file))
        for one in gone:
            work.outcome_models.use(batch.brand_id, one.task, None)
        updates = work.outcome_models.drop_updates(batch.brand_id, batch.created_at, UPDATE.format(file=batch.file))
        withdrawn = [f"model of {one.task} version {one.version}" for one in gone]
        withdrawn += [f"update of the model of {task} version {version}" for task, version in updates]
        return Consequences(withdrawn=tuple(withdrawn))
