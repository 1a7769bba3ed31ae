"""A method tried on a brand's posts: how it did, and whether it takes the place of what is live."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.observations import Ints
from learning.domain.outcome_models import HeldOutScores, ModelMethod, ModelTask
from learning.models.outcomes.correction import say_in_turn
from learning.models.outcomes.gate import Challenge, challenge
from learning.models.outcomes.lessons import Floats, Lesson
from learning.models.outcomes.model import OutcomeModel
from learning.models.outcomes.rolling import HeldOut, baseline, hold_out, score
from learning.models.time_blocks import blocks_of

BASELINE = "the baseline"
SHOWN_ONLY = "it does not beat mean and median by both errors"


@dataclass(frozen=True, slots=True)
class LiveModel:
    """What a candidate is held against."""

    model: OutcomeModel
    """As it was trained."""
    since: int
    """The last day that it learned from, as epoch day."""
    name: str
    updated: bool = False
    """Whether newer posts were put on top of it."""

    def say(self, lesson: Lesson, rows: Ints) -> Floats:
        """Return what it said of later posts, each with what was known of it by the day before."""
        known, task = lesson.known.at(rows), self.model.task
        said = self.model.say(known)
        if not self.updated:
            return said
        inputs = self.model.encoding.encode(known)
        return say_in_turn(task, said, inputs, lesson.target(task)[rows], lesson.days[rows])


@dataclass(frozen=True, slots=True)
class Trial:
    """How a candidate did on posts that it had not seen."""

    held: HeldOut
    scores: HeldOutScores
    against: Challenge
    """The live version, on posts after those that it had learned from; without one the baseline."""

    @property
    def goes_live(self) -> bool:
        """Whether it passes the gate, and beats both baselines."""
        return self.against.goes_live and self.scores.beats_baseline

    @property
    def why(self) -> str:
        """Why it goes live or does not."""
        held_up = self.scores.beats_baseline or not self.against.goes_live
        return self.against.why if held_up else f"{self.against.why}; {SHOWN_ONLY}"


def try_method(task: ModelTask, method: ModelMethod, lesson: Lesson, live: LiveModel | None, *, seed: int) -> Trial:
    """Judge a method by later posts only, beside the baselines and beside what is live.

    Args:
        task: What is told.
        method: How.
        lesson: All posts that teach; enough of them by `why_not_taught`.
        live: The live version; None = the baseline is shown.
        seed: Of the fits and of the swaps.
    """
    block = blocks_of(lesson.days, None if live is None else live.since)
    held = hold_out(task, method, lesson, block, seed=seed)
    target = lesson.target(task)
    if live is None:
        rows = held.judged
        other, name = baseline(task, target, block)[0][rows], BASELINE
    else:
        rows = held.judged[lesson.days[held.judged] > live.since]
        other, name = live.say(lesson, rows), live.name
    generator = np.random.default_rng(seed)
    against = challenge(target[rows], held.said[rows], other, lesson.days[rows], generator, live_name=name)
    return Trial(held, score(task, lesson, held), against)
