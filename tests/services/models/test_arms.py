"""Recommenders of arms: trained, live only if better, put back by a person; advice, and a proposal of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from learning.domain.actions import ActionState
from learning.domain.arm_models import ArmAdvice, ArmMethod
from learning.domain.errors import BadOption, NotFound, RuleRefused
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from services.callers import Caller
from services.clock import MovedClock
from services.models.arm_block import read_arm_block
from services.models.arm_proposals import propose_arm
from services.models.arm_training import (
    TrainedArms,
    deploy_arms,
    train_all_arms,
    train_arms,
    train_first_arms,
    use_arms,
    validate_arms,
)
from services.models.recommending import recommend_arm
from services.models.training import train
from services.parameters.definitions import define_parameter
from tests.learning.models.arms.worlds import PERSONAS
from tests.services import callers
from tests.services.hand_made import NOW, HandMade, make
from tests.services.models.arm_brands import DAY, METRIC, report_arms
from tests.services.models.test_training import ENGAGEMENT, POSTS, brand_of, posts

BY_PERSONA = {("question", "new"): 0.4, ("story", "expert"): 0.4, ("plain", "casual"): 0.4}
ONE_BEST = {("question", who): 0.3 for who in PERSONAS}
WEIGHTS = {"plain": 0.4, "question": 0.2, "story": 0.4}


def caller(name: str = "ada", *, later: int = 0) -> Caller:
    return callers.caller(name, MovedClock(datetime.fromtimestamp(NOW + DAY + later, UTC)))


@pytest.fixture
def shop(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def report(shop: HandMade, truth: object, **more: object) -> None:
    report_arms(shop.store, shop.brand_id, truth, now=NOW + DAY - 60, **more)  # type: ignore[arg-type]


def made(shop: HandMade, **more: object) -> TrainedArms:
    return train_arms(shop.store, brand_of(shop), "content", who=caller("ann"), **more)  # type: ignore[arg-type]


def advice(shop: HandMade, component: str = "content", **context: str) -> ArmAdvice:
    with shop.read() as work:
        return recommend_arm(work, brand_of(shop), component, context, NOW + DAY)


def define(shop: HandMade, weights: dict[str, float], **context: str) -> ParameterKey:
    key = ParameterKey(shop.brand_id, "content", "set", "hook", context)
    define_parameter(shop.store, key, ParameterSpec(ParameterKind.WEIGHTS), weights, who=caller("adm"))
    return key


def test_the_arm_that_fits_each_context_is_recommended_with_n_range_and_chance(shop: HandMade) -> None:
    report(shop, BY_PERSONA)
    told = made(shop)
    assert told.version is not None
    assert told.version.is_live
    assert (told.version.method, told.version.metric, told.version.who) == (ArmMethod.BY_CONTEXT, METRIC, "ann")
    for arm, who in BY_PERSONA:
        found = advice(shop, persona=who.upper())
        assert (found.recommended, found.reason, found.randomised) == (arm, "", True)
        best = found.ranked[0]
        assert best.low < best.expected < best.high
        assert 0 < best.n_here < best.n
        assert best.best_chance > 0.9
    with shop.read() as work:
        (row,) = [one for one in work.audit.read() if one.kind == "model_version"]
    assert json.loads(row.body) == {"before": "nothing recommended", "after": "version 1"}


def test_a_level_that_was_not_seen_is_noted_and_a_name_that_nobody_tells_is_refused(shop: HandMade) -> None:
    report(shop, BY_PERSONA)
    made(shop)
    found = advice(shop, persona="martian")
    assert dict(found.context) == {}
    assert found.notes[0].startswith("persona 'martian' was told by fewer than 30 decisions and counts as not told")
    with pytest.raises(BadOption) as refused:
        advice(shop, planet="mars")
    assert "of device, persona" in refused.value.fix


def test_where_arms_are_alike_nothing_is_recommended_and_the_reason_has_figures(shop: HandMade) -> None:
    report(shop, {}, count=1_000)
    told = made(shop)
    assert told.version is not None
    assert not told.version.is_live
    assert told.version.packed is None
    found = advice(shop)
    assert (found.recommended, found.ranked) == ("", ())
    assert found.reason.startswith("version 1 is not live: ")
    assert "95 % range" in found.reason


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"count": 250}, "250 rewarded outcomes of decisions that tell arm and propensity; it takes 300, so 50 more"),
        ({"told": False, "count": 400}, "none of 400 decisions with an arm tells the probability"),
    ],
)
def test_too_few_or_without_propensities_is_refused_with_the_reason(
    shop: HandMade, more: dict[str, object], words: str
) -> None:
    report(shop, ONE_BEST, **more)
    told = made(shop)
    assert told.version is None
    assert told.why.startswith(words)
    assert advice(shop).reason.startswith(words)


def test_a_component_with_two_draws_a_decision_is_refused(shop: HandMade) -> None:
    report(shop, ONE_BEST, count=400)
    define(shop, WEIGHTS)
    key = ParameterKey(shop.brand_id, "content", "set", "tone")
    define_parameter(shop.store, key, ParameterSpec(ParameterKind.WEIGHTS), {"a": 1.0}, who=caller("adm"))
    assert made(shop).why.startswith("2 of its parameters hold weights")


def test_it_is_trained_again_once_enough_outcomes_came_and_the_same_stays_back(shop: HandMade) -> None:
    report(shop, ONE_BEST)
    assert train_first_arms(shop.store, caller()) == 1
    assert train_first_arms(shop.store, caller()) == 0
    assert train_all_arms(shop.store, caller(), [brand_of(shop)]) == 0
    assert made(shop).why == "0 outcomes came since version 1; from 10 on a recommender is trained again"
    again = made(shop, anyway=True)
    assert again.version is not None
    assert (again.version.version, again.version.is_live) == (2, False)
    assert advice(shop).version is not None
    assert advice(shop).recommended == "question"


def test_a_person_lets_go_of_it_and_puts_it_back(shop: HandMade) -> None:
    report(shop, ONE_BEST)
    made(shop)
    brand = brand_of(shop)
    use_arms(shop.store, brand, "content", None, who=caller())
    assert advice(shop).reason == "version 1 was taken out of use; it can be put back"
    use_arms(shop.store, brand, "content", 1, who=caller())
    assert advice(shop).recommended == "question"
    with pytest.raises(NotFound):
        use_arms(shop.store, brand, "content", 7, who=caller())


def test_where_what_serves_has_become_better_the_recommendation_is_let_go(shop: HandMade) -> None:
    report(shop, ONE_BEST)
    made(shop)
    brand, later = brand_of(shop), NOW + 40 * DAY
    assert [one.goes for one in validate_arms(shop.store, brand, NOW + DAY)] == [False]
    worse = {("question", who): -0.4 for who in PERSONAS}
    report_arms(shop.store, shop.brand_id, worse, now=later, count=3_000, seed=9, mark="later ")
    (stood,) = deploy_arms(shop.store, brand, who=caller(later=40 * DAY))
    assert stood.goes
    assert stood.words.endswith("what served does better")
    assert advice(shop).recommended == ""


def test_a_recommendation_becomes_a_draft_of_a_step_of_the_weights_and_changes_nothing_itself(shop: HandMade) -> None:
    report(shop, ONE_BEST)
    made(shop)
    key = define(shop, WEIGHTS)
    brand = brand_of(shop)
    record, again = (
        propose_arm(shop.store, brand, "content", {"persona": "new"}, who=caller("ann"), command="one") for _ in "ab"
    )
    assert record.id == again.id
    assert record.state is ActionState.DRAFT
    draft = record.draft
    assert (draft.component, draft.name, draft.author) == ("content", "hook", "ann")
    assert draft.to_value == {"plain": 0.35, "question": 0.3, "story": 0.35}
    assert draft.expected.metric == METRIC
    assert 0 < (draft.expected.low or 0) < 0.03 < (draft.expected.high or 0)
    assert draft.evidence == "recommendation:content:1"
    with shop.read() as work:
        parameter = work.parameters.find(key)
        assert parameter is not None
        assert work.parameters.find_live(parameter.id) is None


def test_what_is_recommended_nowhere_or_drawn_always_is_not_proposed(shop: HandMade) -> None:
    brand = brand_of(shop)
    with pytest.raises(RuleRefused, match="has no parameter that draws arms by weight"):
        propose_arm(shop.store, brand, "content", {}, who=caller("ann"), command="one")
    define(shop, {"question": 1.0})
    report(shop, ONE_BEST, count=250)
    with pytest.raises(RuleRefused, match="No arm is recommended: 250 rewarded outcomes"):
        propose_arm(shop.store, brand, "content", {}, who=caller("ann"), command="two")
    report(shop, ONE_BEST, seed=4, mark="more ")
    made(shop)
    with pytest.raises(RuleRefused, match="question is what hook draws always"):
        propose_arm(shop.store, brand, "content", {}, who=caller("ann"), command="three")


def test_a_parameter_of_a_context_gets_the_arm_of_that_context(shop: HandMade) -> None:
    report(shop, BY_PERSONA)
    made(shop)
    define(shop, WEIGHTS)
    define(shop, WEIGHTS, persona="expert")
    told = propose_arm(
        shop.store, brand_of(shop), "content", {"persona": "expert"}, who=caller("ann"), command="one"
    ).draft
    assert told.context == {"persona": "expert"}
    assert told.to_value == {"plain": 0.333333, "question": 0.166667, "story": 0.5}


def test_of_posts_the_levels_are_ranked_and_said_not_to_be_drawn_by_lot(shop: HandMade) -> None:
    shop.put(POSTS, posts(240))
    assert advice(shop, "format").reason.startswith("no model of posts does better")
    train(shop.store, brand_of(shop), ENGAGEMENT, who=caller("ann"))
    found = advice(shop, "format")
    assert (found.recommended, found.randomised, found.metric) == ("reel", False, "engagement_rate")
    assert found.notes[-1].startswith("Nobody drew it by lot")
    assert found.ranked[0].low > found.ranked[1].high
    assert sum(one.n for one in found.ranked) == 240
    assert advice(shop, "hook").reason == "fewer than two levels of it have enough posts"
    with pytest.raises(NotFound):
        advice(shop, "moon")


def test_a_component_that_knows_no_arms_has_no_block(shop: HandMade) -> None:
    with shop.read() as work:
        assert read_arm_block(work, brand_of(shop), "content", {}, NOW + DAY) is None
    report(shop, ONE_BEST, count=40)
    with shop.read() as work:
        block = read_arm_block(work, brand_of(shop), "content", {}, NOW + DAY)
    assert block is not None
    assert not block.can_be_proposed
