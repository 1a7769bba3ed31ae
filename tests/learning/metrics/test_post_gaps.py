from __future__ import annotations

import numpy as np
import pytest

from learning.domain.post_grids import Certainty
from learning.metrics.post_gaps import Compared, Posts, compare_groups


def compare(
    rates: dict[int, float], generator: np.random.Generator, *, posts: int = 40, spread: float = 0.5
) -> Compared:
    """Groups of posts with the given mean rates in one column; the posts of a group differ among themselves."""
    groups = np.repeat(np.arange(len(rates)), posts)
    exposure = generator.uniform(500, 3_000, len(groups))
    truth = np.array([rates[group] for group in groups.tolist()]) * np.exp(generator.normal(0, spread, len(groups)))
    events = generator.poisson(truth * exposure).astype(float)
    return compare_groups(
        Posts(events, exposure, groups, np.zeros(len(groups), dtype=np.int64)), np.zeros(len(rates), dtype=np.int64)
    )


def test_groups_that_differ_by_chance_are_hardly_ever_confirmed() -> None:
    generator = np.random.default_rng(1)
    called = [Certainty.CONFIRMED in compare(dict.fromkeys(range(8), 0.03), generator).certainties for _ in range(60)]
    assert np.mean(called) <= 0.10


def test_a_group_that_does_twice_as_well_is_confirmed_and_its_range_holds_the_truth() -> None:
    generator = np.random.default_rng(2)
    sure, held = [], []
    for _ in range(20):
        found = compare({0: 0.06, 1: 0.03, 2: 0.03, 3: 0.03}, generator)
        sure.append(found.certainties[0] is Certainty.CONFIRMED)
        gap = found.gaps[0]
        assert gap is not None
        held.append(gap.low <= 2.0 <= gap.high)
    assert np.mean(sure) >= 0.95
    assert np.mean(held) >= 0.85


def test_a_group_of_few_posts_is_said_to_have_too_few() -> None:
    generator = np.random.default_rng(3)
    exposure = np.full(24, 1_000.0)
    groups = np.array([0] * 20 + [1] * 4)
    found = compare_groups(
        Posts(generator.poisson(30, 24).astype(float), exposure, groups, np.zeros(24, dtype=np.int64)),
        np.zeros(2, dtype=np.int64),
    )
    assert found.certainties == (Certainty.TOO_FEW, Certainty.TOO_FEW)
    assert found.gaps == (None, None)
    assert found.compared == 0


def test_groups_are_compared_within_their_column_only() -> None:
    generator = np.random.default_rng(4)
    groups = np.repeat(np.arange(4), 30)
    rate = np.array([0.01, 0.01, 0.08, 0.08])[groups]
    exposure = generator.uniform(1_000, 2_000, len(groups))
    events = generator.poisson(rate * exposure).astype(float)
    found = compare_groups(Posts(events, exposure, groups, np.zeros(120, dtype=np.int64)), np.array([0, 0, 1, 1]))
    assert all(gap is not None and gap.factor == pytest.approx(1.0, abs=0.15) for gap in found.gaps)


def test_nothing_above_zero_is_not_compared() -> None:
    groups = np.repeat(np.arange(2), 10)
    found = compare_groups(
        Posts(np.zeros(20), np.full(20, 100.0), groups, np.zeros(20, dtype=np.int64)), np.zeros(2, dtype=np.int64)
    )
    assert found.gaps == (None, None)
