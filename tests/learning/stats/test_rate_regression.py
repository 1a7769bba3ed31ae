"""Rates by several properties at once."""

from __future__ import annotations

import numpy as np
import pytest

from learning.stats.rate_regression import RateData, fit_rates


def brand(rng: np.random.Generator, *, lift: float = 0.0, units: int = 400, shared: float = 0.0) -> RateData:
    """Two places with rates 1 % and 3 %; a property that nine in ten times stands on the second one."""
    place = rng.integers(0, 2, units)
    has = (rng.random(units) < np.where(place == 1, 0.9, 0.1)).astype(float)
    day = np.arange(units) // 8
    level = np.log(np.where(place == 1, 0.03, 0.01)) + lift * has + rng.normal(0, 0.5, units)
    exposure = rng.integers(300, 3_000, units).astype(float)
    luck = rng.normal(0, shared, day.max() + 1)[day]
    events = rng.poisson(exposure * np.exp(level + luck)).astype(float)
    return RateData(events, exposure, np.column_stack([place == 0, place == 1, has]).astype(float), day, 2)


def estimate(data: RateData) -> tuple[float, float]:
    fit = fit_rates(data, event_size=1.0)
    assert fit is not None
    found = fit.contrast(np.array([[0.0, 0.0, 1.0]]))
    return float(found.estimate[0]), float(found.error[0])


def test_a_property_that_is_tied_to_a_better_place_gets_no_effect_of_its_own() -> None:
    rng = np.random.default_rng(1)
    found = np.array([estimate(brand(rng)) for _ in range(200)])
    assert abs(found[:, 0].mean()) < 0.02
    assert (np.abs(found[:, 0] / found[:, 1]) > 1.96).mean() < 0.08


def test_the_planted_effect_is_found_without_bias_and_the_error_says_how_far_off_it_is() -> None:
    rng = np.random.default_rng(2)
    found = np.array([estimate(brand(rng, lift=0.4)) for _ in range(200)])
    assert found[:, 0].mean() == pytest.approx(0.4, abs=0.03)
    assert found[:, 1].mean() == pytest.approx(found[:, 0].std(), rel=0.2)


def test_luck_that_posts_of_a_day_share_widens_the_error_of_what_changes_by_the_day() -> None:
    rng = np.random.default_rng(3)
    wrong = 0
    for _ in range(150):
        data = brand(rng, shared=0.6)
        by_day = (rng.random(data.clusters.max() + 1) < 0.5)[data.clusters].astype(float)
        own = RateData(data.events, data.exposure, np.column_stack([data.design[:, :2], by_day]), data.clusters, 2)
        found = estimate(own)
        wrong += abs(found[0] / found[1]) > 2
    assert wrong / 150 < 0.10


def test_one_viral_post_does_not_carry_its_level() -> None:
    data = brand(np.random.default_rng(4))
    place = int(np.flatnonzero(data.design[:, 2])[0])
    plain, error = estimate(data)
    data.events[place] = data.exposure[place]
    assert abs(estimate(data)[0] - plain) < error


def test_what_the_data_cannot_tell_apart_is_not_estimated() -> None:
    data = brand(np.random.default_rng(5))
    twice = RateData(
        data.events, data.exposure, np.column_stack([data.design, data.design[:, 2]]), data.clusters, data.place_columns
    )
    fit = fit_rates(twice, event_size=1.0)
    assert fit is not None
    found = fit.contrast(np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]]))
    assert np.isnan(found.estimate[0])
    assert np.isfinite(found.estimate[1])


def test_no_more_units_than_columns_give_no_fit() -> None:
    one = np.ones(3)
    assert fit_rates(RateData(one, one, np.eye(3), np.arange(3), 1), event_size=1.0) is None


def test_rare_amounts_under_many_properties_keep_the_size_of_one_of_them() -> None:
    most = 0.0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        columns = [np.eye(12)[rng.integers(0, 12, 350)] for _ in range(4)]
        visits = rng.integers(2, 40, 350).astype(float)
        orders = rng.poisson(visits * 0.012 * np.exp(rng.normal(0, 0.5, 350)))
        money = np.array([rng.lognormal(4, 0.45, count).sum() for count in orders])
        data = RateData(money, visits, np.column_stack([np.ones(350), *columns]), np.arange(350) // 3, 1)
        fit = fit_rates(data, event_size=None)
        assert fit is not None
        middle = np.repeat([0.0, 1 / 12, 0.0], [1, 12, 36])
        found = fit.contrast(np.eye(49)[1:13] - middle)
        most = max(most, float(np.nanmax(np.abs(found.estimate / found.error))))
    assert most < 4
