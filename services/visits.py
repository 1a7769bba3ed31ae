"""When a person looks at a brand, and what is new to them since they last did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.batches import BatchStatus
from learning.domain.findings import Finding
from learning.domain.views import News, Visit
from services.analyses.findings import LATELY, latest_findings

QUIET: Final = timedelta(minutes=30)
"""A visit ends after so long without a page."""
BETWEEN_WRITES: Final = timedelta(minutes=1)
"""A visit is not written more often than this, whatever a person clicks."""
WAIT_SECONDS: Final = 5.0
"""A visit is not worth waiting for a long import."""
MOST_NEWS: Final = 20
SEEN_AFTER: Final = timedelta(days=7)
"""A change of level is seen once so many days of the new level are there."""
FAR_DAY: Final = 10_000_000
"""Epoch days before and after anything: notes of all days."""


def current_visit(stored: Visit | None, *, brand_id: int, who: str, now: int, data_version: int) -> Visit:
    """Say which visit a page view belongs to: the one under way, or a new one after a quiet time.

    Args:
        stored: The latest visit that is known; None on the first.
        brand_id: The brand that is looked at.
        who: The person.
        now: UTC seconds of the page view.
        data_version: The data that the page shows.
    """
    if stored is None:
        return Visit(brand_id, who, now, now, data_version)
    if now - stored.seen_at > QUIET.total_seconds():
        return Visit(brand_id, who, now, now, data_version, stored.seen_at, stored.data_version)
    return replace(stored, seen_at=max(now, stored.seen_at), data_version=data_version)


def find_visit(work: UnitOfWork, brand_id: int, *, who: str) -> Visit | None:
    """Return the visit under way or the latest one."""
    return work.visits.find(brand_id, who)


def is_due(stored: Visit | None, seen: Visit) -> bool:
    """Tell whether a visit has to be written."""
    return stored is None or seen.seen_at - stored.seen_at >= BETWEEN_WRITES.total_seconds()


def record_visit(store: Store, seen: Visit) -> None:
    """Write a visit; a later moment that is stored already stays.

    Raises:
        StoreUnavailable: The database does not answer, or another write takes too long.
    """
    with store.write(wait_seconds=WAIT_SECONDS) as work:
        work.visits.put(seen)
        work.commit()


def news_since(work: UnitOfWork, brand_id: int, since: int, *, who: str) -> News:
    """Return what others and the imports brought after a moment, the newest first.

    Args:
        work: A unit of work.
        brand_id: The brand.
        since: UTC seconds at which the visit before ended.
        who: The person that looks; a personal note of somebody else is not theirs to see.
    """
    batches = [batch for batch in work.batches.list_of(brand_id) if (batch.undone_at or batch.created_at) > since]
    notes = [
        note
        for note in work.annotations.list_between(brand_id, -FAR_DAY, FAR_DAY, who=who)
        if note.created_at > since and note.source == "person"
    ]
    notes.sort(key=lambda note: (-note.created_at, note.id))
    live = tuple(batch for batch in batches if batch.status is BatchStatus.LIVE)
    undone = tuple(batch for batch in batches if batch.status is BatchStatus.UNDONE)
    return News(
        since,
        live[:MOST_NEWS],
        undone[:MOST_NEWS],
        tuple(notes[:MOST_NEWS]),
        len(live),
        len(undone),
        _found_since(work, brand_id, since),
        work.feedback_entries.list_used_since(brand_id, since)[:MOST_NEWS],
    )


def _found_since(work: UnitOfWork, brand_id: int, since: int) -> tuple[Finding, ...]:
    """Changes of level that no analysis before that moment can have known: it takes days to see one."""
    day = datetime.fromtimestamp(since, UTC).date() - SEEN_AFTER
    found = latest_findings(work, brand_id, day + LATELY, most=MOST_NEWS).findings
    return tuple(finding for finding in found if finding.computed_at > since)
