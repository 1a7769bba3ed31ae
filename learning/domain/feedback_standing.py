"""Notes that say the same: one stands for all of them, and each counts as one who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from learning.domain.feedback_entries import FeedbackEntry, Relation


def as_standing(notes: Sequence[FeedbackEntry]) -> tuple[FeedbackEntry, ...]:
    """Let merged notes speak of what the note speaks of that stands for them, each with its own id, day and person.

    Args:
        notes: Of a brand; where the standing note is not among them a merged one speaks for itself.

    Returns:
        As many notes in the same order: nobody who asked is lost, whatever their own words were read as.
    """
    known = {note.id: note for note in notes}
    return tuple(_standing(note, known.get(note.same_as) if note.same_as is not None else None) for note in notes)


def _standing(note: FeedbackEntry, other: FeedbackEntry | None) -> FeedbackEntry:
    if other is None:
        return note
    about = tuple(link for link in other.links if link.relation is Relation.ABOUT)
    own = tuple(link for link in note.links if link.relation is not Relation.ABOUT)
    return replace(
        note, themes=other.themes, kind=other.kind, feeling=other.feeling, cause=other.cause, links=(*about, *own)
    )
