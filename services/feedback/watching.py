"""What the system itself reports to the loop: posts far from the brand's benchmark, held to what the data show now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from db.unit import UnitOfWork
from learning.domain.feedback_loop import Report
from learning.insights.engagement_reports import EngagementReport
from services.feedback.looping import LONGEST_NAME, OWN_SOURCE, WINDOW_SECONDS, renew_suggestions
from services.imports.consequences import Consequences

TARGET: Final = "content"
DAY_SECONDS: Final = 86_400


def keep_reports(work: UnitOfWork, brand_id: int, found: Sequence[EngagementReport], moment: int) -> None:
    """Let these be the reports on engagement of a brand: the same data give the same, and what is gone is taken back.

    A report that was there stays taken up; a new one waits for the next batch. What rested on one that is gone is
    suggested anew without it.
    """
    wanted = [
        Report(
            brand_id,
            OWN_SOURCE,
            TARGET,
            one.entity,
            one.type,
            min(one.day * DAY_SECONDS, moment),
            str(one.content_id),
            one.engagement_score,
            one.benchmark_score,
        )
        for one in found
        if len(one.entity.name) <= LONGEST_NAME
    ]
    gone = work.feedback_loop.put_reports(brand_id, OWN_SOURCE, wanted)
    if gone:
        known = work.feedback_entries.list_since(brand_id, moment - WINDOW_SECONDS)
        renew_suggestions(work, brand_id, gone, known, moment)


class ReportsOfBatch:
    """Takes back the reports on posts that are gone with an import; the next look holds the rest to what is left."""

    def blockers(self, work: UnitOfWork, batch_id: str) -> tuple[str, ...]:
        """Reports forbid nothing."""
        del work, batch_id
        return ()

    def withdraw(self, work: UnitOfWork, batch_id: str) -> Consequences:
        """Remove the reports on posts without any figures left."""
        batch = work.batches.get(batch_id)
        moment = batch.undone_at or batch.created_at
        stored = work.feedback_loop.list_from(batch.brand_id, OWN_SOURCE)
        left = work.contents.list_with_figures([int(one.content_id) for one in stored])
        kept = [one for one in stored if int(one.content_id) in left]
        gone = work.feedback_loop.put_reports(batch.brand_id, OWN_SOURCE, kept)
        if not gone:
            return Consequences()
        known = work.feedback_entries.list_since(batch.brand_id, moment - WINDOW_SECONDS)
        renew_suggestions(work, batch.brand_id, gone, known, moment)
        return Consequences(withdrawn=(f"{len(stored) - len(kept)} reports on engagement",))
