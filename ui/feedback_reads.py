"""The notes of customers, as the pages get at them."""

from __future__ import annotations

from learning.domain.brands import Brand
from services.feedback.entries import FeedbackDesk
from ui import runtime


def desk_of(brand: Brand) -> FeedbackDesk:
    """The desk at which the notes of a brand are worked on."""
    own = runtime.services()
    return FeedbackDesk(own.store, own.settings, brand, own.clock)


def now_seconds() -> int:
    """The present moment in UTC seconds."""
    return int(runtime.now().timestamp())
