"""What is asked before and after a batch is taken back: everything that was computed from its rows."""

from __future__ import annotations

from typing import Final

from db.unit import UnitOfWork
from learning.domain.errors import Refused
from services.actions.dependents import ActionsOfBatch
from services.alerts.dependents import AlertsOfBatch
from services.feedback.watching import ReportsOfBatch
from services.imports.consequences import Consequences, Dependent
from services.insights.dependents import InsightsOfBatch
from services.models.dependents import ModelsOfBatch

DEPENDENTS: Final[tuple[Dependent, ...]] = (
    ActionsOfBatch(),
    InsightsOfBatch(),
    AlertsOfBatch(),
    ReportsOfBatch(),
    ModelsOfBatch(),
)
"""Every kind, one line each; alerts after the insights that they may be about."""


def require_free(work: UnitOfWork, batch_id: str, dependents: tuple[Dependent, ...]) -> None:
    """Refuse an undo that something depends on."""
    found = [words for dependent in dependents for words in dependent.blockers(work, batch_id)]
    if found:
        refusal = Refused(
            f"The import cannot be undone: {'; '.join(found)}.", "Finish or take back what depends on it first."
        )
        refusal.code = "has_dependents"
        raise refusal


def withdraw_all(work: UnitOfWork, batch_id: str, dependents: tuple[Dependent, ...]) -> Consequences:
    """Ask every kind, once the rows are gone, to take back what used the batch."""
    found = [dependent.withdraw(work, batch_id) for dependent in dependents]
    return Consequences(
        tuple(name for each in found for name in each.withdrawn), tuple(name for each in found for name in each.flagged)
    )
