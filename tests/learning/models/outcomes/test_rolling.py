"""A model is judged by later posts only, and shown only where it beats the baselines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.calibration import calibrate
from learning.models.outcomes.rolling import hold_out
from learning.models.time_blocks import blocks_of
from tests.learning.models.outcomes.worlds import held, planted

TASKS = [(ModelTask.ENGAGEMENT, ModelMethod.BOOSTING), (ModelTask.SUCCESS, ModelMethod.FOREST)]


def test_no_day_is_in_two_blocks_and_later_posts_have_blocks_of_their_own() -> None:
    days = np.sort(np.random.default_rng(1).integers(0, 80, 300))
    blocks = blocks_of(days, None)
    assert sorted(set(blocks.tolist())) == list(range(6))
    later = blocks_of(days, 60)
    assert set(later[days <= 60]) == {0, 1, 2}
    assert set(later[days > 60]) == {3, 4, 5}
    assert blocks_of(days, 80).tolist() == blocks.tolist()
    for found in (blocks, later):
        assert (np.diff(found) >= 0).all()
        assert all(len(set(found[days == day])) == 1 for day in set(days.tolist()))


@pytest.mark.parametrize(("task", "method"), TASKS)
def test_what_comes_later_changes_nothing_that_was_said_before(task: ModelTask, method: ModelMethod) -> None:
    lesson = planted(150, 2)
    block = blocks_of(lesson.days, None)
    changed = np.where(block == 5, 1 - lesson.success, lesson.success)
    moved = replace(lesson, success=changed, log_rate=np.where(block == 5, 0.0, lesson.log_rate))
    one, other = (hold_out(task, method, each, block, seed=1) for each in (lesson, moved))
    assert np.array_equal(one.raw, other.raw, equal_nan=True)
    assert np.array_equal(one.said, other.said, equal_nan=True)


@pytest.mark.parametrize(("task", "method"), [*TASKS, (ModelTask.ENGAGEMENT, ModelMethod.NET)])
def test_where_there_is_something_to_learn_a_model_beats_both_baselines(task: ModelTask, method: ModelMethod) -> None:
    _, scores = held(task, method, planted(600, 7))
    assert scores.beats_baseline
    assert scores.rows > 350
    assert len(scores.fold_accuracies) == 5
    assert scores.fold_mean == pytest.approx(np.mean(scores.fold_accuracies))
    assert scores.fold_mean > 0.6
    assert scores.fold_deviation == pytest.approx(np.std(scores.fold_accuracies))
    assert scores.train_accuracy > 0.6


def test_chances_come_true() -> None:
    lesson = planted(1_000, 11, effect=0.9)
    found, _ = held(ModelTask.SUCCESS, ModelMethod.FOREST, lesson)
    said, was = found.said[found.judged], lesson.success[found.judged]
    edges = np.quantile(said, [1 / 3, 2 / 3])
    for third in range(3):
        band = np.digitize(said, edges) == third
        assert abs(said[band].mean() - was[band].mean()) < 0.08
    assert np.ptp(edges) > 0.1


def test_nine_in_ten_later_posts_are_inside_their_range() -> None:
    rows = [held(ModelTask.ENGAGEMENT, ModelMethod.BOOSTING, planted(700, seed))[1] for seed in range(5)]
    inside = sum(one.rows * (one.coverage or 0) for one in rows) / sum(one.rows for one in rows)
    assert 0.87 <= inside <= 0.93


@pytest.mark.slow
@pytest.mark.parametrize("drift", [0.0, 0.7])
def test_nine_in_ten_are_inside_over_many_brands_and_under_drift(drift: float) -> None:
    rows = [held(ModelTask.ENGAGEMENT, ModelMethod.BOOSTING, planted(1_000, s, drift=drift))[1] for s in range(40)]
    inside = sum(one.rows * (one.coverage or 0) for one in rows) / sum(one.rows for one in rows)
    assert 0.87 <= inside <= 0.93


def test_the_range_is_that_of_split_conformal_prediction() -> None:
    errors = np.arange(1.0, 200.0)
    found = calibrate(ModelTask.ENGAGEMENT, np.zeros(199), np.random.default_rng(1).permutation(errors))
    assert (found.low, found.high) == (10.0, 190.0)


def test_the_range_is_that_of_the_newest_posts() -> None:
    errors = np.concatenate([np.full(500, 50.0), np.linspace(-1, 1, 300)])
    assert calibrate(ModelTask.ENGAGEMENT, np.zeros(800), errors).high < 1.0
