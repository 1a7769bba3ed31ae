"""Notes of customers to sentences: how far one has come, how long it waits, what was masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from learning.domain.feedback_entries import EntryState, FeedbackEntry, LinkKind, Relation
from ui.calendar_words import day_words
from ui.numbers import count_words

NOTE_KEY: Final = "note"
"""The part of an address that names the note whose thread is shown."""
HOURS_TOLD: Final = 96
"""From so many hours on days are told."""
BEHIND_KEY: Final = "behind"
"""The part of an address that names what the notes shown led to: 'action: 12'."""

STATE_WORDS = {
    EntryState.NEW: "New",
    EntryState.READ: "Read by the system",
    EntryState.USED: "Used in an insight",
    EntryState.ACTED: "Led to an action or a test",
    EntryState.ANSWERED: "No change, because",
}


def unread_words(entry: FeedbackEntry) -> str:
    """Say why the system has no feeling of a note that nobody gave one either: 'Not read by the system: ...'."""
    if entry.unread is None or entry.feeling is not None:
        return ""
    return f"Not read by the system: {entry.unread}. Say yourself what it feels like."


def state_words(entry: FeedbackEntry) -> str:
    """Write how far a note has come: 'Led to a test'."""
    led = {link.kind for link in entry.links if link.relation is Relation.LED_TO}
    if led == {LinkKind.TEST}:
        return "Led to a test"
    return "Led to an action" if led == {LinkKind.ACTION} else STATE_WORDS[entry.state]


def entered_words(entry: FeedbackEntry) -> str:
    """Write when a note was entered, in UTC: 'entered 3 Mar 2019, 10:02'."""
    moment = datetime.fromtimestamp(entry.entered_at, UTC)
    return f"entered {day_words(moment.date())}, {moment:%H:%M} UTC"


def clock_words(entry: FeedbackEntry, now: int) -> str:
    """Write how long a note waited or waits: '2 h 45 min, used', 'waiting 19 h 02 min, due within 24 h'."""
    hours, minutes = divmod(entry.waited(now) // 60, 60)
    spent = f"{hours} h {minutes:02} min" if hours < HOURS_TOLD else count_words(hours // 24, "day")
    if entry.stopped_at is not None:
        ended = "used" if entry.stopped_at == entry.first_used_at else "answered"
        return f"{ended} after {spent}"
    if entry.same_as is not None:
        return f"merged into note {entry.same_as}"
    if entry.is_late(now):
        return f"waiting {spent}, late"
    return f"waiting {spent}, due within 24 h" if entry.is_ageing(now) else f"waiting {spent}"


def badge_of(entry: FeedbackEntry, now: int) -> str:
    """Mark a note by its clock: late from 24 hours on, due soon from 18."""
    if entry.is_late(now):
        return ":red-badge[:material/alarm: past 24 h]"
    if entry.is_ageing(now):
        return ":orange-badge[:material/hourglass_bottom: past 18 h]"
    return ":material/schedule:"


def masked_words(masked: Mapping[str, int]) -> str:
    """Write what was masked: '1 name and 2 phones are left out', or nothing."""
    told = [count_words(count, kind) for kind, count in masked.items()]
    if not told:
        return ""
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"Left out: {listed}"
