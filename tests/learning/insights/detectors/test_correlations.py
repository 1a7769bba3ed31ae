"""Correlations of measures of a post with what comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.insights.detectors.correlations import Correlations
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand
from tests.learning.insights.detectors.planted import confirmed


@pytest.fixture(scope="module")
def noise() -> Brand:
    metrics = ("engagement_rate", "save_rate", "click_through_rate", "conversion_rate")
    return simulated_brand(WorldName.NOISE, 31, days=120, metrics=metrics)


def test_a_measure_of_posts_that_matters_is_found_and_the_others_are_not(noise: Brand) -> None:
    posts = noise.data.posts.copy()
    posts["likes"] = np.floor(posts["likes"] * (1 + posts["hashtags"] / 4))
    found = confirmed(Correlations().detect(replace(noise.data, posts=posts)))
    measures = {one.candidate.subject.what[0][1] for one in found if one.candidate.subject.what[0][0] == "measure"}
    assert measures == {"hashtags"}


def test_a_correlation_that_only_platforms_make_is_no_finding(noise: Brand) -> None:
    posts = noise.data.posts.copy()
    busy = (posts["platform"] == "x").to_numpy()
    posts["length"] = np.where(busy, 900.0, 100.0) + np.random.default_rng(2).normal(0, 30, len(posts))
    posts["likes"] = posts["likes"] * np.where(busy, 4, 1)
    found = Correlations().detect(replace(noise.data, posts=posts))
    length = next(
        one for one in found if one.subject.what == (("measure", "length"),) and one.subject.metric == "engagement_rate"
    )
    assert (length.evidence.numbers["plain"] or 0) > 0.3
    assert length.evidence.rivals
    assert length.measured is not None
    assert abs(length.measured.estimate) < 3 * length.measured.error


def test_few_posts_are_not_correlated(noise: Brand) -> None:
    assert Correlations().detect(replace(noise.data, posts=noise.data.posts.iloc[:20])) == ()
