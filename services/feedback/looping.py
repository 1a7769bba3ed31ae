"""The loop: what customers said and parts reported, taken up in batches, used by insights, made suggestions of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.errors import BadOption
from learning.domain.feedback_entries import EntryLink, FeedbackEntry, LinkKind, Relation
from learning.domain.feedback_loop import Entity, LoopBatch, Report, Signal
from learning.domain.feedback_standing import as_standing
from learning.domain.insights import InsightKind
from learning.domain.permissions import Permission
from learning.models.feedback.suggestions import suggest
from services.callers import Caller
from services.clock import Clock
from services.feedback.quotes import quotes_of
from services.feedback.signals import entities_of, signals_of
from services.insights.renewing import SHOWN

BATCH: Final = 100
WINDOW_SECONDS: Final = 90 * 86_400
"""Suggestions rest on what was said and reported in the last 90 days."""
LONGEST_NAME: Final = 200
OWN_SOURCE: Final = "benchmark watch"
"""What the system itself reports by; nobody else does."""
LOOK_AGAIN: Final = "patterns"
"""The job that asks every detector again."""


Signals = Mapping[Entity, Sequence[Signal]]
"""What the notes of the window say of each thing, the oldest first."""


@dataclass(slots=True)
class _Pass:
    """What the batches of one pass over a brand need alike, as long as nobody else changes a note.

    The notes of the window are read once, and a thing whose suggestions an earlier batch made needs no second look: a
    pass over ten times the notes costs ten times as much, not a hundred times.
    """

    version: int = -1
    """Notes version of the brand that it holds for."""
    known: tuple[FeedbackEntry, ...] = ()
    """All notes of the window."""
    standing: Mapping[int, FeedbackEntry] = field(default_factory=dict)
    """The same by id, merged ones as the note that stands for them."""
    signals: Signals = field(default_factory=dict)
    made: set[Entity] = field(default_factory=set)
    """Things whose suggestions stand on these notes."""

    def look(self, work: UnitOfWork, brand_id: int, moment: int) -> None:
        """Read the notes again where they are others than before."""
        version = work.brands.get_notes_version(brand_id)
        if version != self.version:
            self.known = work.feedback_entries.list_since(brand_id, moment - WINDOW_SECONDS)
            self.standing = {one.id: one for one in as_standing(self.known)}
            self.signals, self.made, self.version = signals_by_entity(self.known), set(), version


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one batch works on."""

    brand_id: int
    notes: tuple[FeedbackEntry, ...]
    reports: tuple[Report, ...]
    run: int
    is_new_run: bool
    moment: int


def report(store: Store, told: Report, *, who: Caller) -> Report:
    """Keep what a part of the system tells about an entity, for the next batch.

    Raises:
        BadOption: A name is missing or too long, or a score is no number from 0 on.
    """
    for option, value in (("source", told.source), ("target", told.target), ("entity", told.entity.name)):
        if not value.strip() or len(value) > LONGEST_NAME:
            raise BadOption(option, value[:40], f"a name of 1 to {LONGEST_NAME} characters")
    if told.source == OWN_SOURCE:
        raise BadOption("source", told.source, "another name: the system itself reports by this one")
    for option, score in (("engagement score", told.engagement_score), ("benchmark score", told.benchmark_score)):
        if score is not None and not 0 <= score < float("inf"):
            raise BadOption(option, str(score), "a number from 0 on")
    with who.write(store, told.brand_id, Permission.FEEDBACK) as (work, _):
        stored = work.feedback_loop.add_report(told)
        work.commit()
    return stored


def take_up_all(store: Store, clock: Clock) -> int:
    """Take up all that waits, brand by brand and batch by batch; returns how many notes and reports those were."""
    with store.read() as work:
        brands = [brand.id for brand in work.brands.list_all()]
    total = 0
    for brand_id in brands:
        seen = _Pass()
        while (taken := _take_up(store, brand_id, clock, seen)) is not None:
            total += taken.notes + taken.reports
    return total


def take_up(store: Store, brand_id: int, clock: Clock) -> LoopBatch | None:
    """Take up one batch in one transaction: marks, links, suggestions and the line about it, or nothing of it.

    Returns:
        What was taken up; None where nothing waited.
    """
    return _take_up(store, brand_id, clock, _Pass())


