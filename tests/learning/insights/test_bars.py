"""What the whole catalogue promises, as one run: noise stays silent, what is planted is found with its sign."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.simulation.history import draw_history
from learning.simulation.vocabulary import TOPICS
from learning.simulation.world import Attribute, Effect, WorldName, build_world
from tests.learning.insights.brand_worlds import FIRST, brand_of
from tests.learning.insights.whole_runs import METRICS, run_of, small_brand, tally

TIED_TOPIC = TOPICS[7]


FEW_METRICS = METRICS[:2]
"""Enough for what runs always; the slow forms look at all eight."""


def noisy_runs(seeds: range) -> int:
    """How many brands without any effect get a confirmed finding."""
    return sum(bool(run_of(small_brand(WorldName.NOISE, seed).data)[1]) for seed in seeds)


def test_a_brand_without_effects_gets_no_confirmed_finding() -> None:
    brand = small_brand(WorldName.NOISE, 8_000, days=60, metrics=FEW_METRICS)
    assert not run_of(brand.data)[1]


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_one_in_ten_brands_without_effects_at_most_gets_one() -> None:
    assert noisy_runs(range(3_000, 3_200)) <= 20


def test_what_is_planted_in_a_brand_is_found_and_hardly_anything_else() -> None:
    found = tally(small_brand(WorldName.DEMO, 8_100, days=100, posts_per_day=5, metrics=FEW_METRICS))
    assert found.detectable >= 2
    assert found.detected >= 0.8 * found.detectable
    assert found.false <= max(0.1 * (found.false + found.right), 1)
    assert found.turned == 0


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_over_many_brands_one_in_ten_findings_is_false_at_most_and_no_sign_is_wrong() -> None:
    tallies = [tally(small_brand(WorldName.DEMO, seed, days=120, posts_per_day=5)) for seed in range(4_000, 4_020)]
    right, false = sum(one.right for one in tallies), sum(one.false for one in tallies)
    assert false / (right + false) <= 0.10
    assert sum(one.turned for one in tallies) <= 0.01 * right
    assert sum(one.detected for one in tallies) >= 0.80 * sum(one.detectable for one in tallies)


def tied_topic_named(metrics: tuple[str, ...], days: int) -> list[str]:
    """What the findings name of a topic that only stands where a better platform is."""
    rng = np.random.default_rng(5)
    world = replace(
        build_world(WorldName.NOISE, days, rng),
        effects=(Effect(((Attribute.PLATFORM, "x"),), 0.8),),
        topic_by_platform=True,
    )
    history = draw_history(world, FIRST, days, posts_per_day=5, rng=rng)
    _, sure = run_of(brand_of(history, rng, metrics))
    named = [value for one in sure for _, value in one.candidate.subject.what]
    return [value for value in named if TIED_TOPIC in value]


def test_a_topic_that_is_tied_to_a_better_platform_is_in_no_finding_of_the_run() -> None:
    assert not tied_topic_named(FEW_METRICS, 60)


@pytest.mark.slow
def test_a_tied_topic_is_in_no_finding_on_any_of_eight_rates() -> None:
    assert not tied_topic_named(METRICS, 100)
