"""What other weights would have brought: right on average, honest about how little overlaps."""

from __future__ import annotations

import numpy as np
import pytest

from learning.governance.off_policy import estimate_off_policy


def drawn(n: int, seed: int, first: float = 0.5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rewards of two arms, 3 and 1 on average, of which the first is drawn with a probability."""
    rng = np.random.default_rng(seed)
    is_first = rng.random(n) < first
    rewards = np.where(is_first, 3.0, 1.0) + rng.normal(0, 1, n)
    return rewards, np.where(is_first, first, 1 - first), is_first


def test_it_covers_the_truth_about_as_often_as_it_says():
    covered = 0
    for seed in range(300):
        rewards, served, is_first = drawn(400, seed)
        found = estimate_off_policy(rewards, served, np.where(is_first, 0.8, 0.2))
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= (0.8 * 3 + 0.2 * 1) - 2 <= found.high
    assert 0.92 <= covered / 300 <= 0.98


def test_the_same_weights_would_have_brought_the_same():
    rewards, served, _ = drawn(100, 1)
    found = estimate_off_policy(rewards, served, served)
    assert found is not None
    assert (found.diff, found.effective_n) == (pytest.approx(0), pytest.approx(100))


def test_where_hardly_anything_overlaps_there_is_no_range_and_where_nothing_does_no_estimate():
    rewards, served, is_first = drawn(100, 1, first=0.05)
    found = estimate_off_policy(rewards, served, np.where(is_first, 0.99, 0.01))
    assert found is not None
    assert found.effective_n < 30
    assert (found.low, found.high) == (None, None)
    assert estimate_off_policy(rewards, served, np.zeros(100)) is None
    assert estimate_off_policy(np.array([]), np.array([]), np.array([])) is None
