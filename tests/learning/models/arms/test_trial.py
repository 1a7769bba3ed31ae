"""A recommender of arms is judged by later decisions, and goes live only where it would have brought more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.arm_models import ArmMethod
from learning.models.arms.lessons import DAY_SECONDS
from learning.models.arms.model import learn_arms
from learning.models.arms.trial import LiveArms, hold_against_served, try_arms
from learning.models.time_blocks import blocks_of
from tests.learning.models.arms.worlds import ARMS, BASE, PERSONAS, drawn

BY_PERSONA = {("question", "new"): 0.3, ("story", "expert"): 0.3, ("plain", "casual"): 0.3}
ONE_BEST = {("question", who): 0.2 for who in PERSONAS}
SEEDS = range(500, 520)


def test_where_the_best_arm_differs_by_context_the_recommender_by_context_goes_live() -> None:
    tried = [try_arms(drawn(3_000, seed, BY_PERSONA), None) for seed in SEEDS]
    assert sum(one.goes_live and one.method is ArmMethod.BY_CONTEXT for one in tried) >= 18
    for one in tried:
        gain = one.scores.by_context
        assert gain is not None
        assert gain.estimate > gain.served
    assert "a decision against what served, 95 % range" in tried[0].why


def test_where_one_arm_is_best_for_all_that_one_is_recommended() -> None:
    tried = [try_arms(drawn(3_000, seed, ONE_BEST), None) for seed in SEEDS]
    assert sum(one.goes_live and one.method is ArmMethod.ONE_ARM for one in tried) >= 18


def test_where_all_arms_are_alike_hardly_anything_goes_live_although_everything_drifts() -> None:
    tried = [try_arms(drawn(2_500, seed, {}, drift=0.8, tilt=0.9), None) for seed in SEEDS]
    assert sum(one.goes_live for one in tried) <= 1
    for one in tried:
        assert one.goes_live or "it takes 5% more" in one.why or "propensities" in one.why or "estimators" in one.why


@pytest.mark.slow
def test_of_200_worlds_of_noise_at_most_four_get_a_recommender() -> None:
    assert sum(try_arms(drawn(1_200, seed, {}, drift=0.5), None).goes_live for seed in range(1_000, 1_200)) <= 4


@pytest.mark.slow
def test_what_it_would_have_brought_is_covered_by_its_range() -> None:
    """The truth: the lift of the best arm wherever another one was drawn."""
    covered = 0
    for seed in range(2_000, 2_100):
        lesson = drawn(2_500, seed, ONE_BEST, drift=0.3)
        found = try_arms(lesson, None).scores.one_arm
        assert found is not None
        later = blocks_of(lesson.days, None) > 0
        truth = 0.2 * BASE * float((lesson.arms[later] != "question").mean())
        assert found.low is not None
        covered += found.low <= truth <= (found.high or 0)
    assert covered >= 90


def test_under_300_rewarded_outcomes_there_is_no_verdict() -> None:
    told = try_arms(drawn(340, 5, ONE_BEST, spread=0.1), None)
    assert not told.goes_live
    assert "rewarded outcomes; it takes 300" in told.why


def test_propensities_that_do_not_fit_give_no_verdict() -> None:
    lesson = drawn(3_000, 7, ONE_BEST)
    wrong = np.where(lesson.arms == "question", lesson.propensity * 0.6, lesson.propensity)
    told = try_arms(replace(lesson, propensity=wrong), None)
    assert not told.goes_live
    assert "propensities" in told.why or "estimators disagree" in told.why


def test_the_same_again_does_not_take_the_place_of_the_live_version() -> None:
    lesson = drawn(4_000, 9, BY_PERSONA)
    edge = int(lesson.days[2_000])
    live = LiveArms(learn_arms(lesson.rows(np.flatnonzero(lesson.days <= edge)), by_context=True), edge, "version 1")
    told = try_arms(lesson, live)
    assert not told.goes_live
    assert "against version 1" in told.why


def test_after_a_swap_of_the_best_arm_another_takes_the_place_and_the_old_one_is_let_go() -> None:
    before, after = drawn(3_000, 11, ONE_BEST), drawn(6_000, 12, {("plain", who): 0.3 for who in PERSONAS})
    edge = int(before.days[-1])
    later = replace(after, at=after.at + 31 * DAY_SECONDS, units=after.units + 10_000)
    both = replace(
        before,
        **{
            name: np.concatenate([getattr(before, name), getattr(later, name)])
            for name in ("arms", "at", "rewards", "reported", "propensity", "units")
        },
        contexts={name: np.concatenate([told, later.contexts[name]]) for name, told in before.contexts.items()},
    )
    live = LiveArms(learn_arms(before, by_context=False), edge, "version 1")
    told = try_arms(both, live)
    assert told.goes_live
    assert learn_arms(both, by_context=False).columns.arms == ARMS
    _, goes = hold_against_served(both, live)
    assert goes
    _, stays = hold_against_served(before, LiveArms(live.model, edge - 10, "version 1"))
    assert not stays
    assert hold_against_served(before, live) == (None, False)


def test_what_comes_later_changes_nothing_of_what_was_said_before() -> None:
    lesson = drawn(1_500, 13, BY_PERSONA)
    half = lesson.rows(np.arange(700))
    one, other = (learn_arms(each, by_context=True) for each in (half, lesson.rows(np.arange(700))))
    assert np.array_equal(one.effects.mean, other.effects.mean)
