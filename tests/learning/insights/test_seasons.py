import numpy as np
import pytest

from learning.insights.seasons import LEAST_SURE, fit_season, running_median
from tests.learning.insights.daily_worlds import WEEKDAYS, DailyWorld


def test_planted_weekdays_are_recovered_within_their_errors() -> None:
    values, _ = DailyWorld(280, shift=0.5).draw(1)
    season = fit_season(values, np.arange(280) % 7, 7)
    assert season is not None
    assert np.abs(season.effects - WEEKDAYS).max() < 0.06
    assert (np.abs(season.effects - WEEKDAYS) <= 3 * season.errors).all()
    assert season.effects.sum() == pytest.approx(0, abs=1e-12)
    assert season.chance < LEAST_SURE


def test_days_that_are_alike_are_rarely_taken_for_a_week() -> None:
    chances = []
    for seed in range(200):
        season = fit_season(np.random.default_rng(seed).normal(size=120), np.arange(120) % 7, 7)
        assert season is not None
        chances.append(season.chance)
    assert np.mean(np.array(chances) < 0.05) < 0.1


def test_weekdays_without_effect_are_drawn_towards_none() -> None:
    season = fit_season(np.random.default_rng(0).normal(size=140), np.arange(140) % 7, 7)
    assert season is not None
    assert np.abs(season.shrunken().effects).max() < 0.7 * np.abs(season.effects).max()


def test_gaps_are_left_out_and_outliers_hardly_count() -> None:
    values, _ = DailyWorld(210).draw(2)
    values[np.random.default_rng(0).random(210) < 0.2] = np.nan
    values[70] = 40.0
    season = fit_season(values, np.arange(210) % 7, 7)
    assert season is not None
    assert np.abs(season.effects - WEEKDAYS).max() < 0.08
    assert season.counts.sum() == np.isfinite(values).sum()


def test_under_three_cycles_there_is_no_season() -> None:
    assert fit_season(np.arange(20.0), np.arange(20) % 7, 7) is None
    assert fit_season(np.arange(40.0), np.zeros(40, dtype=np.int64), 7) is None


def test_the_running_median_leaves_gaps_out() -> None:
    found = running_median(np.array([1.0, np.nan, 3.0, 100.0, 5.0]), 3)
    assert found.tolist() == [1.0, 2.0, 51.5, 5.0, 52.5]
