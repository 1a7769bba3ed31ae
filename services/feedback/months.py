"""The report of months: themes and feelings with their trends, what was done about each, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, LedgerRow
from learning.domain.brands import Brand
from learning.domain.errors import NotFound
from learning.domain.experiment_records import DecisionRecord, ExperimentRecord
from learning.domain.feedback_entries import FeedbackEntry, LinkKind, Relation
from learning.domain.feedback_standing import as_standing
from learning.domain.feedback_themes import archived_themes
from learning.domain.timekeys import day_of
from learning.models.feedback.months import MonthNote, MonthTrend, month_trends

MOST_MONTHS: Final = 24
YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about notes, and what came of it."""

    answered: int
    """Notes that were told why nothing changes."""
    used: int
    """Notes that an insight quotes."""
    actions: tuple[tuple[ActionRecord, LedgerRow | None], ...]
    """With what was measured; None until it is decided."""
    tests: tuple[tuple[ExperimentRecord, DecisionRecord | None], ...]


@dataclass(frozen=True, slots=True)
class MonthReport:
    """What customers said over months."""

    months: tuple[date, ...]
    """The first day of each, the oldest first; the last one is not over yet."""
    notes: int
    themes: tuple[tuple[MonthTrend, Done], ...]
    """The most frequent first, archived ones left out."""
    feelings: tuple[MonthTrend, ...]


def month_report(work: UnitOfWork, brand: Brand, now: datetime) -> MonthReport | None:
    """Report on the months from the first note to now, at most MOST_MONTHS; None where there are no notes."""
    zone = ZoneInfo(brand.time_zone)
    notes = as_standing(work.feedback_entries.list_of(brand.id))
    last = _month(now.astimezone(zone).date())
    by_month = [(_month(_said(note, zone)), note) for note in notes]
    within = [(month, note) for month, note in by_month if last - MOST_MONTHS < month <= last]
    if not within:
        return None
    first = min(month for month, _ in within)
    hidden = archived_themes(work.feedback_parts.list_theme_rules(brand.id))
    about = [MonthNote(month, tuple(theme for theme in note.themes if theme not in hidden)) for month, note in within]
    felt = [MonthNote(month, (note.feeling.value,) if note.feeling else ("unread",)) for month, note in within]
    outcomes = {row.action_id: row for row in work.action_log.list_ledger(brand.id)}
    own = [note for _, note in within]
    return MonthReport(
        tuple(date(month // YEAR, month % YEAR + 1, 1) for month in range(first, last + 1)),
        len(own),
        tuple(
            (trend, _done(work, brand.id, [note for note in own if trend.name in note.themes], outcomes))
            for trend in month_trends(about, first, last)
        ),
        month_trends(felt, first, last),
    )


def _done(work: UnitOfWork, brand_id: int, notes: Sequence[FeedbackEntry], outcomes: dict[int, LedgerRow]) -> Done:
    led = [(link.kind, link.target) for note in notes for link in note.links if link.relation is Relation.LED_TO]
    actions: list[tuple[ActionRecord, LedgerRow | None]] = []
    tests: list[tuple[ExperimentRecord, DecisionRecord | None]] = []
    for kind, target in dict.fromkeys(led):
        try:
            if kind is LinkKind.ACTION:
                actions.append((work.actions.get(brand_id, int(target)), outcomes.get(int(target))))
            elif kind is LinkKind.TEST:
                decisions = work.experiment_log.list_decisions(brand_id, int(target))
                tests.append((work.experiments.get(brand_id, int(target)), decisions[-1] if decisions else None))
        except NotFound:
            continue
    used = sum(any(link.relation is Relation.USED_IN for link in note.links) for note in notes)
    return Done(sum(note.answered_at is not None for note in notes), used, tuple(actions), tuple(tests))


def _said(note: FeedbackEntry, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(note.entered_at, zone).date() if note.said_day is None else day_of(note.said_day)


def _month(day: date) -> int:
    return YEAR * day.year + day.month - 1
