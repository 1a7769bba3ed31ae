"""The loop: what customers said and parts reported, taken up in batches, used by insights, made suggestions of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.errors import BadOption
from learning.domain.feedback_entries import EntryLink, FeedbackEntry, LinkKind, Relation
from learning.domain.feedback_loop import Entity, LoopBatch, Report, Signal
from learning.domain.insights import InsightKind
from learning.models.feedback.suggestions import suggest
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


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one batch works on."""

    brand_id: int
    notes: tuple[FeedbackEntry, ...]
    reports: tuple[Report, ...]
    known: tuple[FeedbackEntry, ...]
    """All notes of the window."""
    run: int
    is_new_run: bool
    moment: int


def report(store: Store, told: Report) -> Report:
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
    with store.write() as work:
        stored = work.feedback_loop.add_report(told)
        work.commit()
    return stored


def take_up_all(store: Store, clock: Clock) -> int:
    """Take up all that waits, brand by brand and batch by batch; returns how many notes and reports those were."""
    with store.read() as work:
        brands = [brand.id for brand in work.brands.list_all()]
    total = 0
    for brand_id in brands:
        while (taken := take_up(store, brand_id, clock)) is not None:
            total += taken.notes + taken.reports
    return total


def take_up(store: Store, brand_id: int, clock: Clock) -> LoopBatch | None:
    """Take up one batch in one transaction: marks, links, suggestions and the line about it, or nothing of it.

    Returns:
        What was taken up; None where nothing waited.
    """
    moment = int(clock.now().timestamp())
    with store.write() as work:
        work.brands.lock(brand_id)
        taken = _take(work, brand_id, moment)
        if not (taken.notes or taken.reports or taken.is_new_run):
            return None
        used = _use(work, taken)
        touched = {entity for note in taken.notes for entity in entities_of(note)}
        touched |= {one.entity for one in taken.reports}
        renew_suggestions(work, brand_id, touched, taken.known, moment)
        _mark(work, taken)
        batch = LoopBatch(
            brand_id, moment, len(taken.notes), len(taken.reports), len(touched), used, insight_run=taken.run
        )
        work.feedback_loop.add_batch(batch)
        work.commit()
    return batch


def renew_suggestions(
    work: UnitOfWork, brand_id: int, entities: Collection[Entity], known: Iterable[FeedbackEntry], moment: int
) -> None:
    """Let the open suggestions of some entities be those that all their notes and reports of the window make."""
    signals: dict[Entity, list[Signal]] = {entity: [] for entity in entities}
    since = moment - WINDOW_SECONDS
    for note in known:
        for entity in entities_of(note) if note.entered_at >= since else ():
            if entity in signals:
                signals[entity] += signals_of(note, entity)
    for entity in sorted(signals, key=lambda one: (one.kind, one.name)):
        told = [Signal(one.type) for one in work.feedback_loop.list_reports(brand_id, entity, since)]
        work.feedback_loop.put_open(brand_id, entity, suggest(entity, [*signals[entity], *told]), moment)


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
    some = notes or reports or is_new
    known = work.feedback_entries.list_since(brand_id, moment - WINDOW_SECONDS) if some else ()
    return _Taken(brand_id, notes, reports, known, number, is_new, moment)


def _use(work: UnitOfWork, taken: _Taken) -> int:
    """Link notes to the insights that they speak of; the first use of each stops its clock."""
    notes: Sequence[FeedbackEntry] = taken.known if taken.is_new_run else taken.notes
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
