"""A model of outcomes goes live only where it is better on later posts."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.outcome_models import ModelMethod, ModelTask
from learning.models.outcomes.gate import Challenge, challenge
from learning.models.outcomes.rolling import hold_out
from learning.models.time_blocks import blocks_of
from tests.learning.models.outcomes.worlds import planted


def challenged(
    rows: int, seed: int, *, candidate: float = 0.3, live: float = 0.3, per_day: int = 4, shared: float = 0.4
) -> Challenge:
    """Two answers that miss what came by errors of these sizes, partly the same ones."""
    rng = np.random.default_rng(seed)
    both = rng.normal(size=rows) * shared
    misses = [both + rng.normal(size=rows) * size for size in (candidate, live)]
    days = np.arange(rows) // per_day
    return challenge(np.zeros(rows), misses[0], misses[1], days, rng, live_name="version 1")


def test_a_better_one_goes_live_and_says_by_how_much() -> None:
    found = challenged(400, 1, live=0.5)
    assert found.goes_live
    assert found.why.startswith("squared error 0.2")
    assert "of version 1 on 400 later posts" in found.why


def test_a_gain_under_five_per_cent_stays_back_however_sure_it_is() -> None:
    target, days = np.zeros(4_000), np.arange(4_000) // 4
    errors = np.random.default_rng(1).normal(size=4_000)
    found = challenge(target, errors * 0.98, errors, days, np.random.default_rng(2), live_name="the baseline")
    assert found.p_value < 0.001
    assert not found.goes_live
    assert "needs one at least 5% smaller" in found.why


def test_five_per_cent_that_may_be_luck_stay_back_on_however_many_posts() -> None:
    days = np.arange(1_200) // 2
    errors = np.random.default_rng(3).normal(size=1_200)
    other = np.random.default_rng(4).permutation(errors) * 1.03
    found = challenge(np.zeros(1_200), errors, other, days, np.random.default_rng(5), live_name="version 1")
    assert found.candidate_error < found.live_error * 0.95
    assert found.p_value > 0.02
    assert not found.goes_live


def test_posts_of_too_few_days_are_not_compared() -> None:
    found = challenged(50, 1, candidate=0.1, live=2.0, per_day=10)
    assert not found.goes_live
    assert "too few days" in found.why


@pytest.mark.parametrize("rows", [40, 300, 1_200])
def test_of_equally_good_answers_hardly_any_goes_live(rows: int) -> None:
    assert sum(challenged(rows, seed).goes_live for seed in range(100)) <= 5


@pytest.mark.slow
def test_of_equally_good_answers_at_most_two_in_a_hundred_go_live() -> None:
    assert sum(challenged(400, seed).goes_live for seed in range(2_000)) <= 0.02 * 2_000 + 12


@pytest.mark.slow
@pytest.mark.parametrize("method", [ModelMethod.BOOSTING, ModelMethod.FOREST])
def test_the_same_method_with_other_luck_goes_live_in_at_most_two_of_a_hundred_brands(method: ModelMethod) -> None:
    runs, task = 100, ModelTask.ENGAGEMENT
    live = 0
    for seed in range(runs):
        lesson = planted(500, seed)
        block = blocks_of(lesson.days, int(lesson.days[300]))
        one, other = (hold_out(task, method, lesson, block, seed=own) for own in (1, 2))
        later = np.flatnonzero(block > 5)
        said = challenge(
            lesson.log_rate[later],
            one.said[later],
            other.said[later],
            lesson.days[later],
            np.random.default_rng(seed),
            live_name="version 1",
        )
        live += said.goes_live
    assert live <= 2
