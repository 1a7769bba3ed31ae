"""What a note tells about which thing, as the suggestions take it."""

from __future__ import annotations

from typing import Final

from learning.domain.feedback import FeedbackKind, Feeling
from learning.domain.feedback_entries import FeedbackEntry, Relation
from learning.domain.feedback_loop import Entity, EntityKind, ReportType, Signal

_KINDS: Final = {
    FeedbackKind.COMPLAINT: ReportType.COMPLAINT,
    FeedbackKind.PRAISE: ReportType.PRAISE,
    FeedbackKind.QUESTION: ReportType.QUESTION,
}
_FEELINGS: Final = {Feeling.NEGATIVE: ReportType.COMPLAINT, Feeling.POSITIVE: ReportType.PRAISE}


def entities_of(note: FeedbackEntry) -> tuple[Entity, ...]:
    """Name what a note is about: what it was linked to, its themes, whoever said it; the brand where nothing is."""
    linked = [Entity(EntityKind(one.kind.value), one.target) for one in note.links if one.relation is Relation.ABOUT]
    themes = [Entity(EntityKind.THEME, theme) for theme in note.themes]
    persona = [Entity(EntityKind.PERSONA, note.persona)] if note.persona else []
    return tuple(dict.fromkeys((*linked, *themes, *persona))) or (Entity(EntityKind.BRAND, ""),)


def signals_of(note: FeedbackEntry, entity: Entity) -> list[Signal]:
    """Return what a note says of one of its entities; an idea stands with the first of them alone."""
    told = _KINDS.get(note.kind) if note.kind else _FEELINGS.get(note.feeling) if note.feeling else None
    found = [] if told is None else [Signal(told, note.cause or "", note.id)]
    if entity == entities_of(note)[0]:
        idea = note.suggestion or (note.text if note.kind is FeedbackKind.IDEA else "")
        found += [Signal(ReportType.IDEA, idea, note.id)] if idea else []
    return found
