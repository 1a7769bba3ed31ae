"""A weekday is named only if it would be named rarely where all are alike."""

from __future__ import annotations

import numpy as np

from learning.stats.standing_out import StandingOut, standing_out


def test_the_highest_and_the_lowest_are_found_among_those_that_are_sure() -> None:
    found = standing_out([0.1, 0.3, -0.2, 0.9], [0.0, 0.2, -0.3, -0.5], [0.2, 0.4, -0.1, 2.3])
    assert found == StandingOut(highest=1, lowest=2)


def test_an_interval_that_leaves_out_zero_once_is_not_enough_among_seven() -> None:
    estimates, lows, highs = [0.1] + [0.0] * 6, [0.01] + [-0.1] * 6, [0.19] + [0.1] * 6
    assert standing_out(estimates[:1], lows[:1], highs[:1]).highest == 0
    assert standing_out(estimates, lows, highs) == StandingOut(None, None)


def test_places_without_an_interval_are_left_out() -> None:
    assert standing_out([None, 0.5], [None, 0.4], [None, 0.6]) == StandingOut(1, None)
    assert standing_out([None], [None], [None]) == StandingOut(None, None)


def test_where_all_weekdays_are_alike_one_is_named_in_at_most_a_twentieth_of_the_cases() -> None:
    draws = np.random.default_rng(7).normal(size=(4_000, 7))
    named = 0
    for row in draws:
        found = standing_out(list(row), list(row - 1.96), list(row + 1.96))
        named += found != StandingOut(None, None)
    assert named / len(draws) <= 0.06
