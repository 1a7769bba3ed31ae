"""What a model learns from: what was known of each post before it was published, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.gates import LearningGates
from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.domain.outcome_models import ModelTask
from learning.metrics.catalog import EXPOSURE, INTERACTIONS
from learning.metrics.gates import HOUR, is_success, teaches

Floats = NDArray[np.float64]

KNOWN_TEXTS: Final = ("platform", "account", "format", "topic", "hook", "generator", "strategy", "campaign")
KNOWN_NUMBERS: Final = ("hour", "length", "hashtags", "links")
WEEKDAY: Final = "weekday"
FEWEST_POSTS: Final = 120
FEWEST_DAYS: Final = 6
"""One for each block that is told of later posts, and one to begin with."""
FEWEST_OF_A_SIDE: Final = 20
THURSDAY: Final = 3
"""Weekday of epoch day 0."""
HALF: Final = 0.5
"""Added to the interactions, so that a post without any has a logarithm (Gart 1966)."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is known of posts before they are published; arrays share one index."""

    texts: Mapping[str, Texts]
    """KNOWN_TEXTS and the weekday; '' = not stated."""
    numbers: Mapping[str, Floats]
    """KNOWN_NUMBERS; NaN = not known."""

    def at(self, rows: Ints) -> Attributes:
        """Those of some posts."""
        return Attributes(
            {name: told[rows] for name, told in self.texts.items()},
            {name: told[rows] for name, told in self.numbers.items()},
        )


@dataclass(frozen=True, slots=True)
class Lesson:
    """Posts that teach, in the order of publication; arrays share one index."""

    known: Attributes
    days: Ints
    """Epoch day of publication."""
    log_rate: Floats
    """Logarithm of the engagement rate."""
    success: Floats
    """1 where it was a success, else 0."""

    def rows(self, rows: Ints) -> Lesson:
        """Some of the posts."""
        return Lesson(self.known.at(rows), self.days[rows], self.log_rate[rows], self.success[rows])

    def target(self, task: ModelTask) -> Floats:
        """What a task is about."""
        return self.success if task is ModelTask.SUCCESS else self.log_rate


def lesson_of(posts: pd.DataFrame, gates: LearningGates) -> Lesson:
    """Read off posts what a model learns from.

    Args:
        posts: One row per own post with the columns of KNOWN_TEXTS and KNOWN_NUMBERS, `day` (epoch day), `age_hours`,
            and facts; NaN = not reported.
        gates: What teaches, and what is a success. Likes keep no post out: it is then no success.

    Returns:
        The posts that were seen enough, are old enough and report both exposure and interactions, by time.
    """
    exposure = np.full(len(posts), np.nan)
    for fact in EXPOSURE:
        exposure = np.where(np.isnan(exposure), _numbers(posts, fact.value), exposure)
    each = np.array([_numbers(posts, fact.value) for fact in INTERACTIONS]).reshape(len(INTERACTIONS), len(posts))
    told = ~np.isnan(each).all(axis=0)
    interactions = np.nansum(each, axis=0)
    taught = teaches(gates, exposure, _numbers(posts, "age_hours") * HOUR) & told & (exposure > 0)
    order = np.lexsort((_numbers(posts, "hour"), _numbers(posts, "day")))
    rows = order[taught[order]]
    seen, done = exposure[rows], interactions[rows]
    likes = _numbers(posts, "likes")[rows]
    return Lesson(
        known_of(posts.iloc[rows]),
        posts["day"].to_numpy(dtype=np.int64)[rows],
        np.log((done + HALF) / (seen + 2 * HALF)),
        is_success(gates, done / seen, seen, likes).astype(np.float64),
    )


def known_of(posts: pd.DataFrame) -> Attributes:
    """Read what is known of posts before they are published."""
    texts = {name: posts[name].fillna("").astype(str).to_numpy(dtype=object) for name in KNOWN_TEXTS}
    texts[WEEKDAY] = ((posts["day"].to_numpy(dtype=np.int64) + THURSDAY) % 7).astype(str).astype(object)
    numbers = {name: _numbers(posts, name) for name in KNOWN_NUMBERS}
    numbers["hour"] = np.where(numbers["hour"] < 0, np.nan, numbers["hour"])
    return Attributes(texts, numbers)


def why_not_taught(task: ModelTask, lesson: Lesson) -> str | None:
    """Say why so few posts teach no model; None where they do."""
    if len(lesson.days) < FEWEST_POSTS:
        posts = len(lesson.days)
        more = FEWEST_POSTS - posts
        return f"{posts} posts were seen enough to learn from; from {FEWEST_POSTS} on a model is tried, so {more} more"
    days = len(np.unique(lesson.days))
    if days < FEWEST_DAYS:
        return f"the posts are of {days} days; from {FEWEST_DAYS} on a model can be judged by later ones"
    good = int(lesson.success.sum())
    rarer = min(good, len(lesson.days) - good)
    if task is ModelTask.SUCCESS and rarer < FEWEST_OF_A_SIDE:
        side = "a success" if rarer == good else "no success"
        told = f"{rarer} of {len(lesson.days)} posts were {side}"
        return f"{told}; from {FEWEST_OF_A_SIDE} on a model is tried, so {FEWEST_OF_A_SIDE - rarer} more"
    return None


def _numbers(posts: pd.DataFrame, name: str) -> Floats:
    found: Floats = posts[name].to_numpy(dtype=np.float64)
    return found
