"""How well the learning of a brand does, from its tests, insights and changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord
from learning.domain.brands import Brand
from learning.domain.insights import InsightStatus
from learning.domain.learning_effect import FollowedInsight, Guesses, LearningEffect
from learning.metrics.learning_effect import describe_learning
from services.actions.ledger import SYSTEM, Ledger, read_ledger
from services.experiments.prediction_scores import score_predictions

INSIGHT: Final = "insight:"
KEPT: Final = "kept"
OURS: Final = "Bellwether"


def read_learning_effect(store: Store, brand: Brand) -> LearningEffect:
    """Measure how well the learning of a brand does."""
    tests = [
        Guesses(OURS if each.who == SYSTEM else each.who, "A/B tests", each.predictions, each.right)
        for each in score_predictions(store, brand)
    ]
    with store.read() as work:
        ledger = read_ledger(work, brand.id)
        seen = {one.id: one for one in work.insights.list_of(brand.id)}
        sightings = work.insights.list_ends(brand.id)
        kept = [line.action for line in ledger.lines if line.row.decision == KEPT]
        stands = [_stands(work, brand.id, action) for action in kept]
    followed = [
        FollowedInsight(*ends, undone=seen[insight_id].status is InsightStatus.WITHDRAWN)
        for insight_id, ends in sightings.items()
        if insight_id in seen
    ]
    spans = [
        (seen[found].first_seen, line.row.at) for line in ledger.lines if (found := _insight_of(line.action)) in seen
    ]
    return describe_learning([*tests, *_about_changes(ledger)], spans, followed, stands)


def _about_changes(ledger: Ledger) -> Iterator[Guesses]:
    if ledger.system is not None:
        yield Guesses(OURS, "changes", ledger.system.n, ledger.system.right)
    for record in ledger.people:
        yield Guesses(record.who, "changes", record.n, record.right)


def _insight_of(action: ActionRecord) -> int:
    """The insight that it rests on; 0 where it rests on something else."""
    evidence = action.draft.evidence
    number = evidence.removeprefix(INSIGHT)
    return int(number) if evidence.startswith(INSIGHT) and number.isdigit() else 0


def _stands(work: UnitOfWork, brand_id: int, action: ActionRecord) -> bool:
    """Whether nobody took it back, or is about to."""
    return work.actions.find_undo(brand_id, action.id) is None
