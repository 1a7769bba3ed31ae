"""What an undo of an import does to the actions that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, ActionState
from learning.domain.batches import BatchRecord
from learning.domain.errors import NotFound
from services.imports.consequences import Consequences
from services.insights.dependents import rests_on

BLOCKING: Final = frozenset(
    {
        ActionState.APPROVED,
        ActionState.SCHEDULED,
        ActionState.ROLLING,
        ActionState.PAUSED,
        ActionState.AWAITING_DECISION,
    }
)
FLAGGED: Final = frozenset({ActionState.DRAFT, ActionState.IN_REVIEW, ActionState.KEPT})
INSIGHT: Final = "insight:"


@dataclass(frozen=True, slots=True)
class ActionsOfBatch:
    """Approved changes hold an import; proposals and kept changes stay, marked 'evidence withdrawn'."""

    def blockers(self, work: UnitOfWork, batch_id: str) -> tuple[str, ...]:
        """Say which approved or running actions rest on a batch."""
        batch = work.batches.get(batch_id)
        return tuple(
            f"action {record.id} rests on it and is {record.state.value.replace('_', ' ')}"
            for record in work.actions.list_of(batch.brand_id, BLOCKING)
            if _uses(work, record, batch)
        )

    def withdraw(self, work: UnitOfWork, batch_id: str) -> Consequences:
        """Mark what rests on the batch; a kept change names the command that proposes to take it back."""
        batch = work.batches.get(batch_id)
        flagged: list[str] = []
        for record in work.actions.list_of(batch.brand_id, FLAGGED):
            if not _uses(work, record, batch):
                continue
            words = f"evidence withdrawn: the import of {batch.file} was taken back"
            name = f"action {record.id}: {record.draft.name}"
            if record.state is ActionState.KEPT:
                name += f"; `bellwether actions undo {record.id}` proposes to take it back"
            work.actions.flag(record.id, words)
            flagged.append(name)
        return Consequences(flagged=tuple(flagged))


def _uses(work: UnitOfWork, record: ActionRecord, batch: BatchRecord) -> bool:
    """Whether rows of the batch can stand behind an action: it names the batch, or an insight that rests on it."""
    evidence = record.draft.evidence
    if batch.id in evidence:
        return True
    number = evidence.removeprefix(INSIGHT)
    if number == evidence or not number.isdigit():
        return False
    try:
        insight = work.insights.get(batch.brand_id, int(number))
    except NotFound:
        return False
    return rests_on(insight, batch)
