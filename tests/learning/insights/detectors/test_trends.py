"""Trends of daily series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.detectors.trends import Trends, slope
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import simulated_brand

DAYS = 91


@pytest.fixture(scope="module")
def brand() -> BrandData:
    return simulated_brand(WorldName.NOISE, 41, days=20).data


def series(rng: np.random.Generator, *, monthly: float = 0.0, memory: float = 0.0, level: float = 40.0) -> DailySeries:
    """Clicks by day with a weekend dip; the logarithm remembers."""
    luck = np.zeros(DAYS)
    for place in range(1, DAYS):
        luck[place] = memory * luck[place - 1] + rng.normal(0, 0.15)
    week = np.where(np.arange(DAYS) % 7 >= 5, -0.4, 0.0)
    values = rng.poisson(level * np.exp(luck + week + monthly * np.arange(DAYS) / 28)).astype(float)
    key = SeriesKey("clicks", Basis.ACTIVITY, "x")
    return DailySeries(key, date(2026, 8, 3), values, values, np.ones(DAYS), None, None)


@pytest.mark.parametrize(("memory", "at_most"), [(0.0, 0.09), (0.6, 0.12)])
def test_a_series_without_a_trend_seldom_seems_to_have_one_even_if_it_remembers(memory: float, at_most: float) -> None:
    rng = np.random.default_rng(1)
    wrong = judged = 0
    for _ in range(150):
        found = slope(series(rng, memory=memory, level=1_000.0), np.arange(DAYS))
        # A series that remembers much says too little to be judged.
        if found is not None:
            judged += 1
            wrong += abs(found.estimate / found.error) > 2
    assert judged > 100
    assert wrong / judged <= at_most


def test_a_trend_is_told_as_the_change_in_four_weeks() -> None:
    rng = np.random.default_rng(2)
    found = [slope(series(rng, monthly=0.2), np.arange(DAYS)) for _ in range(30)]
    assert np.mean([one.estimate for one in found if one]) == pytest.approx(0.2, abs=0.03)
    assert all(one and one.estimate > 2 * one.error for one in found)


def test_days_without_events_are_days_and_days_without_data_are_not(brand: BrandData) -> None:
    rare = series(np.random.default_rng(3), level=2.0)
    assert (rare.values == 0).any()
    rare.numerator[::3] = np.nan
    (found,) = Trends().detect(replace(brand, series=(rare,)))
    assert found.n == int(np.isfinite(rare.numerator).sum())
    assert found.subject.segment == (("platform", "x"),)


def test_too_few_days_or_no_event_give_no_candidate() -> None:
    one = series(np.random.default_rng(4))
    assert slope(one, np.arange(20)) is None
    one.numerator[:] = 0
    assert slope(one, np.arange(DAYS)) is None
