"""Days of publication and hours of response."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.insights.detectors.peak_hours import PeakHours
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand
from tests.learning.insights.detectors.planted import confirmed, level_of


@pytest.fixture(scope="module")
def noise() -> Brand:
    return simulated_brand(WorldName.NOISE, 21, days=120, metrics=("engagement_rate",))


def test_a_weekday_that_does_better_is_found(noise: Brand) -> None:
    posts = noise.data.posts.copy()
    tuesday = (posts["day"] + 3) % 7 == 1
    posts.loc[tuesday, "likes"] *= 2
    found = {level_of(one.candidate): one for one in confirmed(PeakHours().detect(replace(noise.data, posts=posts)))}
    assert list(found) == [("weekday", "Tuesday")]
    assert (found["weekday", "Tuesday"].effect or 0) > 0.2


def test_hours_in_which_the_audience_responds_more_are_found(noise: Brand) -> None:
    hours = {metric: sums.copy() for metric, sums in noise.data.hours.items()}
    evening = np.isin(np.arange(168) % 24, [18, 19, 20, 21])
    hours["engagement_rate"][evening, 0] *= 1.8
    found = {level_of(one.candidate): one for one in confirmed(PeakHours().detect(replace(noise.data, hours=hours)))}
    assert (found["hour of response", "18 to 21"].effect or 0) > 0.15


def test_rates_without_any_rhythm_get_no_finding(noise: Brand) -> None:
    found = PeakHours().detect(noise.data)
    assert {level_of(one)[0] for one in found} == {"weekday", "hour of response"}
    assert not confirmed(found)


def test_an_hour_that_only_some_weekdays_report_is_not_judged(noise: Brand) -> None:
    hours = np.zeros((168, 2))
    hours[:72] = (5.0, 100.0)
    found = PeakHours().detect(replace(noise.data, posts=noise.data.posts.iloc[:0], hours={"engagement_rate": hours}))
    assert list(found) == []
