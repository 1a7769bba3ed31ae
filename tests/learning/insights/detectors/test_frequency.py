"""How often and how densely a brand posts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from learning.insights.detectors.frequency import Frequency, pace_of_posts
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand
from tests.learning.insights.detectors.planted import confirmed, level_of


@pytest.fixture(scope="module")
def noise() -> Brand:
    return simulated_brand(WorldName.NOISE, 11, days=120, metrics=("engagement_rate",))


def test_pace_is_told_within_platform_and_account() -> None:
    posts = pd.DataFrame(
        {
            "platform": ["x", "x", "instagram", "x"],
            "account": "default",
            "topic": ["a", "b", "a", "a"],
            "format": ["", "video", "video", "video"],
            "day": [10, 10, 10, 14],
            "hour": [8, 10, 9, 8],
        }
    )
    found = pace_of_posts(posts)
    assert found["posts that day"].tolist() == ["2 or 3", "2 or 3", "alone", "alone"]
    assert found["time since the post before"].tolist() == ["", "under 3 hours", "", "over 48 hours"]
    assert found["same topic again"].tolist() == ["", "", "", "within a week"]
    assert found["same format again"].tolist() == ["", "", "", "within a week"]


def test_posts_that_tire_the_audience_are_found(noise: Brand) -> None:
    posts = noise.data.posts.copy()
    again = pace_of_posts(posts)["same topic again"] == "within 2 days"
    posts.loc[again, "likes"] = np.floor(posts.loc[again, "likes"] * 0.3)
    found = {level_of(one.candidate): one for one in confirmed(Frequency().detect(replace(noise.data, posts=posts)))}
    tired = found["same topic again", "within 2 days"]
    assert (tired.effect or 0) < -0.15
    assert tired.candidate.good is False


def test_a_brand_that_can_post_as_it_likes_gets_no_finding(noise: Brand) -> None:
    found = Frequency().detect(noise.data)
    assert len({level_of(one)[0] for one in found}) == 4
    assert not confirmed(found)


def test_a_brand_without_posts_has_no_pace(noise: Brand) -> None:
    assert Frequency().detect(replace(noise.data, posts=noise.data.posts.iloc[:0])) == ()
