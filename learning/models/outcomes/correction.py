"""What the newest posts say about a model that was learned before them: a small correction, drawn to none."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import expit, logit

from learning.domain.observations import Ints
from learning.domain.outcome_models import ModelTask
from learning.models.outcomes.lessons import Floats

NEWEST: Final = 300
"""A correction is that of so many of the newest posts, so that it follows a drift."""
PRIOR_POSTS: Final = 10.0
"""The common shift is drawn to none as by so many posts."""
PRIOR_POSTS_EACH: Final = 40.0
"""That of one attribute, or of one standard deviation of a number."""
SMALLEST_CHANCE: Final = 1e-3
ROUNDS: Final = 8
"""Of Newton's method; it settles in four."""


def apply_correction(task: ModelTask, said: Floats, inputs: Floats, shift: Floats) -> Floats:
    """Return corrected answers.

    Args:
        task: What is told.
        said: Log rates, or chances, shape (posts,).
        inputs: Encoded posts, posts x columns.
        shift: From `learn_correction`; empty = none.
    """
    if not len(shift):
        return said
    moved = shift[0] + inputs @ shift[1:]
    if task is ModelTask.ENGAGEMENT:
        return np.asarray(said + moved)
    return np.asarray(expit(_logits(said) + moved))


def learn_correction(task: ModelTask, said: Floats, inputs: Floats, target: Floats) -> Floats:
    """Learn a shift on the scale of log rates, or of logits of chances.

    Args:
        task: What is told.
        said: Answers about posts that the model had not learned from, the oldest first.
        inputs: The posts, encoded.
        target: What came of them.

    Returns:
        The common shift and that of each column: ridge regression of what was left (Hoerl and Kennard 1970), of
        success the penalised logistic one with what was said as its offset (le Cessie and van Houwelingen 1992). The
        penalty is that of PRIOR_POSTS posts, and of PRIOR_POSTS_EACH, without anything left.
    """
    rows = slice(-NEWEST, None)
    columns = np.hstack([np.ones((len(said), 1)), inputs])[rows]
    prior = np.full(columns.shape[1], PRIOR_POSTS_EACH)
    prior[0] = PRIOR_POSTS
    if task is ModelTask.ENGAGEMENT:
        left = (target - said)[rows]
        return np.asarray(np.linalg.solve(columns.T @ columns + np.diag(prior), columns.T @ left))
    start, told = _logits(said[rows]), target[rows]
    shift = np.zeros(columns.shape[1])
    usual = expit(start)
    prior *= float((usual * (1 - usual)).mean())
    for _ in range(ROUNDS):
        chance = expit(start + columns @ shift)
        weight = chance * (1 - chance)
        curve = columns.T @ (columns * weight[:, None]) + np.diag(prior)
        shift = shift + np.linalg.solve(curve, columns.T @ (told - chance) - prior * shift)
    return shift


def say_in_turn(task: ModelTask, said: Floats, inputs: Floats, target: Floats, days: Ints) -> Floats:
    """Return what would have been said of each post with the correction of all posts of earlier days.

    Args:
        task: What is told.
        said: What the model says of posts that it has not learned from, the oldest first.
        inputs: The posts, encoded.
        target: What came of them.
        days: Epoch day of each, rising.
    """
    found = said.copy()
    for first in np.unique(np.searchsorted(days, days, side="left")).tolist():
        if first:
            here = slice(first, int(np.searchsorted(days, days[first], side="right")))
            shift = learn_correction(task, said[:first], inputs[:first], target[:first])
            found[here] = apply_correction(task, said[here], inputs[here], shift)
    return found


def _logits(chances: Floats) -> Floats:
    return np.asarray(logit(np.clip(chances, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)))
