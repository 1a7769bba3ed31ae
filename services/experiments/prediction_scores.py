"""How good predictions of tests were: people and Bellwether by the same measure."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.experiment_records import ExperimentQuery, ExperimentState, ListedExperiment, PredictionRecord
from learning.domain.experiment_verdicts import VerdictWord
from services.experiments.design_json import design_from_json


@dataclass(frozen=True, slots=True)
class PredictionScore:
    """How one forecaster did on decided tests."""

    who: str
    predictions: int
    """Of tests that are decided; each with a clear answer."""
    right: int
    accuracy: float | None
    brier: float | None
    """Mean of (probability given - what happened)^2, over those that gave one; 0 is best, 0.25 a coin."""
    lift_error: float | None
    """Mean distance between the lift predicted and the lift measured."""
    skipped: int


@dataclass(frozen=True, slots=True)
class _Scored:
    right: bool
    squared: float | None
    distance: float | None


def score_predictions(store: Store, brand: Brand) -> tuple[PredictionScore, ...]:
    """Score every forecaster of a brand over its decided tests, most predictions first."""
    query = ExperimentQuery(states=(ExperimentState.DECIDED, ExperimentState.ARCHIVED))
    with store.read() as work:
        predictions = work.experiment_log.list_predictions(brand.id)
        listed = {each.experiment.id: each for each in work.experiments.list_page(brand.id, query)}
    scores: dict[str, list[_Scored]] = {}
    skipped: dict[str, int] = {}
    for prediction in predictions:
        scores.setdefault(prediction.who, [])
        if prediction.skipped:
            skipped[prediction.who] = skipped.get(prediction.who, 0) + 1
            continue
        test = listed.get(prediction.experiment_id)
        scored = None if test is None else _score(prediction, test)
        if scored is not None:
            scores[prediction.who].append(scored)
    found = [_summed(who, each, skipped.get(who, 0)) for who, each in scores.items()]
    return tuple(sorted(found, key=lambda score: (-score.predictions, score.who)))


def _score(prediction: PredictionRecord, test: ListedExperiment) -> _Scored | None:
    """Hold a prediction against what the test said; a test without a clear answer scores nobody."""
    summary = test.summary
    words = {VerdictWord.SHIP.value, VerdictWord.KEEP.value, VerdictWord.TOO_CLOSE.value}
    if summary is None or summary.verdict not in words:
        return None
    control = design_from_json(test.experiment.design).control
    winner = summary.arm if summary.verdict == VerdictWord.SHIP.value else None
    predicted = None if prediction.arm == control else prediction.arm
    right = predicted == winner
    squared = None if prediction.chance is None else (prediction.chance - right) ** 2
    distance = None
    if prediction.lift is not None and summary.lift is not None and prediction.arm == summary.arm:
        distance = abs(prediction.lift - summary.lift)
    return _Scored(right, squared, distance)


def _summed(who: str, scored: list[_Scored], skipped: int) -> PredictionScore:
    right = sum(each.right for each in scored)
    return PredictionScore(
        who=who,
        predictions=len(scored),
        right=right,
        accuracy=right / len(scored) if scored else None,
        brier=_mean([each.squared for each in scored if each.squared is not None]),
        lift_error=_mean([each.distance for each in scored if each.distance is not None]),
        skipped=skipped,
    )


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
