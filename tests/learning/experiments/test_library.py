from __future__ import annotations

import numpy as np
import pytest

from learning.domain.experiments import Prior
from learning.experiments.library import Idea, pool_by_tag, rank_ideas
from learning.experiments.replay import replay_past


def test_tags_are_put_together_and_small_ones_drawn_to_the_whole() -> None:
    generator = np.random.default_rng(2)
    tags = ["question"] * 40 + ["number"] * 40 + ["list"] * 40 + ["story"] * 40 + ["how"] * 40 + ["rare"]
    truth = np.repeat([0.08, 0.03, 0.0, -0.03, -0.06], 40)
    errors = np.append(np.full(200, 0.04), 0.15)
    effects = np.append(truth + generator.normal(0, 0.05, 200), 0.30)
    found = {row.tag: row for row in pool_by_tag(tags, effects, errors)}
    assert list(found)[-1] == "how"
    assert found["question"].lift == pytest.approx(np.expm1(0.08), abs=0.03)
    assert found["question"].chance_above_zero > 0.99
    assert found["rare"].tests == 1
    assert found["rare"].lift < 0.75 * found["rare"].raw


def test_tests_without_figures_are_left_out() -> None:
    assert pool_by_tag(["a", "b"], np.array([np.nan, 0.1]), np.array([0.1, 0.0])) == ()
    assert len(pool_by_tag(["a"], np.array([0.1]), np.array([0.05]))) == 1


def test_an_idea_is_worth_testing_for_what_one_may_learn_not_for_what_one_believes() -> None:
    def idea(name: str, mean: float, sd: float, error: float = 0.02) -> Idea:
        return Idea(name, Prior(mean, sd, 9, "x"), error, value_per_lift=1_000)

    ranked = rank_ideas(
        [idea("sure", 0.10, 0.01), idea("open", 0.0, 0.1), idea("hopeless", -0.2, 0.02), idea("vague", 0.0, 0.1, 0.5)]
    )
    assert ranked[0].idea.name == "open"
    assert ranked[-1].value == pytest.approx(0, abs=1e-6)
    values = {one.idea.name: one.value for one in ranked}
    assert values["open"] > values["vague"] > values["hopeless"]


def test_the_value_of_a_perfect_test_of_an_even_prior_is_known() -> None:
    (one,) = rank_ideas([Idea("x", Prior(0.0, 0.1, 9, "x"), 1e-9)])
    assert one.value == pytest.approx(0.1 / np.sqrt(2 * np.pi))
    assert one.chance_to_ship == pytest.approx(0.5)


def test_naive_rules_find_winners_in_a_past_without_any_and_the_honest_one_does_not() -> None:
    generator = np.random.default_rng(21)
    units = generator.poisson(1_000, 20).astype(float)
    found = replay_past(
        units, generator.binomial(units.astype(int), 0.1).astype(float), tests=1_000, generator=generator
    )
    assert found is not None
    assert 0.15 <= found.naive <= 0.35
    assert found.naive_bayes > found.naive
    assert found.honest <= 0.05
    assert len(found.example) == 20
    # The example is one that the naive rule calls: its honest range holds zero all the way.
    assert all(low <= 0 <= high for low, high in zip(found.example_low, found.example_high, strict=True) if low < high)


def test_a_past_without_conversions_or_days_cannot_be_replayed() -> None:
    generator = np.random.default_rng(1)
    assert replay_past(np.ones(5), np.zeros(5), tests=10, generator=generator) is None
    assert replay_past(np.ones(1), np.ones(1), tests=10, generator=generator) is None