def _take_up(store: Store, brand_id: int, clock: Clock, seen: _Pass) -> LoopBatch | None:
    moment = int(clock.now().timestamp())
    with store.write() as work:
        work.brands.lock(brand_id)
        taken = _take(work, brand_id, moment)
        if not (taken.notes or taken.reports or taken.is_new_run):
            return None
        seen.look(work, brand_id, moment)
        used = _use(work, taken, seen.known if taken.is_new_run else taken.notes)
        told = {entity for note in taken.notes for entity in entities_of(seen.standing.get(note.id, note))}
        reported = {one.entity for one in taken.reports}
        put_suggestions(work, brand_id, (told - seen.made) | reported, seen.signals, moment)
        _mark(work, taken)
        touched = len(told | reported)
        batch = LoopBatch(brand_id, moment, len(taken.notes), len(taken.reports), touched, used, insight_run=taken.run)
        work.feedback_loop.add_batch(batch)
        version = work.brands.get_notes_version(brand_id)
        work.commit()
    seen.version, seen.made = version, seen.made | told
    return batch


def renew_suggestions(
    work: UnitOfWork, brand_id: int, entities: Collection[Entity], known: Iterable[FeedbackEntry], moment: int
) -> None:
    """Let the open suggestions of some entities be those that all their notes and reports of the window make."""
    since = moment - WINDOW_SECONDS
    signals = signals_by_entity([note for note in known if note.entered_at >= since])
    put_suggestions(work, brand_id, entities, signals, moment)


def put_suggestions(
    work: UnitOfWork, brand_id: int, entities: Collection[Entity], signals: Signals, moment: int
) -> None:
    """Let the open suggestions of some entities be those that these signals and the reports of the window make."""
    since = moment - WINDOW_SECONDS
    for entity in sorted(entities, key=lambda one: (one.kind, one.name)):
        told = [Signal(one.type) for one in work.feedback_loop.list_reports(brand_id, entity, since)]
        found = suggest(entity, [*signals.get(entity, ()), *told])
        work.feedback_loop.put_open(brand_id, entity, found, moment)


def signals_by_entity(notes: Sequence[FeedbackEntry]) -> Signals:
    """Gather what notes say of each thing; merged ones say what the note says that stands for them."""
    found: dict[Entity, list[Signal]] = {}
    for note in as_standing(notes):
        for entity in entities_of(note):
            found.setdefault(entity, []).extend(signals_of(note, entity))
    return found


def look_again_for(work: UnitOfWork, brand_id: int, themes: Collection[str], who: str, moment: int) -> None:
    """Ask the worker for a fresh look where an insight stands on notes about these themes that are no more."""
    about = {("theme", theme) for theme in themes}
    standing = [one.finding.candidate.subject for one in work.insights.list_of(brand_id, SHOWN)]
    if any(one.kind is InsightKind.FEEDBACK_THEME and about & set(one.what) for one in standing):
        work.jobs.add_request(LOOK_AGAIN, who, moment)


def _take(work: UnitOfWork, brand_id: int, moment: int) -> _Taken:
    notes = work.feedback_entries.list_unread(brand_id, BATCH)
    reports = work.feedback_loop.list_unprocessed(brand_id, BATCH - len(notes))
    run = work.insight_log.find_run(brand_id, succeeded=True)
    number = 0 if run is None else run.id
    last = work.feedback_loop.find_batch(brand_id)
    is_new = number > (0 if last is None else last.insight_run)
    return _Taken(brand_id, notes, reports, number, is_new, moment)


def _use(work: UnitOfWork, taken: _Taken, notes: Sequence[FeedbackEntry]) -> int:
    """Link notes to the insights that they speak of; the first use of each stops its clock."""
    if not notes:
        return 0
    by_id = {note.id: note for note in notes}
    fresh: set[int] = set()
    for insight in work.insights.list_of(taken.brand_id, SHOWN):
        link = EntryLink(Relation.USED_IN, LinkKind.INSIGHT, str(insight.id), taken.moment)
        for quote in quotes_of(work, insight, notes):
            note = by_id[quote.id]
            if not any(
                (one.relation, one.kind, one.target) == (link.relation, link.kind, link.target) for one in note.links
            ):
                work.feedback_entries.link(note, [link])
                fresh.add(note.id)
    return work.feedback_entries.mark_used(taken.brand_id, sorted(fresh), taken.moment) if fresh else 0


def _mark(work: UnitOfWork, taken: _Taken) -> None:
    if taken.notes:
        work.feedback_entries.mark_read(taken.brand_id, [one.id for one in taken.notes], taken.moment)
    if taken.reports:
        work.feedback_loop.mark_processed(taken.brand_id, [one.id for one in taken.reports], taken.moment)
