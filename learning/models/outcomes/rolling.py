"""How does a method do on posts that were published after those that it had learned from?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.observations import Ints
from learning.domain.outcome_models import ErrorPair, HeldOutScores, ModelMethod, ModelTask
from learning.models.outcomes.calibration import Calibration, calibrate
from learning.models.outcomes.encoding import encoding_of
from learning.models.outcomes.fitting import fit
from learning.models.outcomes.lessons import Floats, Lesson


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was said of posts by models that knew older ones only; arrays share one index."""

    block: Ints
    """0 = the oldest posts, of which nothing could be said; they only teach."""
    raw: Floats
    """NaN in block 0."""
    said: Floats
    """Calibrated by the blocks before; NaN in the blocks 0 and 1."""
    low: Floats
    """Ends of the 90 % range of a log rate."""
    high: Floats
    train_accuracy: float
    """Of the last of these models, on the posts that taught it."""

    @property
    def judged(self) -> Ints:
        """The posts that something was said of in full."""
        return np.flatnonzero(self.block > 1)


def hold_out(task: ModelTask, method: ModelMethod, lesson: Lesson, block: Ints, *, seed: int) -> HeldOut:
    """Judge each block by a model that learned from the blocks before it (prequential; Dawid 1984).

    Args:
        task: What is told.
        method: How.
        lesson: The posts.
        block: Of each post, from `blocks_of`.
        seed: Of the fits.
    """
    target = lesson.target(task)
    raw, said, low, high = (np.full(len(target), np.nan) for _ in range(4))
    accuracy = np.nan
    for one in range(1, int(block.max()) + 1):
        before, here = np.flatnonzero(block < one), np.flatnonzero(block == one)
        encoding = encoding_of(lesson.known.at(before))
        inputs = encoding.encode(lesson.known.at(before))
        model = fit(task, method, inputs, target[before], seed=seed)
        raw[here] = model.predict(encoding.encode(lesson.known.at(here)))
        accuracy = _accuracy(task, model.predict(inputs), target[before], target[before])
        known = np.flatnonzero((block > 0) & (block < one))
        if len(known):
            reading = calibrate(task, raw[known], target[known])
            said[here] = reading.read(raw[here])
            low[here], high[here] = raw[here] + reading.low, raw[here] + reading.high
    return HeldOut(block, raw, said, low, high, accuracy)


def final_calibration(task: ModelTask, lesson: Lesson, held: HeldOut) -> Calibration:
    """Calibrate the model of all posts by what was said of each before it was seen."""
    known = np.flatnonzero(held.block > 0)
    return calibrate(task, held.raw[known], lesson.target(task)[known])


def score(task: ModelTask, lesson: Lesson, held: HeldOut) -> HeldOutScores:
    """Put the errors beside those of the mean and the median (of success: the share) of the posts before each block."""
    target, rows = lesson.target(task), held.judged
    means, medians = baseline(task, target, held.block)
    errors = _errors(task, held.said[rows], target[rows])
    plain = [_errors(task, told[rows], target[rows]) for told in (means, medians)]
    inside = (held.low[rows] <= target[rows]) & (target[rows] <= held.high[rows])
    blocks = range(1, int(held.block.max()) + 1)
    folds = [(np.flatnonzero(held.block == one), np.flatnonzero(held.block < one)) for one in blocks]
    return HeldOutScores(
        rows=len(rows),
        model=errors,
        baseline=ErrorPair(min(one.first for one in plain), min(one.second for one in plain)),
        coverage=float(inside.mean()) if task is ModelTask.ENGAGEMENT else None,
        train_accuracy=held.train_accuracy,
        fold_accuracies=tuple(_accuracy(task, held.raw[here], target[here], target[before]) for here, before in folds),
    )


def baseline(task: ModelTask, target: Floats, block: Ints) -> tuple[Floats, Floats]:
    """Say of each post the mean and the median of all blocks before; of success twice the share."""
    means, medians = np.full(len(target), np.nan), np.full(len(target), np.nan)
    for one in range(1, int(block.max()) + 1):
        before, here = target[block < one], block == one
        if task is ModelTask.SUCCESS:
            # One success and one failure more (Laplace): a share of 0 or 1 would be a certainty.
            means[here] = medians[here] = (before.sum() + 1) / (len(before) + 2)
        else:
            means[here], medians[here] = before.mean(), np.median(before)
    return means, medians


def _errors(task: ModelTask, said: Floats, target: Floats) -> ErrorPair:
    squares = float(np.mean((said - target) ** 2))
    if task is ModelTask.SUCCESS:
        return ErrorPair(squares, float(-np.mean(np.where(target > 0, np.log(said), np.log1p(-said)))))
    return ErrorPair(squares**0.5, float(np.mean(np.abs(said - target))))


def _accuracy(task: ModelTask, said: Floats, target: Floats, earlier: Floats) -> float:
    edge = 0.5 if task is ModelTask.SUCCESS else float(np.median(earlier))
    return float(np.mean((said > edge) == (target > edge)))
