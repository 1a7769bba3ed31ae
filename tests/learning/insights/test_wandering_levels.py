"""A step is held against a level that wanders by itself."""

from __future__ import annotations

import numpy as np

from learning.insights.wandering_levels import MOST_ROWS, gain_over_wandering
from tests.learning.insights.daily_worlds import PostSums


def test_a_step_in_fresh_noise_explains_far_more_than_a_wandering_level() -> None:
    values = np.random.default_rng(0).normal(0, 0.12, 120) + 0.3 * (np.arange(120) >= 70)
    assert gain_over_wandering(values, 70, slope=False) > 30


def test_a_level_that_wanders_is_explained_nearly_as_well_without_its_best_step() -> None:
    for seed in range(10):
        values = PostSums(120, posts=5, half=5).draw(seed)
        assert max(gain_over_wandering(values, row, slope=False) for row in range(14, 106, 7)) < 15


def test_a_slope_is_held_alike() -> None:
    rise = 0.01 * np.arange(120) + np.random.default_rng(1).normal(0, 0.05, 120)
    assert gain_over_wandering(rise, 60, slope=True) < 10


def test_the_scale_plays_no_role_and_nothing_to_explain_gives_nothing() -> None:
    values = np.random.default_rng(2).normal(5, 1, 60)
    plain, large = (gain_over_wandering(values * factor, 30, slope=False) for factor in (1.0, 1e6))
    assert abs(plain - large) < 1e-6
    assert gain_over_wandering(np.ones(60), 30, slope=False) == 0


def test_of_a_long_stretch_the_rows_around_the_change_are_enough() -> None:
    values = np.random.default_rng(3).normal(0, 1, 5_000) + (np.arange(5_000) >= 4_900)
    near = values[-MOST_ROWS:]
    assert gain_over_wandering(values, 4_900, slope=False) == gain_over_wandering(near, MOST_ROWS - 100, slope=False)
