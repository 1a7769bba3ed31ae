"""Effects of attributes of posts, held against what was planted."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.simulation.history import draw_history
from learning.simulation.vocabulary import TOPICS
from learning.simulation.world import Attribute, Effect, WorldName, build_world
from tests.learning.insights.brand_worlds import FIRST, METRICS, Brand, brand_of, simulated_brand
from tests.learning.insights.detectors.planted import confirmed, level_of, planted_levels

TIED_TOPIC = TOPICS[7]


@pytest.fixture(scope="module")
def demo() -> Brand:
    return simulated_brand(WorldName.DEMO, 2, metrics=("engagement_rate", "click_through_rate"))


@pytest.fixture(scope="module")
def confounded() -> Brand:
    """One platform does much better, and one topic stands almost only there; the topic itself does nothing."""
    rng = np.random.default_rng(5)
    world = replace(
        build_world(WorldName.NOISE, 120, rng),
        effects=(Effect(((Attribute.PLATFORM, "x"),), 0.8),),
        topic_by_platform=True,
    )
    history = draw_history(world, FIRST, 120, posts_per_day=6, rng=rng)
    return Brand(brand_of(history, rng, ("engagement_rate",)), history)


def test_planted_main_effects_are_confirmed_with_their_sign_and_nulls_are_not(demo: Brand) -> None:
    planted = planted_levels(demo.history)
    swap = demo.history.world.swap
    assert swap is not None
    found = {
        level_of(one.candidate): one
        for one in confirmed(AttributeEffects().detect(demo.data))
        if one.candidate.subject.metric == "engagement_rate"
        and level_of(one.candidate)[1] not in (swap.one, swap.other)
    }
    assert found.keys() <= planted.keys()
    assert len(found) >= len(planted) - 1
    for level, one in found.items():
        assert one.low is not None
        assert one.high is not None
        assert one.low <= np.expm1(planted[level]) <= one.high


def test_a_topic_that_stands_almost_only_on_a_better_platform_is_no_insight(confounded: Brand) -> None:
    posts = confounded.data.posts
    rates = posts[["likes", "comments", "shares", "saves"]].sum(axis=1) / posts["impressions"]
    tied = posts["topic"] == TIED_TOPIC
    assert rates[tied].mean() > 1.3 * rates[~tied].mean()
    found = AttributeEffects().detect(confounded.data)
    topic = next(one for one in found if level_of(one) == ("topic", TIED_TOPIC))
    assert topic.measured is not None
    assert abs(topic.measured.estimate) < 2 * topic.measured.error
    (rival,) = [one for one in topic.evidence.rivals if one.name == "platform"]
    assert rival.level == "x"
    assert (rival.own or 0) > 0.8
    assert (rival.others or 0) < 0.5
    # The topic does nothing: what the plain rates differ by is the platform's.
    assert (rival.explained or 0) > 0.75
    assert not confirmed(found)


@pytest.mark.parametrize("seed", range(3))
def test_a_brand_without_effects_gets_no_confirmed_attribute(seed: int) -> None:
    brand = simulated_brand(WorldName.NOISE, seed, days=90, posts_per_day=4)
    found = AttributeEffects().detect(brand.data)
    ratios = np.array([one.measured.estimate / one.measured.error for one in found if one.measured])
    assert len(ratios) > 100
    assert (np.abs(ratios) > 2).mean() < 0.08
    assert not confirmed(found)


def test_what_one_level_does_is_not_passed_on_to_the_others_with_the_other_sign() -> None:
    rng = np.random.default_rng(6)
    world = replace(
        build_world(WorldName.NOISE, 120, rng), effects=(Effect(((Attribute.GENERATOR, "draft assistant"),), 0.8),)
    )
    history = draw_history(world, FIRST, 120, posts_per_day=6, rng=rng)
    found = confirmed(AttributeEffects().detect(brand_of(history, rng, ("engagement_rate",))))
    assert [level_of(one.candidate) for one in found] == [("generator", "draft assistant")]


def test_every_comparison_is_given_null_ones_included(demo: Brand) -> None:
    found = AttributeEffects().detect(demo.data)
    topics = {level for attribute, level in map(level_of, found) if attribute == "topic"}
    assert topics == set(TOPICS)
    # Of an attribute with two levels one is the mirror of the other.
    assert len({level_of(one) for one in found if level_of(one)[0] == "links"}) == 1


def test_posts_that_few_saw_or_that_are_too_young_teach_nothing(demo: Brand) -> None:
    posts = demo.data.posts
    spoiled = pd.concat(
        [
            posts,
            posts.assign(content_id=posts["content_id"] + 10_000, impressions=50.0, likes=50.0),
            posts.assign(content_id=posts["content_id"] + 20_000, age_hours=1.0, likes=posts["impressions"]),
        ],
        ignore_index=True,
    )
    detector = AttributeEffects()
    assert detector.detect(replace(demo.data, posts=spoiled)) == detector.detect(demo.data)


def test_the_frame_of_the_posts_is_not_changed(demo: Brand) -> None:
    before = demo.data.posts.copy()
    AttributeEffects().detect(demo.data)
    pd.testing.assert_frame_equal(demo.data.posts, before)


def test_a_brand_without_posts_or_attributes_has_nothing_to_compare(demo: Brand) -> None:
    empty = replace(demo.data, posts=demo.data.posts.iloc[:0])
    assert AttributeEffects().detect(empty) == ()
    bare = demo.data.posts.assign(
        **dict.fromkeys(("topic", "hook", "format", "generator", "strategy", "campaign"), ""),
        **dict.fromkeys(("length", "hashtags", "links"), np.nan),
        hour=-1,
    )
    assert list(AttributeEffects().detect(replace(demo.data, posts=bare))) == []


def test_the_evidence_says_how_both_sides_did_and_which_posts_show_it(demo: Brand) -> None:
    one = max(AttributeEffects().detect(demo.data), key=lambda one: one.measured.estimate if one.measured else 0)
    numbers = one.evidence.numbers
    value, rest = numbers["value"], numbers["rest"]
    assert value is not None
    assert rest is not None
    assert value > rest
    assert numbers["posts_with"] == one.n
    attribute, level = level_of(one)
    posts = demo.data.posts.set_index("content_id")
    assert set(posts.loc[list(one.evidence.posts), attribute]) == {level}
    assert one.good is True
    assert (one.opportunity or 0) > 0


@pytest.mark.slow
def test_ten_thousand_posts_take_less_than_three_seconds() -> None:
    brand = simulated_brand(WorldName.DEMO, 1)
    copies = -(-10_000 // len(brand.data.posts))
    posts = pd.concat([brand.data.posts] * copies, ignore_index=True).iloc[:10_000]
    data = replace(brand.data, posts=posts.assign(content_id=np.arange(10_000)), metrics=METRICS)
    # On one core: threads that wait for each other count as time too.
    with threadpool_limits(1):
        begun = time.process_time()
        AttributeEffects().detect(data)
        assert time.process_time() - begun < 3
