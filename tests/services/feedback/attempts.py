"""Every service of feedback that writes, called by somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from learning.domain.brands import Brand
from learning.domain.feedback import Label
from learning.domain.feedback_entries import FeedbackDraft
from learning.domain.feedback_loop import Entity, EntityKind, Report, ReportType
from learning.domain.permissions import Permission
from services.bootstrap import Services
from services.callers import Caller
from services.feedback.correcting import teach, use_version
from services.feedback.entries import FeedbackDesk, Labels
from services.feedback.looping import report
from services.feedback.proposing import dismiss_suggestion, propose_suggestion
from services.feedback.themes import ThemeDesk
from services.feedback.uploading import NoteUploads


class World(Protocol):
    """Services, and a brand that somebody acts in."""

    @property
    def services(self) -> Services: ...

    @property
    def brand(self) -> Brand: ...


def _desk(world: World) -> FeedbackDesk:
    return FeedbackDesk(world.services.store, world.services.settings, world.brand, world.services.clock)


def _themes(world: World) -> ThemeDesk:
    return ThemeDesk(world.services.store, world.brand, world.services.clock)


def _report(world: World) -> Report:
    entity = Entity(EntityKind.PROFILE, "writer")
    return Report(world.brand.id, "engagement", "generator", entity, ReportType.LOW_ENGAGEMENT, 1)


FEEDBACK_ATTEMPTS: Final[dict[str, tuple[Permission, Callable[[World, Caller], object]]]] = {
    "feedback": (Permission.FEEDBACK, lambda w, c: _desk(w).add(FeedbackDraft("too slow"), who=c)),
    "feedback_relabel": (Permission.FEEDBACK, lambda w, c: _desk(w).relabel(1, Labels(themes=()), who=c)),
    "feedback_answer": (Permission.FEEDBACK, lambda w, c: _desk(w).answer(1, "it is so", who=c)),
    "feedback_merge": (Permission.FEEDBACK, lambda w, c: _desk(w).merge(1, 2, who=c)),
    "feedback_part": (Permission.FEEDBACK, lambda w, c: _desk(w).stand_alone(1, who=c)),
    "feedback_remove": (Permission.FEEDBACK, lambda w, c: _desk(w).remove(1, who=c)),
    "feedback_erase": (Permission.FEEDBACK, lambda w, c: _desk(w).erase_words(1, who=c)),
    "theme_rename": (Permission.FEEDBACK, lambda w, c: _themes(w).rename("a", "b", who=c)),
    "theme_archive": (Permission.FEEDBACK, lambda w, c: _themes(w).archive("a", who=c)),
    "theme_adopt": (Permission.FEEDBACK, lambda w, c: _themes(w).adopt("a", [1], who=c)),
    "feedback_undo": (
        Permission.FEEDBACK,
        lambda w, c: NoteUploads(w.services.store, w.services.settings, w.brand, w.services.clock).undo(1, who=c),
    ),
    "feedback_teach": (
        Permission.FEEDBACK,
        lambda w, c: teach(w.services.store, w.brand, [], who=c, clock=w.services.clock),
    ),
    "feedback_version": (
        Permission.FEEDBACK,
        lambda w, c: use_version(w.services.store, w.brand, Label.KIND, None, who=c),
    ),
    "suggestion_propose": (
        Permission.FEEDBACK,
        lambda w, c: propose_suggestion(w.services.store, w.brand.id, 1, who=c, now=w.services.clock.now()),
    ),
    "suggestion_leave": (
        Permission.FEEDBACK,
        lambda w, c: dismiss_suggestion(w.services.store, w.brand.id, 1, who=c, now=w.services.clock.now()),
    ),
    "feedback_report": (Permission.FEEDBACK, lambda w, c: report(w.services.store, _report(w), who=c)),
}
