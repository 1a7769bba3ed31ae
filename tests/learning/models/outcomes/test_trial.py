"""A method is tried beside the baseline first, and beside the live version from then on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.lessons import Lesson
from learning.models.outcomes.model import make_model
from learning.models.outcomes.trial import LiveModel, try_method
from tests.learning.models.outcomes.worlds import SEED, noise, planted

ENGAGEMENT = (ModelTask.ENGAGEMENT, ModelMethod.BOOSTING)
TASKS = [ENGAGEMENT, (ModelTask.SUCCESS, ModelMethod.FOREST)]


@pytest.mark.parametrize(("task", "method"), TASKS)
def test_where_there_is_nothing_to_learn_the_baseline_stays(task: ModelTask, method: ModelMethod) -> None:
    assert not any(try_method(task, method, noise(240, seed), None, seed=seed).goes_live for seed in range(3))


@pytest.mark.slow
@pytest.mark.parametrize(("task", "method"), TASKS)
def test_in_noise_at_most_two_brands_of_a_hundred_get_a_model(task: ModelTask, method: ModelMethod) -> None:
    assert sum(try_method(task, method, noise(300, seed), None, seed=seed).goes_live for seed in range(100)) <= 2


@pytest.mark.parametrize(("task", "method"), TASKS)
def test_where_there_is_something_to_learn_a_model_takes_the_place_of_the_baseline(
    task: ModelTask, method: ModelMethod
) -> None:
    trial = try_method(task, method, planted(600, 5, effect=0.9), None, seed=SEED)
    assert trial.goes_live
    assert "of the baseline on" in trial.why


def live_until(lesson: Lesson, count: int) -> LiveModel:
    """What learned from the first posts."""
    rows = np.arange(count)
    first = Lesson(lesson.known.at(rows), lesson.days[rows], lesson.log_rate[rows], lesson.success[rows])
    held = try_method(*ENGAGEMENT, first, None, seed=SEED).held
    return LiveModel(make_model(*ENGAGEMENT, first, held, seed=SEED), int(first.days[-1]), "version 1")


def test_more_posts_of_the_same_kind_do_not_replace_the_live_version() -> None:
    lesson = planted(600, 6)
    trial = try_method(*ENGAGEMENT, lesson, live_until(lesson, 450), seed=SEED)
    assert not trial.goes_live
    assert "of version 1 on 14" in trial.why
    assert trial.scores.beats_baseline


def test_what_works_now_replaces_what_worked_then() -> None:
    lesson = planted(800, 7, effect=0.9)
    turned = np.where(lesson.known.texts["format"] == "image", 1.2, -0.6) * (np.arange(800) >= 400)
    lesson = replace(lesson, log_rate=lesson.log_rate + turned)
    assert try_method(*ENGAGEMENT, lesson, live_until(lesson, 400), seed=SEED).against.goes_live
