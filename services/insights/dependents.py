"""What an undo of an import does to the insights that rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from db.unit import UnitOfWork
from learning.domain.batches import BatchRecord
from learning.domain.insights import Insight, InsightKind, InsightStatus
from services.imports.consequences import Consequences
from services.imports.stored_tables import tables_from_json
from services.insights.renewing import EVIDENCE_GONE
from services.insights.sentences import title_of

WITHDRAWN: Final = frozenset({InsightStatus.NEW, InsightStatus.SEEN, InsightStatus.DISMISSED})
NOT_IMPORTED: Final = frozenset({InsightKind.OPERATION, InsightKind.FEEDBACK_THEME})
"""Findings about what programs and customers said: no export stands behind them."""
FLAGGED: Final = frozenset({InsightStatus.ACCEPTED, InsightStatus.ACTED_ON})
"""A person did something with them: they stay, marked, and what came of them stays."""


@dataclass(frozen=True, slots=True)
class InsightsOfBatch:
    """Withdraws insights with the import that they rest on; those that what is left still shows come back at once."""

    def blockers(self, work: UnitOfWork, batch_id: str) -> tuple[str, ...]:
        """Insights forbid nothing."""
        del work, batch_id
        return ()

    def withdraw(self, work: UnitOfWork, batch_id: str) -> Consequences:
        """Withdraw what nobody acted on, flag the rest; the next run looks at what is left, at all of it."""
        batch = work.batches.get(batch_id)
        mark = EVIDENCE_GONE.format(file=batch.file)
        withdrawn: list[str] = []
        flagged: list[str] = []
        for one in work.insights.list_of(batch.brand_id, [*WITHDRAWN, *FLAGGED]):
            if not rests_on(one, batch):
                continue
            name = f"insight {one.id}: {title_of(one.finding)}"
            if one.status in FLAGGED:
                flagged.append(name)
                work.insights.update(replace(one, mark=mark))
            else:
                withdrawn.append(name)
                work.insights.update(replace(one, status=InsightStatus.WITHDRAWN, earlier=one.status, mark=mark))
        return Consequences(tuple(withdrawn), tuple(flagged))


def rests_on(one: Insight, batch: BatchRecord) -> bool:
    """Whether rows of an import can stand behind an insight: they were there, on its platform, within its days."""
    if batch.created_at > one.renewed_at or one.finding.candidate.subject.kind in NOT_IMPORTED:
        return False
    tables = [stored.report for stored in tables_from_json(batch.tables) if stored.report.batch_id is not None]
    platform = dict(one.finding.candidate.subject.segment).get("platform")
    if tables and platform is not None and platform not in {table.platform for table in tables}:
        return False
    evidence = one.finding.candidate.evidence
    firsts = [table.date_min for table in tables if table.date_min is not None]
    lasts = [table.date_max for table in tables if table.date_max is not None]
    return _overlaps(evidence.first, evidence.last, firsts, lasts)


def _overlaps(first: date | None, last: date | None, firsts: Sequence[date], lasts: Sequence[date]) -> bool:
    """Whether two ranges of days share one; what is not known may."""
    if first is None or last is None or not firsts or not lasts:
        return True
    return min(firsts) <= last and max(lasts) >= first
