"""The planted best arm of a context is ranked first, with ranges that hold; where nothing differs none is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.arm_models import ArmCounts
from learning.models.arms.lessons import why_not_recommended
from learning.models.arms.model import learn_arms, pack_arms, unpack_arms
from learning.models.arms.ranking import rank_arms, why_not_named
from tests.learning.models.arms.worlds import ARMS, BASE, PERSONAS, drawn

BY_PERSONA = {("question", "new"): 0.3, ("story", "expert"): 0.3, ("plain", "casual"): 0.3}
ENOUGH = ArmCounts(decisions=900, with_arm=800, with_propensity=700, rewarded=300, arms=2, days=6)


def ranked(lesson, context, *, by_context: bool = True, less_is_better: bool = False):
    model = learn_arms(lesson, by_context=by_context)
    return rank_arms(model, context, np.random.default_rng(1), less_is_better=less_is_better)


def test_the_planted_best_arm_of_each_context_comes_first_and_its_range_holds() -> None:
    covered = total = 0
    for seed in range(700, 715):
        lesson = drawn(3_000, seed, BY_PERSONA)
        for who in PERSONAS:
            found = ranked(lesson, {"persona": who})
            assert BY_PERSONA.get((found[0].arm, who)) == 0.3
            assert found[0].best_chance > 0.95
            assert why_not_named(found) == ""
            assert sum(one.best_chance for one in found) == pytest.approx(1)
            for one in found:
                truth = BASE * (1 + BY_PERSONA.get((one.arm, who), 0.0) + 0.2 * (who == "expert") - 0.05)
                covered += one.low <= truth <= one.high
                total += 1
    assert covered / total >= 0.88


def test_where_nothing_differs_no_arm_is_sure_by_context() -> None:
    named = sum(why_not_named(ranked(drawn(2_000, seed, {}), {"persona": "new"})) == "" for seed in range(800, 830))
    assert named <= 6


def test_what_few_decisions_tell_is_drawn_to_the_pooled_arms() -> None:
    """A lucky arm of 12 decisions is no favourite."""
    lesson = drawn(2_000, 3, {})
    rare = np.array(["lucky"] * 12 + lesson.arms.tolist()[12:], dtype=object)
    rewards = lesson.rewards.copy()
    rewards[:12] = BASE * 1.5
    found = {one.arm: one for one in ranked(replace(lesson, arms=rare, rewards=rewards), {})}
    assert found["lucky"].expected < BASE * 1.25
    assert found["lucky"].high - found["lucky"].low > 2 * (found["story"].high - found["story"].low)
    assert found["lucky"].n == 12


def test_many_decisions_of_one_person_count_as_one() -> None:
    lesson = drawn(600, 4, {})
    one_person = replace(lesson, units=np.where(lesson.arms == "story", 0, lesson.units + 1))
    plain, alike = (
        next(one for one in ranked(each, {}, by_context=False) if one.arm == "story") for each in (lesson, one_person)
    )
    assert alike.high - alike.low > 1.3 * (plain.high - plain.low)


def test_of_a_metric_of_which_less_is_better_the_smallest_comes_first_in_its_own_units() -> None:
    lesson = drawn(3_000, 5, {("story", who): -0.4 for who in PERSONAS})
    found = ranked(replace(lesson, rewards=-lesson.rewards), {}, less_is_better=True)
    assert found[0].arm == "story"
    assert 0 < found[0].low < found[0].expected < found[0].high < found[1].low


def test_n_is_that_of_the_arm_and_of_the_context() -> None:
    lesson = drawn(1_000, 6, {})
    found = {one.arm: one for one in ranked(lesson, {"persona": "new", "device": "phone"})}
    here = (lesson.contexts["persona"] == "new") & (lesson.contexts["device"] == "phone")
    for arm in ARMS:
        assert found[arm].n == (lesson.arms == arm).sum()
        assert found[arm].n_here == ((lesson.arms == arm) & here).sum()


def test_a_model_is_the_same_after_packing() -> None:
    model = learn_arms(drawn(800, 8, BY_PERSONA), by_context=True)
    again = unpack_arms(pack_arms(model))
    assert again.columns == model.columns
    one, other = (rank_arms(each, {"persona": "new"}, np.random.default_rng(2)) for each in (model, again))
    assert one == other


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (replace(ENOUGH, with_arm=0), "none of 900 decisions tells which arm was taken"),
        (replace(ENOUGH, with_propensity=0), "none of 800 decisions with an arm tells the probability"),
        (replace(ENOUGH, arms=1), "there is one arm only"),
        (
            replace(ENOUGH, rewarded=299),
            "299 rewarded outcomes of decisions that tell arm and propensity",
        ),
        (replace(ENOUGH, days=5), "the decisions are of 5 days; from 6 on"),
    ],
)
def test_what_is_missing_is_said(counts: ArmCounts, words: str) -> None:
    assert why_not_recommended(counts).startswith(words)
    assert why_not_recommended(ENOUGH) == ""
