"""Orders of content before a post that does well."""

from __future__ import annotations

import numpy as np
import pandas as pd

from learning.domain.insights import Tier
from learning.insights.content_orders import orders_of
from learning.insights.control import control
from learning.insights.detectors.sequences import Sequences
from tests.learning.insights.post_frames import brand_with, made_posts


def planted(seed: int, lift: float, count: int = 600) -> pd.DataFrame:
    """Gear that follows repairs gets more; gear and repairs themselves do nothing."""
    bare = made_posts(count, np.random.default_rng(seed))
    pairs = orders_of(bare, "topic").pairs
    extra = np.array([lift if pair == ("repairs", "gear") else 0.0 for pair in pairs])
    return made_posts(count, np.random.default_rng(seed), lift=extra)


def test_an_order_that_works_is_confirmed_and_its_parts_are_not() -> None:
    found = Sequences().detect(brand_with(planted(1, 0.9)))
    sure = [one for one in control(found) if one.tier is Tier.CONFIRMED]
    levels = {dict(one.candidate.subject.what)["level"] for one in sure}
    assert "repairs > gear" in levels
    assert all(level.endswith("repairs > gear") for level in levels)
    one = next(one for one in sure if dict(one.candidate.subject.what)["level"] == "repairs > gear")
    # Beside gear after anything, a part of which is that order too.
    assert 0.4 < (one.effect or 0) < np.expm1(0.9)
    assert one.candidate.recommendation == "follow_order"
    assert one.candidate.n == one.candidate.evidence.numbers["posts_with"]


def test_orders_that_do_nothing_are_proposed_and_none_is_confirmed() -> None:
    for seed in range(4):
        found = Sequences().detect(brand_with(planted(20 + seed, 0.0)))
        ratios = np.array([one.measured.estimate / one.measured.error for one in found if one.measured])
        assert len(ratios) > 40
        assert (np.abs(ratios) > 2).mean() < 0.08
        assert not [one for one in control(found) if one.tier is Tier.CONFIRMED]


def test_a_level_that_does_well_by_itself_is_no_order() -> None:
    rng = np.random.default_rng(3)
    topic = rng.choice(np.array(["repairs", "gear", "trails"], dtype=object), 500)
    posts = made_posts(500, rng, topic=topic, lift=np.where(topic == "gear", 0.8, 0.0))
    assert not [one for one in control(Sequences().detect(brand_with(posts))) if one.tier is Tier.CONFIRMED]


def test_orders_end_where_the_channel_or_the_week_does() -> None:
    posts = made_posts(5, np.random.default_rng(4)).assign(
        topic=["a", "b", "c", "d", ""],
        platform=["x", "x", "mail", "x", "x"],
        day=[20_500, 20_501, 20_501, 20_502, 20_503],
        hour=12,
    )
    found = orders_of(posts, "topic")
    assert found.pairs == (None, ("a", "b"), None, ("b", "d"), None)
    assert found.triples == (None, None, None, ("a", "b", "d"), None)
    late = orders_of(posts.assign(day=[20_500, 20_501, 20_501, 20_509, 20_510]), "topic")
    assert late.pairs == (None, ("a", "b"), None, None, None)


def test_a_brand_without_posts_or_topics_has_no_orders() -> None:
    posts = made_posts(40, np.random.default_rng(5))
    assert Sequences().detect(brand_with(posts.iloc[:0])) == ()
    bare = posts.assign(topic="", hook="", format="")
    assert list(Sequences().detect(brand_with(bare))) == []
