"""What one more post a day brings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Tier
from learning.insights.control import control
from learning.insights.detectors.posting_volume import PostingVolume
from tests.learning.insights.post_frames import FIRST_DAY, brand_with, made_posts


def paced(seed: int, elasticity: float) -> pd.DataFrame:
    """One to six posts a day; what each is seen by falls with their number."""
    rng = np.random.default_rng(seed)
    many = rng.integers(1, 7, 110)
    day = np.repeat(FIRST_DAY + np.arange(110), many)
    count = len(day)
    views = 3_000 * np.repeat(many, many) ** elasticity * rng.lognormal(0, 0.4, count)
    return made_posts(count, rng).assign(day=day, hour=rng.integers(6, 22, count), impressions=np.round(views) + 100)


def test_the_marginal_return_of_a_post_is_estimated_by_channel() -> None:
    (one,) = PostingVolume().detect(brand_with(paced(1, -0.7)))
    assert dict(one.subject.segment) == {"platform": "x", "account": "default"}
    assert one.subject.metric == "impressions"
    assert one.evidence.numbers["elasticity"] == pytest.approx(-0.7, abs=0.15)
    assert one.evidence.numbers["marginal_share"] == pytest.approx(0.3, abs=0.15)
    assert one.evidence.numbers["usual_per_day"] == pytest.approx(3.5, abs=0.4)
    assert one.recommendation == "change_pace"
    assert control([one])[0].tier is Tier.CONFIRMED


def test_where_more_posts_cost_nothing_the_pace_stands() -> None:
    for seed in range(6):
        (one,) = PostingVolume().detect(brand_with(paced(10 + seed, 0.0)))
        assert one.recommendation == "post_at_this_pace"
        assert not [found for found in control([one]) if found.tier is Tier.CONFIRMED]


def test_each_channel_has_its_own_and_one_that_always_posts_alike_has_none() -> None:
    tired, fresh = paced(2, -0.7), paced(3, 0.0)
    steady = made_posts(60, np.random.default_rng(4)).assign(platform="mail", day=FIRST_DAY + np.arange(60))
    both = pd.concat([tired, fresh.assign(platform="instagram"), steady], ignore_index=True)
    found = {dict(one.subject.segment)["platform"]: one for one in PostingVolume().detect(brand_with(both))}
    assert set(found) == {"x", "instagram"}
    assert (found["x"].evidence.numbers["elasticity"] or 0) < -0.4
    assert (found["instagram"].evidence.numbers["elasticity"] or 0) > -0.25


def test_no_posts_have_no_pace() -> None:
    assert PostingVolume().detect(brand_with(paced(5, 0.0).iloc[:0])) == ()
