"""What a raw answer means, by posts that the model had not seen: a chance that comes true, and a range that holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.isotonic import IsotonicRegression

from learning.domain.outcome_models import ModelTask
from learning.models.outcomes.lessons import Floats

TAIL: Final = 0.05
"""On each side of the 90 % range."""
NEWEST: Final = 300
"""The range is that of so many of the newest posts, so that it follows a drift."""
PRIOR_POSTS: Final = 2.0
"""The calibrated chance is drawn to the share of all as by so many posts more: a step of a few is no certainty."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How raw answers are read."""

    knots: Floats
    """Raw chances, rising; empty of engagement."""
    chances: Floats
    """What they mean."""
    low: float
    """Added to a log rate: lower end of the range of one post."""
    high: float
    errors: Floats
    """Of the newest held-out posts, the oldest first, from which the ends are; empty of success."""

    def read(self, raw: Floats) -> Floats:
        """Return chances, or log rates as they are."""
        return np.interp(raw, self.knots, self.chances) if len(self.knots) else raw


def calibrate(task: ModelTask, raw: Floats, target: Floats) -> Calibration:
    """Learn from answers about posts that the model had not seen.

    Success: isotonic regression (Zadrozny and Elkan 2002). Engagement: split conformal prediction with the errors of
    each side by themselves (Vovk, Gammerman and Shafer 2005; Linusson, Johansson and Lofstrom 2014): of n errors the
    floor((n + 1) TAIL)-th smallest and largest.

    Args:
        task: What is told.
        raw: Shape (posts,), the oldest first.
        target: What came of them.
    """
    if task is ModelTask.ENGAGEMENT:
        errors = (target - raw)[-NEWEST:]
        return Calibration(np.zeros(0), np.zeros(0), *ends_of(errors), errors)
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, target)
    stepped = fitted.predict(raw)
    _, at, counts = np.unique(stepped, return_inverse=True, return_counts=True)
    posts = counts[at]
    chances = (stepped * posts + target.mean() * PRIOR_POSTS) / (posts + PRIOR_POSTS)
    order = np.argsort(raw, kind="stable")
    return Calibration(raw[order], np.maximum.accumulate(chances[order]), math.nan, math.nan, np.zeros(0))


def ends_of(errors: Floats) -> tuple[float, float]:
    """Return what is added to a log rate for the two ends of the range of nine in ten posts."""
    ordered = np.sort(errors)
    place = max(1, math.floor((len(ordered) + 1) * TAIL))
    return float(ordered[place - 1]), float(ordered[-place])
