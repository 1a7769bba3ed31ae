"""Partial rank correlations."""

from __future__ import annotations

import numpy as np
import pytest

from learning.stats.rank_correlation import correlate_remainders, make_controls, ranks_within


def compared(one: np.ndarray, other: np.ndarray, strata: np.ndarray, controls: np.ndarray) -> tuple[float, float]:
    held = make_controls(controls)
    left = [held.remove(ranks_within(column, strata)) for column in (one, other)]
    found = correlate_remainders(left[0], left[1], np.arange(len(one)), held.basis.shape[1])
    assert found is not None
    return found.z, found.error


def test_ranks_are_made_within_each_stratum() -> None:
    found = ranks_within(np.array([5.0, 7.0, 100.0, 300.0, 300.0]), np.array([0, 0, 1, 1, 1]))
    assert found.tolist() == pytest.approx([-0.25, 0.25, -1 / 3, 1 / 6, 1 / 6])


def test_a_common_cause_that_is_held_alike_leaves_no_correlation_and_the_error_is_right() -> None:
    rng = np.random.default_rng(1)
    ratios = []
    for _ in range(300):
        cause = rng.normal(size=150)
        one, other = cause + rng.normal(size=150), cause + rng.normal(size=150)
        z, error = compared(one, other, np.zeros(150, dtype=np.int64), np.column_stack([np.ones(150), cause]))
        ratios.append(z / error)
    assert np.std(ratios) == pytest.approx(1, abs=0.12)
    assert (np.abs(ratios) > 1.96).mean() < 0.09


def test_a_correlation_that_comes_from_the_places_alone_vanishes_within_them() -> None:
    rng = np.random.default_rng(2)
    place = np.repeat([0, 1], 200)
    one, other = place * 5 + rng.normal(size=400), place * 5 + rng.normal(size=400)
    z, error = compared(one, other, place, np.ones((400, 1)))
    assert np.corrcoef(one, other)[0, 1] > 0.8
    assert abs(z) < 3 * error


def test_nothing_left_is_not_compared() -> None:
    column = np.linspace(-1, 1, 40)
    held = make_controls(np.column_stack([np.ones(40), column]))
    left = held.remove(column)
    assert correlate_remainders(left, left, np.arange(40), 2) is None
