"""Correlations between metrics of posts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.insights.detectors.metric_correlations import MetricCorrelations
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand
from tests.learning.insights.detectors.planted import confirmed


@pytest.fixture(scope="module")
def noise() -> Brand:
    metrics = ("engagement_rate", "save_rate", "click_through_rate", "conversion_rate")
    return simulated_brand(WorldName.NOISE, 31, days=120, metrics=metrics)


def test_metrics_that_go_together_by_how_they_are_reckoned_are_not_paired(noise: Brand) -> None:
    pairs = {(one.subject.metric, dict(one.subject.what)["with"]) for one in MetricCorrelations().detect(noise.data)}
    assert ("save_rate", "engagement_rate") not in pairs
    assert ("conversion_rate", "click_through_rate") not in pairs
    assert ("click_through_rate", "engagement_rate") in pairs


def test_what_good_posts_have_in_common_shows_as_a_correlation_of_their_rates(noise: Brand) -> None:
    found = {one.candidate.subject.what: one for one in confirmed(MetricCorrelations().detect(noise.data))}
    assert (found[(("with", "engagement_rate"),)].effect or 0) > 0.3


def test_rates_of_independent_events_do_not_go_together_through_their_impressions(noise: Brand) -> None:
    rng = np.random.default_rng(1)
    posts = noise.data.posts.copy()
    seen = posts["impressions"].to_numpy() * rng.lognormal(0, 1, len(posts))
    # Viral posts are shown to people who care less: both rates fall with impressions, and nothing else joins them.
    for name in ("likes", "comments", "shares", "saves", "clicks"):
        posts[name] = rng.poisson(seen**0.5)
    posts["impressions"] = seen
    found = MetricCorrelations().detect(replace(noise.data, posts=posts))
    pair = next(one for one in found if one.subject.what == (("with", "engagement_rate"),))
    assert pair.measured is not None
    assert (pair.evidence.numbers["plain"] or 0) > 0.5
    assert abs(pair.measured.estimate) < 3 * pair.measured.error
