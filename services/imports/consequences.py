"""What an undo does to what was computed from the rows of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from db.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an undo does to the things that used a batch."""

    withdrawn: tuple[str, ...] = ()
    """Taken back with it."""
    flagged: tuple[str, ...] = ()
    """Kept, and marked 'evidence withdrawn'."""


class Dependent(Protocol):
    """One kind of thing that is computed from imported rows."""

    def blockers(self, work: UnitOfWork, batch_id: str) -> tuple[str, ...]:
        """Return what forbids the undo, each in words; () where nothing does."""

    def withdraw(self, work: UnitOfWork, batch_id: str) -> Consequences:
        """Take back or flag what used the batch, in the transaction of the undo, after its rows are gone."""
