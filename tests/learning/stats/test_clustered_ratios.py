"""Rates of units that share their luck: the error covers days and people, and a mark is asked about one side only."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from learning.stats.clustered_ratios import ClusteredUnits, compare_groups, compare_with_mark


def units(
    rng: np.random.Generator, *, spread: float = 0.0, rate: float = 0.2, days: int = 30, a_day: int = 40
) -> tuple[ClusteredUnits, np.ndarray]:
    """Units that succeed or not, with luck of their day and of one of 60 people; half of the people are one group."""
    count = days * a_day
    day, person = np.repeat(np.arange(days), a_day), rng.integers(0, 60, count)
    logit = math.log(rate / (1 - rate)) + spread * (rng.normal(size=days)[day] + rng.normal(size=60)[person])
    events = (rng.random(count) < 1 / (1 + np.exp(-logit))).astype(float)
    return ClusteredUnits(events, np.ones(count), (day, person)), person < 30


def test_the_ratio_of_two_groups_and_its_error_without_any_luck_are_those_of_counts() -> None:
    given, own = units(np.random.default_rng(1))
    found = compare_groups(given, own, ~own, counted=True)
    assert found is not None
    x, n = given.events[own].sum(), own.sum()
    y, m = given.events[~own].sum(), (~own).sum()
    assert found.estimate == pytest.approx(math.log((x + 0.5) / (n + 0.5)) - math.log((y + 0.5) / (m + 0.5)))
    counted = math.sqrt(1 / (x + 0.5) - 1 / (n + 0.5) + 1 / (y + 0.5) - 1 / (m + 0.5))
    assert found.error >= counted
    assert found.error == pytest.approx(counted, rel=0.35)


def test_groups_that_do_not_differ_are_called_different_in_one_of_twenty_worlds_though_people_do() -> None:
    wrong, naive = 0, 0
    worlds = 300
    for seed in range(worlds):
        given, own = units(np.random.default_rng([2, seed]), spread=0.8)
        found = compare_groups(given, own, ~own, counted=True)
        assert found is not None
        wrong += 2 * stats.t.sf(abs(found.estimate) / found.error, found.degrees) < 0.05
        alone = ClusteredUnits(given.events, given.weights, (np.arange(len(given.events)),))
        plain = compare_groups(alone, own, ~own, counted=True)
        assert plain is not None
        naive += abs(plain.estimate) / plain.error > 1.96
    assert wrong <= stats.binom.ppf(0.999, worlds, 0.06)
    assert naive > 2 * wrong, "with every unit on its own the same worlds look full of differences"


def test_a_mark_is_asked_about_one_side_only() -> None:
    given, _ = units(np.random.default_rng(3), rate=0.4)
    under = compare_with_mark(given, 0.7, counted=True, below=True)
    over = compare_with_mark(given, 0.7, counted=True, below=False)
    assert under is not None
    assert over is not None
    assert under.estimate == pytest.approx(math.log((given.events.sum() + 0.5) / (len(given.events) + 0.5) / 0.7))
    assert over.estimate == 0.0


def test_too_few_days_no_event_or_nobody_on_a_side_is_no_comparison() -> None:
    rng = np.random.default_rng(4)
    few, own = units(rng, days=3)
    assert compare_groups(few, own, ~own, counted=True) is None
    given, own = units(rng)
    nothing = ClusteredUnits(np.zeros(len(own)), given.weights, given.clusterings)
    assert compare_groups(nothing, own, ~own, counted=True) is None
    assert compare_groups(given, own & ~own, ~own, counted=True) is None
    assert compare_with_mark(nothing, 0.7, counted=False, below=True) is None


def test_means_of_amounts_are_compared_without_a_half() -> None:
    given, own = units(np.random.default_rng(5))
    amounts = ClusteredUnits(np.where(own, 30.0, 20.0) + given.events, given.weights, given.clusterings)
    found = compare_groups(amounts, own, ~own, counted=False)
    assert found is not None
    means = [amounts.events[side].mean() for side in (own, ~own)]
    assert found.estimate == pytest.approx(math.log(means[0] / means[1]))
    assert found.error < 0.01
