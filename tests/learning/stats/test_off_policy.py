"""What another way of choosing would have brought: right on average, and silent where it rests on too little."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.off_policy import OffPolicy
from learning.stats.off_policy import Logged, Wanted, estimate_off_policy

WANTED = 0.8


def found(
    n: int,
    seed: int,
    *,
    first: float = 0.5,
    wanted: float = WANTED,
    told: float | None = None,
    each: int = 1,
    model: float = 0.0,
) -> OffPolicy:
    """Rewards of two arms, 3 and 1 on average, of which the first is drawn with a probability.

    The model of the doubly robust estimator is off by `model`; `each` decisions share their person's luck.
    """
    rng = np.random.default_rng(seed)
    people = np.repeat(np.arange(n // each), each)
    is_first = np.repeat(rng.random(n // each) < first, each)
    rewards = np.where(is_first, 3.0, 1.0) + rng.normal(0, 1, n // each)[people] + (each > 1) * rng.normal(0, 0.2, n)
    said = np.where(is_first, 3.0, 1.0) + model
    known = first if told is None else told
    logged = Logged(rewards, np.where(is_first, known, 1 - known), n, (people,) if each > 1 else ())
    way = Wanted(np.where(is_first, wanted, 1 - wanted), said, np.full(n, wanted * 3 + (1 - wanted) * 1 + model))
    made = estimate_off_policy(logged, way)
    assert made is not None
    return made


@pytest.mark.parametrize("estimator", ["doubly_robust", "self_normalised", "inverse_propensity"])
@pytest.mark.parametrize("options", [{}, {"each": 4}, {"model": 2.0}])
def test_each_estimator_covers_the_truth_about_as_often_as_it_says(estimator: str, options: dict[str, float]) -> None:
    covered = 0
    for seed in range(300):
        gain = getattr(found(400, seed, **options), estimator)
        assert gain.low is not None
        covered += gain.low <= (WANTED * 3 + (1 - WANTED)) - 2 <= gain.high
    assert 0.92 <= covered / 300 <= 0.98


def test_what_a_model_knows_makes_the_doubly_robust_one_surer_than_weights_alone() -> None:
    made = found(2_000, 5)
    robust, weighted = made.doubly_robust, made.inverse_propensity
    assert (robust.high or 0) - (robust.low or 0) < 0.9 * ((weighted.high or 0) - (weighted.low or 0))
    assert made.why_not == ""
    assert made.p_value < 0.001


def test_the_same_weights_would_have_brought_the_same() -> None:
    made = found(400, 1, wanted=0.5, model=-2.0)
    assert made.self_normalised.diff == pytest.approx(0)
    assert made.inverse_propensity.diff == pytest.approx(0)
    assert made.doubly_robust.low is not None
    assert made.doubly_robust.low <= 0 <= (made.doubly_robust.high or 0)


def test_under_300_rewarded_outcomes_there_is_no_verdict() -> None:
    assert found(299, 1).why_not == "299 rewarded outcomes; it takes 300, so 1 more"
    assert found(300, 1).why_not == ""


def test_where_hardly_anything_overlaps_there_is_no_range_and_no_verdict() -> None:
    made = found(400, 1, first=0.05, wanted=0.99)
    assert made.effective_n < 30
    assert (made.low, made.high) == (None, None)
    assert made.why_not.startswith("what it would have chosen was drawn too rarely")


def test_where_nothing_overlaps_there_is_no_estimate() -> None:
    logged = Logged(np.ones(100), np.full(100, 0.5), 100)
    nothing = Wanted(np.zeros(100), np.zeros(100), np.zeros(100))
    assert estimate_off_policy(logged, nothing) is None
    empty = np.array([])
    assert estimate_off_policy(Logged(empty, empty, 0), Wanted(empty, empty, empty)) is None


def test_propensities_that_do_not_fit_give_no_verdict() -> None:
    assert found(2_000, 3, first=0.5, told=0.65).why_not.startswith("the propensities that were told do not fit")
    assert sum(found(2_000, seed).why_not != "" for seed in range(200)) <= 14


def test_estimators_that_disagree_beyond_their_intervals_give_no_verdict() -> None:
    """A model that knew the decisions: what it expects of the others it has made up."""
    rng = np.random.default_rng(4)
    is_first = rng.random(2_000) < 0.5
    rewards = rng.normal(1, 0.1, 2_000)
    logged = Logged(rewards, np.full(2_000, 0.5), 2_000)
    way = Wanted(np.where(is_first, 0.9, 0.1), rewards, np.full(2_000, 4.0))
    made = estimate_off_policy(logged, way)
    assert made is not None
    assert made.why_not == "the estimators disagree beyond their intervals"


def test_two_ways_are_held_against_each_other_on_the_same_decisions() -> None:
    rng = np.random.default_rng(6)
    is_first = rng.random(3_000) < 0.3
    rewards = np.where(is_first, 3.0, 1.0) + rng.normal(0, 1, 3_000)
    logged = Logged(rewards, np.where(is_first, 0.3, 0.7), 3_000)
    always, never = (
        Wanted(np.where(is_first, one, 1 - one), np.where(is_first, 3.0, 1.0), np.full(3_000, 1 + 2 * one))
        for one in (1.0, 0.0)
    )
    made = estimate_off_policy(logged, always, never)
    assert made is not None
    assert (made.low or 0) < 2 < (made.high or 0)
    assert made.served == pytest.approx(1, abs=0.15)
    assert made.estimate == pytest.approx(3, abs=0.15)
