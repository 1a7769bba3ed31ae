"""What is said when two people change the same test at once."""

from __future__ import annotations

from datetime import UTC, datetime

from db.unit import UnitOfWork
from learning.domain.errors import Refused
from learning.domain.experiment_records import EventKind, ExperimentRecord


def changed_meanwhile(work: UnitOfWork, record: ExperimentRecord) -> Refused:
    """Return the refusal of a change to a test that somebody else has just changed."""
    events = work.experiment_log.list_events(record.brand_id, record.id)
    last = events[-1] if events else None
    words = "somebody else"
    if last is not None:
        at = datetime.fromtimestamp(last.at, UTC)
        done = "decided" if last.kind is EventKind.DECIDED else "changed"
        words = f"{last.who}, who {done} it at {at:%H:%M} UTC"
    refusal = Refused(
        f"The test {record.name!r} was changed meanwhile by {words}; nothing else happened.",
        "Look at it again and decide anew.",
    )
    refusal.code = "changed_meanwhile"
    return refusal
