"""What customers of the demo brand said, entered as people enter it, at the times at which they said it."""

from __future__ import annotations

from datetime import timedelta

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.feedback_entries import FeedbackDraft, LinkKind
from learning.simulation.notes import simulated_notes
from services.callers import Caller
from services.clock import Clock, MovedClock
from services.feedback.entries import FeedbackDesk
from services.settings import Settings


def load_demo_feedback(store: Store, settings: Settings, brand: Brand, clock: Clock, *, who: Caller) -> int:
    """Enter the notes, and answer those that were answered half a day later; returns how many notes there are."""
    now, count = clock.now(), 0
    for note in simulated_notes():
        past = MovedClock(now - timedelta(hours=note.hours))
        desk = FeedbackDesk(store, settings, brand, past)
        draft = FeedbackDraft(
            note.text,
            source=note.source,
            persona=note.persona,
            about=((LinkKind.CAMPAIGN, note.campaign),) if note.campaign else (),
            strength=note.strength,
        )
        kept = desk.add(draft, who=who)
        if note.answer:
            past.wait(hours=12)
            desk.answer(kept.id, note.answer, who=who)
        count += 1
    return count
