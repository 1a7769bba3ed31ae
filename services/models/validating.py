"""Whether the live models of posts still do better than the baseline, on posts that came since they learned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.outcome_models import ModelTask, OutcomeVersion
from learning.models.outcomes.gate import Challenge, challenge
from services.callers import Caller
from services.models.live import live_model
from services.models.training import SEED, read_lesson, use_model


@dataclass(frozen=True, slots=True)
class ValidatedOutcomes:
    """A live version beside the baseline, on posts that it has not learned from."""

    task: ModelTask
    version: OutcomeVersion
    result: Challenge
    """The baseline as the candidate against the version as the live one."""

    @property
    def words(self) -> str:
        """How it stands, in a line of a history."""
        verdict = "the baseline does better" if self.result.goes_live else "it stays"
        return f"{self.task.value} version {self.version.version}: {self.result.rows} later posts, {verdict}"


def validate_outcomes(store: Store, brand: Brand) -> tuple[ValidatedOutcomes, ...]:
    """Judge each live version of a brand; a task of which the baseline tells is not among them."""
    with store.read() as work:
        live = work.outcome_models.find_live(brand.id)
        lesson = read_lesson(work, brand.id) if live else None
    found: list[ValidatedOutcomes] = []
    for task, version in live.items():
        held = live_model(version)
        if lesson is None or held is None:
            continue
        target, later = lesson.target(task), np.flatnonzero(lesson.days > version.seen_day)
        usual = float(np.mean(target[lesson.days <= version.seen_day])) if len(later) < len(target) else 0.0
        said = held.say(lesson, later)
        generator = np.random.default_rng(SEED)
        plain = np.full(len(later), usual)
        result = challenge(target[later], plain, said, lesson.days[later], generator, live_name=held.name)
        found.append(ValidatedOutcomes(task, version, result))
    return tuple(found)


def deploy_outcomes(store: Store, brand: Brand, *, who: Caller) -> tuple[ValidatedOutcomes, ...]:
    """Go back to the baseline where it does better by the gate; return how each live version stood."""
    found = validate_outcomes(store, brand)
    for one in found:
        if one.result.goes_live:
            use_model(store, brand, one.task, None, who=who)
    return found
