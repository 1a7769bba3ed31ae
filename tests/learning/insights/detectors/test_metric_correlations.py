"""Correlations between metrics of posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from learning.domain.insights import Candidate
from learning.insights.detectors.metric_correlations import MetricCorrelations
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand
from tests.learning.insights.detectors.planted import confirmed

METRICS = ("engagement_rate", "save_rate", "click_through_rate", "conversion_rate", "comment_rate", "share_rate")


@pytest.fixture(scope="module")
def noise() -> Brand:
    return simulated_brand(WorldName.NOISE, 31, days=120, metrics=(*METRICS, "profile_visit_rate"))


def pairs(found: Sequence[Candidate]) -> set[frozenset[str]]:
    return {frozenset((one.subject.metric, dict(one.subject.what)["with"])) for one in found}


def test_metrics_that_go_together_by_how_they_are_reckoned_are_not_paired(noise: Brand) -> None:
    found = pairs(MetricCorrelations().detect(noise.data))
    # The parts take the place of the whole, and conversions are by the clicks.
    taken = ("save_rate", "click_through_rate", "comment_rate", "share_rate", "profile_visit_rate")
    assert found == {frozenset(pair) for pair in combinations(taken, 2)}


@pytest.mark.parametrize("seed", range(31, 36))
def test_what_good_posts_have_in_common_is_no_finding_about_two_rates(noise: Brand, seed: int) -> None:
    brand = noise if seed == 31 else simulated_brand(WorldName.NOISE, seed, days=80, metrics=noise.data.metrics)
    found = MetricCorrelations().detect(brand.data)
    assert np.mean([one.evidence.numbers["partial"] or 0 for one in found]) > 0.1
    assert np.mean([one.evidence.numbers["correlation"] or 0 for one in found]) == pytest.approx(0, abs=0.03)
    assert not confirmed(found)


def test_two_rates_that_share_more_than_that_are_confirmed(noise: Brand) -> None:
    rng = np.random.default_rng(1)
    posts = noise.data.posts
    push = np.exp(rng.normal(0, 0.8, len(posts)))
    changed = posts.assign(
        saves=rng.poisson(posts["impressions"] * 0.01 * push), clicks=rng.poisson(posts["impressions"] * 0.02 * push)
    )
    found = confirmed(MetricCorrelations().detect(replace(noise.data, posts=changed)))
    assert frozenset(("save_rate", "click_through_rate")) in pairs([one.candidate for one in found])
    first = max(found, key=lambda one: abs(one.effect or 0))
    assert pairs([first.candidate]) == {frozenset(("save_rate", "click_through_rate"))}


def test_rates_of_independent_events_do_not_go_together_through_their_impressions(noise: Brand) -> None:
    rng = np.random.default_rng(1)
    posts = noise.data.posts.copy()
    seen = posts["impressions"].to_numpy() * rng.lognormal(0, 1, len(posts))
    # Viral posts are shown to people who care less: all rates fall with impressions, and nothing else joins them.
    for name in ("likes", "comments", "shares", "saves", "clicks", "profile_visits"):
        posts[name] = rng.poisson(seen**0.5)
    posts["impressions"] = seen
    found = MetricCorrelations().detect(replace(noise.data, posts=posts))
    assert all((one.evidence.numbers["plain"] or 0) > 0.5 for one in found)
    assert not confirmed(found)


def test_three_rates_are_always_explained_by_one_cause(noise: Brand) -> None:
    metrics = ("save_rate", "click_through_rate", "comment_rate")
    assert MetricCorrelations().detect(replace(noise.data, metrics=metrics)) == ()
