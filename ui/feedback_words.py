"""Notes of customers to sentences: how far one has come, how long it waits, what was masked."""

from __future__ import annotations

from collections.abc import Mapping

from learning.domain.feedback_entries import EntryState, FeedbackEntry
from ui.numbers import count_words

STATE_WORDS = {
    EntryState.NEW: "New",
    EntryState.READ: "Read by the system",
    EntryState.USED: "Used in an insight",
    EntryState.ACTED: "Led to an action",
    EntryState.ANSWERED: "No change, because",
}


def clock_words(entry: FeedbackEntry, now: int) -> str:
    """Write how long a note waited or waits: '2 h 45 min, used', 'waiting 19 h 02 min, due within 24 h'."""
    hours, minutes = divmod(entry.waited(now) // 60, 60)
    spent = f"{hours} h {minutes:02} min"
    if entry.stopped_at is not None:
        ended = "used" if entry.stopped_at == entry.first_used_at else "answered"
        return f"{ended} after {spent}"
    if entry.same_as is not None:
        return f"merged into note {entry.same_as}"
    if entry.is_late(now):
        return f"waiting {spent}, late"
    return f"waiting {spent}, due within 24 h" if entry.is_ageing(now) else f"waiting {spent}"


def masked_words(masked: Mapping[str, int]) -> str:
    """Write what was masked: '1 name and 2 phones are left out', or nothing."""
    told = [count_words(count, kind) for kind, count in masked.items()]
    if not told:
        return ""
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"Left out: {listed}"
