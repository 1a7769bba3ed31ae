"""The notes of customers, as the pages get at them."""

from __future__ import annotations

from learning.domain.brands import Brand
from learning.domain.feedback_entries import Attachment, FeedbackEntry, LinkKind
from learning.domain.feedback_loop import Suggestion
from services.feedback.entries import FeedbackDesk
from services.feedback.subjects import list_subjects
from services.feedback.threads import Thread, notes_behind, thread_of
from ui import runtime


def desk_of(brand: Brand) -> FeedbackDesk:
    """The desk at which the notes of a brand are worked on."""
    own = runtime.services()
    return FeedbackDesk(own.store, own.settings, brand, own.clock)


def now_seconds() -> int:
    """The present moment in UTC seconds."""
    return int(runtime.now().timestamp())


def thread(brand: Brand, entry_id: int) -> Thread:
    """Everything that came of a note."""
    with runtime.services().store.read() as work:
        return thread_of(work, brand.id, entry_id)


def behind(brand: Brand, kind: LinkKind, target: str) -> tuple[FeedbackEntry, ...]:
    """The notes that were used in an insight, or led to an action."""
    with runtime.services().store.read() as work:
        return notes_behind(work, brand.id, kind, target)


def suggestions(brand: Brand) -> tuple[Suggestion, ...]:
    """What notes and reports suggest, the surest first."""
    with runtime.services().store.read() as work:
        return work.feedback_loop.list_of(brand.id)


def subject_names(brand: Brand) -> dict[str, str]:
    """What a note may be about, as it stands in the box, with the name that a person knows it by."""
    with runtime.services().store.read() as work:
        found = list_subjects(work, brand.id)
    return {
        f"{one.kind}: {one.target}": f"{one.kind}: {one.name}"
        if one.name == one.target
        else f"{one.kind} {one.target}: {one.name}"
        for one in found
    }


def attachment(brand: Brand, entry_id: int) -> Attachment | None:
    """What came with a note."""
    return desk_of(brand).attachment(entry_id)
