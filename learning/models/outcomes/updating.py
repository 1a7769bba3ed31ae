"""A live model brought up to date with newer posts, without learning anew: only what has proved itself on them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np

from learning.domain.outcome_models import ModelTask
from learning.models.outcomes.calibration import NEWEST, TAIL, ends_of
from learning.models.outcomes.correction import learn_correction, say_in_turn
from learning.models.outcomes.gate import Challenge, challenge
from learning.models.outcomes.lessons import Floats, Lesson
from learning.models.outcomes.model import OutcomeModel

WITHOUT = "the version without them"
NO_MORE = "its range is that of the newest posts"


@dataclass(frozen=True, slots=True)
class Update:
    """What is put on top of a model."""

    shift: Floats
    """Of log rates, or of logits of chances; empty = none."""
    low: float
    """Ends of the range of one post, in place of those of the model; NaN of success."""
    high: float


@dataclass(frozen=True, slots=True)
class UpdateTrial:
    """What newer posts said about a model."""

    update: Update | None
    """None where nothing is put on top of it."""
    against: Challenge
    """The model with what earlier ones of them said, against the model without, on the same posts."""
    why: str


def try_update(model: OutcomeModel, later: Lesson, generator: np.random.Generator) -> UpdateTrial:
    """Say what newer posts put on top of a model.

    The shift is taken only if each of the posts would have been told better with that of earlier days (prequential,
    Dawid 1984), beyond luck by the gate of versions. The range is that of the newest errors, held-out ones of the
    training among them, whether there is a shift or not.

    Args:
        model: As it was trained.
        later: Posts after those that it had learned from.
        generator: Draws the swaps of the gate.
    """
    task, target = model.task, later.target(model.task)
    inputs, said = model.encoding.encode(later.known), model.say(later.known)
    told = say_in_turn(task, said, inputs, target, later.days)
    against = challenge(target, told, said, later.days, generator, live_name=WITHOUT, better_by=0.0)
    shift = learn_correction(task, said, inputs, target) if against.goes_live else np.zeros(0)
    if task is ModelTask.SUCCESS:
        update = Update(shift, np.nan, np.nan) if against.goes_live else None
        return UpdateTrial(update, against, against.why)
    errors = np.concatenate([model.calibration.errors, target - (told if against.goes_live else said)])[-NEWEST:]
    if len(errors) * TAIL < 1:
        return UpdateTrial(None, against, against.why)
    return UpdateTrial(Update(shift, *ends_of(errors)), against, f"{against.why}; {NO_MORE}")


def with_update(model: OutcomeModel, update: Update) -> OutcomeModel:
    """Return the model with what was put on top of it."""
    calibration = model.calibration
    if model.task is ModelTask.ENGAGEMENT:
        calibration = replace(calibration, low=update.low, high=update.high)
    return replace(model, calibration=calibration, shift=update.shift)


def pack_update(update: Update) -> bytes:
    """Return an update as bytes that hold numbers only (numpy's npz, no pickles)."""
    stream = io.BytesIO()
    np.savez_compressed(stream, shift=update.shift, ends=np.array([update.low, update.high]))
    return stream.getvalue()


def unpack_update(packed: bytes) -> Update:
    """Return the update that `pack_update` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        low, high = found["ends"].tolist()
        return Update(found["shift"], low, high)
