"""Newer posts move a live model only where they would have been told better; without a drift they leave it alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.correction import apply_correction, learn_correction, say_in_turn
from learning.models.outcomes.lessons import Lesson, lesson_of
from learning.models.outcomes.model import OutcomeModel, make_model, pack_model, unpack_model
from learning.models.outcomes.rolling import hold_out
from learning.models.outcomes.updating import Update, UpdateTrial, pack_update, try_update, unpack_update, with_update
from learning.models.time_blocks import blocks_of
from tests.learning.insights.post_frames import made_posts
from tests.learning.models.outcomes.worlds import GATES, SEED

TAUGHT, NEWER = 300, 100
ENGAGEMENT = ModelTask.ENGAGEMENT
METHODS = {ENGAGEMENT: ModelMethod.BOOSTING, ModelTask.SUCCESS: ModelMethod.FOREST}


def world(seed: int, *, level: float = 0.0, swap: bool = False, effect: float = 0.6, count: int = 500) -> Lesson:
    """Videos and questions do better; from the 300th post on everything by `level`, or images in place of videos."""
    rng = np.random.default_rng(seed)
    forms = rng.choice(np.array(["image", "video", "text"], dtype=object), count)
    hooks = rng.choice(np.array(["question", "number", "story"], dtype=object), count)
    late = np.arange(count) >= TAUGHT
    best = np.where(late & swap, forms == "image", forms == "video")
    lift = effect * (best.astype(float) + (hooks == "question")) + level * late
    return lesson_of(made_posts(count, rng, format=forms, hook=hooks, lift=lift), GATES)


def taught(lesson: Lesson, task: ModelTask = ENGAGEMENT) -> tuple[OutcomeModel, Lesson, Lesson]:
    """A model of the first posts, the next hundred, and those after."""
    days = lesson.days
    first, edge = int(days[TAUGHT]), int(days[TAUGHT + NEWER])
    parts = [days <= first, (days > first) & (days <= edge), days > edge]
    old, newer, rest = (lesson.rows(np.flatnonzero(part)) for part in parts)
    held = hold_out(task, METHODS[task], old, blocks_of(old.days, None), seed=SEED)
    return make_model(task, METHODS[task], old, held, seed=SEED), newer, rest


def look(model: OutcomeModel, newer: Lesson) -> UpdateTrial:
    return try_update(model, newer, np.random.default_rng(SEED))


def change(model: OutcomeModel, told: UpdateTrial, rest: Lesson) -> float:
    """Relative change of the squared error on posts after those that moved it."""
    moved = model if told.update is None else with_update(model, told.update)
    target = rest.target(model.task)
    one, other = (float(np.mean((each.say(rest.known) - target) ** 2)) for each in (moved, model))
    return one / other - 1


@pytest.mark.parametrize("drift", [{"level": 0.4}, {"swap": True}])
def test_after_a_drift_later_posts_are_told_better(drift: dict[str, float]) -> None:
    changes = []
    for seed in range(60, 66):
        model, newer, rest = taught(world(seed, **drift))
        told = look(model, newer)
        assert told.against.goes_live
        changes.append(change(model, told, rest))
    assert np.mean(changes) < -0.25
    assert max(changes) < 0


@pytest.mark.parametrize("effect", [0.0, 0.6])
def test_without_a_drift_the_model_is_left_alone(effect: float) -> None:
    """Of noise as well."""
    for seed in range(70, 78):
        model, newer, rest = taught(world(seed, effect=effect))
        told = look(model, newer)
        assert told.update is not None
        assert not len(told.update.shift)
        assert change(model, told, rest) == 0
        assert "needs one smaller with p < 0.02; its range is that of the newest posts" in told.why


@pytest.mark.slow
@pytest.mark.parametrize("task", list(ModelTask))
def test_of_a_hundred_brands_without_a_drift_hardly_any_is_moved(task: ModelTask) -> None:
    moved = 0
    for seed in range(300, 400):
        model, newer, _ = taught(world(seed, effect=(seed % 2) * 0.6), task)
        moved += look(model, newer).against.goes_live
    assert moved <= 4


def test_chances_follow_a_drift_of_their_level() -> None:
    changes = []
    for seed in range(80, 86):
        model, newer, rest = taught(world(seed, level=0.8), ModelTask.SUCCESS)
        told = look(model, newer)
        changes.append(change(model, told, rest))
        if told.update is not None:
            said = with_update(model, told.update).say(rest.known)
            assert ((said > 0) & (said < 1)).all()
    assert np.mean(changes) < -0.1


def test_after_an_update_nine_in_ten_posts_are_inside_their_range() -> None:
    inside = []
    for seed in range(90, 98):
        model, newer, rest = taught(world(seed, level=0.4, count=600))
        told = look(model, newer)
        assert told.update is not None
        moved = with_update(model, told.update)
        for each in (moved, model):
            said, target = each.say(rest.known), rest.log_rate
            inside.append(np.mean((said + each.calibration.low <= target) & (target <= said + each.calibration.high)))
    assert 0.86 <= np.mean(inside[::2]) <= 0.96
    assert np.mean(inside[1::2]) < np.mean(inside[::2])


def test_what_comes_later_changes_nothing_that_was_said_in_turn() -> None:
    lesson = world(3, level=0.4)
    model, newer, _ = taught(lesson)
    inputs, said = model.encoding.encode(newer.known), model.say(newer.known)
    last = newer.days == newer.days[-1]
    other = np.where(last, 5.0, newer.log_rate)
    one, two = (say_in_turn(ENGAGEMENT, said, inputs, each, newer.days) for each in (newer.log_rate, other))
    assert np.array_equal(one, two)
    first = newer.days == newer.days[0]
    assert np.array_equal(one[first], said[first])


def test_few_posts_hardly_move_it_and_posts_of_few_days_do_not_at_all() -> None:
    shift = learn_correction(ENGAGEMENT, np.zeros(2), np.zeros((2, 3)), np.ones(2))
    assert shift.tolist() == pytest.approx([2 / 12, 0, 0, 0])
    assert apply_correction(ENGAGEMENT, np.zeros(2), np.zeros((2, 3)), np.zeros(0)).tolist() == [0, 0]
    model, newer, _ = taught(world(4, level=0.4))
    told = look(model, newer.rows(np.flatnonzero(newer.days < newer.days[0] + 3)))
    assert told.update is not None
    assert not len(told.update.shift)


def test_an_update_is_the_same_after_packing_and_old_versions_without_errors_can_be_updated() -> None:
    model, newer, rest = taught(world(5, level=0.4))
    again = unpack_model(pack_model(model))
    assert np.array_equal(again.calibration.errors, model.calibration.errors)
    update = look(model, newer).update
    assert update is not None
    one, other = (
        with_update(again, each).forecast(rest.known) for each in (update, unpack_update(pack_update(update)))
    )
    assert one == other
    assert one != model.forecast(rest.known)
    old = replace(model, calibration=replace(model.calibration, errors=np.zeros(0)))
    assert look(old, newer).update is not None
    few = look(old, newer.rows(np.arange(10)))
    assert few.update is None
    assert isinstance(update, Update)
