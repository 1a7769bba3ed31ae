"""From what a customer said to what came of it, and back: quote, insights, actions and tests, lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, LedgerRow
from learning.domain.errors import NotFound
from learning.domain.experiment_records import DecisionRecord, ExperimentRecord
from learning.domain.explanations import Stance
from learning.domain.feedback_entries import FeedbackEntry, LinkKind, Relation
from learning.domain.insights import Insight
from learning.insights.explanations import stance_of
from services.feedback.quotes import quotes_of
from services.insights.sentences import title_of

BEHIND = (Relation.USED_IN, Relation.LED_TO)


@dataclass(frozen=True, slots=True)
class ThreadInsight:
    """An insight that a note was used in."""

    insight: Insight
    title: str
    stance: Stance | None
    """None where the note does not speak of it any more: a label of it was changed."""


@dataclass(frozen=True, slots=True)
class ThreadAction:
    """A change that a note led to, by itself or by an insight."""

    action: ActionRecord
    outcome: LedgerRow | None
    """None until it is measured and decided."""


@dataclass(frozen=True, slots=True)
class ThreadTest:
    """An A/B test that a note led to."""

    test: ExperimentRecord
    decision: DecisionRecord | None
    """None until somebody has decided."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything that came of a note."""

    note: FeedbackEntry
    same: tuple[FeedbackEntry, ...]
    """Notes that it stands for: who else asked."""
    insights: tuple[ThreadInsight, ...]
    actions: tuple[ThreadAction, ...]
    tests: tuple[ThreadTest, ...]


def thread_of(work: UnitOfWork, brand_id: int, entry_id: int) -> Thread:
    """Follow a note.

    Raises:
        NotFound: The brand has no such note.
    """
    note = work.feedback_entries.get(brand_id, entry_id)
    used = [one.target for one in note.links if (one.relation, one.kind) == (Relation.USED_IN, LinkKind.INSIGHT)]
    insights = tuple(found for target in used if (found := _insight(work, note, target)) is not None)
    led = [one.target for one in note.links if (one.relation, one.kind) == (Relation.LED_TO, LinkKind.ACTION)]
    led += [str(one.insight.action_id) for one in insights if one.insight.action_id is not None]
    return Thread(
        note,
        work.feedback_entries.list_same(brand_id, entry_id),
        insights,
        _actions(work, brand_id, tuple(dict.fromkeys(led))),
        _tests(work, note, insights),
    )


def notes_behind(work: UnitOfWork, brand_id: int, kind: LinkKind, target: str) -> tuple[FeedbackEntry, ...]:
    """Go the other way: the notes that were used in an insight, or led to an action, the oldest first."""
    return work.feedback_entries.list_linked(brand_id, BEHIND, kind, target)


def _insight(work: UnitOfWork, note: FeedbackEntry, target: str) -> ThreadInsight | None:
    try:
        insight = work.insights.get(note.brand_id, int(target))
    except NotFound:
        return None
    quote = next(iter(quotes_of(work, insight, [note])), None)
    stance = None if quote is None else stance_of(insight.finding, quote)
    return ThreadInsight(insight, title_of(insight.finding), stance)


def _tests(work: UnitOfWork, note: FeedbackEntry, insights: Sequence[ThreadInsight]) -> tuple[ThreadTest, ...]:
    led = [one.target for one in note.links if (one.relation, one.kind) == (Relation.LED_TO, LinkKind.TEST)]
    led += [str(one.insight.experiment_id) for one in insights if one.insight.experiment_id is not None]
    found: list[ThreadTest] = []
    for number in dict.fromkeys(led):
        try:
            test = work.experiments.get(note.brand_id, int(number))
        except NotFound:
            continue
        decisions = work.experiment_log.list_decisions(note.brand_id, test.id)
        found.append(ThreadTest(test, decisions[-1] if decisions else None))
    return tuple(found)


def _actions(work: UnitOfWork, brand_id: int, numbers: Sequence[str]) -> tuple[ThreadAction, ...]:
    outcomes = {row.action_id: row for row in work.action_log.list_ledger(brand_id)} if numbers else {}
    found: list[ThreadAction] = []
    for number in numbers:
        try:
            action = work.actions.get(brand_id, int(number))
        except NotFound:
            continue
        found.append(ThreadAction(action, outcomes.get(action.id)))
    return tuple(found)
