"""Marked units against permutations."""

from __future__ import annotations

import numpy as np
import pytest

from learning.stats.permutation import Permutations, UnitScores


def scores(rng: np.random.Generator, n: int = 60) -> UnitScores:
    return UnitScores(
        residuals=rng.normal(0, 0.4, n),
        weights=rng.uniform(0.5, 3.0, n),
        strata=rng.integers(0, 3, n),
        clusters=np.arange(n),
    )


def test_mean_and_spread_are_those_of_many_random_permutations() -> None:
    rng = np.random.default_rng(1)
    own = scores(rng)
    marked = np.zeros(60, dtype=np.bool_)
    marked[rng.choice(60, 15, replace=False)] = True
    found = Permutations(own).judge(marked)
    assert found is not None
    root = np.sqrt(own.weights)
    even = own.residuals * root
    draws = []
    for _ in range(8_000):
        dealt = even.copy()
        for one in range(3):
            places = np.flatnonzero(own.strata == one)
            dealt[places] = rng.permutation(even[places])
        draws.append((root * dealt)[marked].sum() / own.weights[marked].sum())
    observed = (root * even)[marked].sum() / own.weights[marked].sum()
    level = np.exp(found.estimate)
    assert level - 1 == pytest.approx(observed - np.mean(draws), abs=0.01)
    # The error is never below that over clusters, here about as large.
    assert found.error * level >= 0.97 * np.std(draws)
    assert found.n == 15


def test_noise_is_called_as_often_as_it_should() -> None:
    rng = np.random.default_rng(2)
    ratios = []
    for _ in range(400):
        marked = rng.random(60) < 0.25
        found = Permutations(scores(rng)).judge(marked)
        assert found is not None
        ratios.append(found.estimate / found.error)
    # The error is the larger of two, so that noise is called a little less often than one time in twenty.
    assert 0.003 <= (np.abs(ratios) > 2.0).mean() <= 0.06


def test_nothing_can_be_told_of_one_unit_or_of_a_whole_stratum() -> None:
    own = scores(np.random.default_rng(3))
    one = np.zeros(60, dtype=np.bool_)
    one[0] = True
    assert Permutations(own).judge(one) is None
    assert Permutations(own).judge(own.strata == 1) is None
