"""How often a whole ramp ends as it should, from its first look to the report at its end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from tests.learning.governance.ramps import World, walk

SEEDS = (3, 20)
WORLDS = {
    "returning cells": World(),
    "cells of one day": World(returning=False),
    "after a slump": World(slump=0.3),
    "counts of 3 a day": World(mean=3.0),
    "counts of 20 a day, cells of one day": World(mean=20.0, returning=False),
}
RUNS = (60, pytest.param(1_000, marks=[pytest.mark.slow, pytest.mark.timeout(3_600)]))
SLACK = 2.5
"""Standard errors of a share: how far a few runs may stray."""


@dataclass(frozen=True)
class Shares:
    """Of many runs."""

    rolled_back: float
    """By a guardrail."""
    taken_back: float
    """By a guardrail, or by a person who follows a report that says 'down'."""
    kept: float
    covered: float
    """Of the ranges at the end, those that hold the true lift."""


def shares(world: World, runs: int, seed: int) -> Shares:
    rng = np.random.default_rng(seed)
    ended = [walk(world, rng) for _ in range(runs)]
    ends = [(one.impact.low, one.impact.high) for one in ended if one.impact is not None]
    ranges = [(low, high) for low, high in ends if low is not None and high is not None]
    down = sum(high < 0 for _, high in ranges)
    rolled = sum(one.rolled_back for one in ended)
    return Shares(
        rolled / runs,
        (rolled + down) / runs,
        sum(one.kept for one in ended) / runs,
        float(np.mean([low <= world.lift <= high for low, high in ranges])) if ranges else np.nan,
    )


def reach(bar: float, runs: int) -> float:
    return SLACK * float(np.sqrt(bar * (1 - bar) / runs))


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("name", list(WORLDS))
def test_without_an_effect_it_is_seldom_rolled_back_or_kept_and_the_range_holds_zero(name: str, runs: int):
    for seed in SEEDS:
        found = shares(WORLDS[name], runs, seed)
        assert found.rolled_back <= 0.05 + reach(0.05, runs)
        assert found.kept <= 0.05 + reach(0.05, runs)
        assert 0.92 - reach(0.95, runs) <= found.covered <= 0.98 + reach(0.95, runs)


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("returning", [True, False])
def test_a_true_effect_is_kept_and_its_range_holds_it(returning: bool, runs: int):
    for seed in SEEDS:
        found = shares(World(lift=0.2, returning=returning), runs, seed)
        assert found.kept >= 0.9 - reach(0.9, runs)
        assert 0.92 - reach(0.95, runs) <= found.covered <= 0.98 + reach(0.95, runs)


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("returning", [True, False])
def test_a_tenth_less_is_taken_back(returning: bool, runs: int):
    for seed in SEEDS:
        steady = shares(World(lift=-0.1, daily=0.2, returning=returning), runs, seed)
        assert steady.rolled_back >= 0.9 - reach(0.9, runs)
        restless = shares(World(lift=-0.1, daily=0.3, returning=returning), runs, seed)
        assert restless.taken_back >= 0.9 - reach(0.9, runs)
        assert restless.rolled_back >= 0.65 - reach(0.65, runs)


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize(("lift", "days"), [(0.2, 14), (0.2, 28), (0.4, 28), (0.4, 25)])
@pytest.mark.parametrize("returning", [True, False])
def test_an_effect_that_fades_to_nothing_is_seldom_kept(returning: bool, lift: float, days: int, runs: int):
    for seed in SEEDS:
        found = shares(World(lift=lift, fades_in=days, returning=returning), runs, seed)
        assert found.kept <= 0.2 + reach(0.2, runs)
