"""Posts that teach models of outcomes, with and without anything to learn."""

from __future__ import annotations

import numpy as np

from learning.domain.gates import LearningGates
from learning.domain.outcome_models import HeldOutScores, ModelMethod, ModelTask
from learning.models.outcomes.lessons import Lesson, lesson_of
from learning.models.outcomes.rolling import HeldOut, hold_out, score
from learning.models.time_blocks import blocks_of
from tests.learning.insights.post_frames import made_posts

GATES = LearningGates()
SEED = 3


def planted(count: int, seed: int, *, effect: float = 0.6, drift: float = 0.0) -> Lesson:
    """Videos and questions do better, by `effect` on the log scale; everything rises by `drift` over the history."""
    rng = np.random.default_rng(seed)
    forms = rng.choice(np.array(["image", "video", "text"], dtype=object), count)
    hooks = rng.choice(np.array(["question", "number", "story"], dtype=object), count)
    lift = effect * ((forms == "video").astype(float) + (hooks == "question")) + drift * np.linspace(0, 1, count)
    return lesson_of(made_posts(count, rng, format=forms, hook=hooks, lift=lift), GATES)


def noise(count: int, seed: int) -> Lesson:
    """Nothing that is known beforehand matters."""
    return planted(count, seed, effect=0.0)


def held(task: ModelTask, method: ModelMethod, lesson: Lesson) -> tuple[HeldOut, HeldOutScores]:
    """What a method says of later posts, and how that did."""
    found = hold_out(task, method, lesson, blocks_of(lesson.days, None), seed=SEED)
    return found, score(task, lesson, found)
