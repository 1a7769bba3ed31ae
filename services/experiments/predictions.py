"""Predict first: what people and Bellwether expected of a test, and how right they were."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import (
    EventKind,
    ExperimentRecord,
    ExperimentState,
    HistoryEvent,
    PredictionRecord,
)
from learning.domain.permissions import Permission
from services.callers import Caller
from services.clock import Clock
from services.experiments.cases import load_cases
from services.experiments.design_json import design_from_json
from services.experiments.priors import keep_system_guess


@dataclass(frozen=True, slots=True)
class Guess:
    """What a person expects."""

    arm: str | None
    """The arm that will win; None = none of them."""
    lift: float | None = None
    """Its relative lift over the control, e.g. 0.05."""
    chance: float | None = None
    """How sure they are, 0-1; None = not said."""


def check_guess(guess: Guess, design: ExperimentDesign) -> None:
    """Refuse a guess that cannot be held against a result."""
    labels = [arm.label for arm in design.arms]
    if guess.arm is not None and guess.arm not in labels:
        raise BadOption("predicted version", guess.arm, f"one of {', '.join(labels)}")
    if guess.lift is not None and not -1 <= guess.lift <= 10:
        raise BadOption("predicted lift", f"{guess.lift:g}", "a share such as 0.05 for 5 %")
    if guess.chance is not None and not 0 <= guess.chance <= 1:
        raise BadOption("chance", f"{guess.chance:g}", "a number from 0 to 1")


def keep_guess(work: UnitOfWork, record: ExperimentRecord, guess: Guess, *, who: str, at: int) -> bool:
    """Keep a person's first guess about a test; False where there was one."""
    kept = work.experiment_log.add_prediction(
        PredictionRecord(record.id, who, at, record.data_version, guess.arm, guess.lift, guess.chance)
    )
    if kept:
        note = f"{guess.arm or 'no version'}" + (f", {guess.lift:+.1%}" if guess.lift is not None else "")
        work.experiment_log.add_events([HistoryEvent(record.brand_id, record.id, EventKind.PREDICTED, who, at, note)])
    return kept


def predict(store: Store, brand: Brand, experiment_id: int, guess: Guess, *, who: Caller, clock: Clock) -> None:
    """Say what will come out, before the result is opened.

    Raises:
        BadOption: The arm or the numbers cannot be.
        Refused: They have said so before, skipped it, or the test is decided.
    """
    with who.write(store, brand.id, Permission.PREDICTION, f"test:{experiment_id}") as (work, actor):
        record = _open(work, brand, experiment_id)
        check_guess(guess, design_from_json(record.design))
        if not keep_guess(work, record, guess, who=actor.name, at=int(clock.now().timestamp())):
            raise _said_before(actor.name)
        _let_system_guess(work, record, int(clock.now().timestamp()))
        work.commit()


def skip_prediction(store: Store, brand: Brand, experiment_id: int, *, who: Caller, clock: Clock) -> None:
    """Open the result without a guess; nothing happens where one was given or skipped before."""
    at = int(clock.now().timestamp())
    with who.write(store, brand.id, Permission.OWN_VIEW, f"test:{experiment_id}") as (work, actor):
        record = work.experiments.get(brand.id, experiment_id)
        prediction = PredictionRecord(record.id, actor.name, at, record.data_version, skipped=True)
        if work.experiment_log.add_prediction(prediction):
            work.experiment_log.add_events([HistoryEvent(brand.id, record.id, EventKind.SKIPPED, actor.name, at)])
            _let_system_guess(work, record, at)
            work.commit()


def may_see_result(record: ExperimentRecord, predictions: tuple[PredictionRecord, ...], who: str) -> bool:
    """Say whether a person has predicted or skipped, so that the result may open; decided tests are open to all."""
    if record.state in {ExperimentState.DECIDED, ExperimentState.ARCHIVED}:
        return True
    return any(prediction.who == who for prediction in predictions)


def _let_system_guess(work: UnitOfWork, record: ExperimentRecord, at: int) -> None:
    """Bellwether guesses no later than the first person; from other tests alone, so the moment does not matter."""
    if record.state in {ExperimentState.DRAFT, ExperimentState.RUNNING}:
        keep_system_guess(work, record.brand_id, load_cases(work, record.brand_id, [record])[0], at)


def _open(work: UnitOfWork, brand: Brand, experiment_id: int) -> ExperimentRecord:
    record = work.experiments.get(brand.id, experiment_id)
    if record.state not in {ExperimentState.DRAFT, ExperimentState.RUNNING}:
        refusal = Refused("The test is decided; a prediction now would be none.", "Predict the next one.")
        refusal.code = "too_late"
        raise refusal
    return record


def _said_before(who: str) -> Refused:
    refusal = Refused(f"{who} has predicted this test already, or skipped it.", "The first prediction stands.")
    refusal.code = "said_before"
    return refusal
