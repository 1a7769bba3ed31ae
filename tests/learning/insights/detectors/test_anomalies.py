"""Unusual moments and what explains them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.domain.insights import Candidate, Tier
from learning.insights.control import control
from learning.insights.detectors.anomalies import Anomalies
from learning.insights.series import decompose
from learning.insights.surprises import find_surprises
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import EPOCH, Brand, daily_series, simulated_brand

METRICS = ("impressions", "click_through_rate", "engagement_rate")


@pytest.fixture(scope="module")
def quiet() -> Brand:
    return simulated_brand(WorldName.NOISE, 8, days=150, metrics=METRICS)


def spoiled(brand: Brand, metric: str, days: slice, factor: float) -> Brand:
    """The brand with the numerator of one series multiplied on some days."""
    changed = []
    for one in brand.data.series:
        if one.key.metric == metric:
            numerator = one.numerator.copy()
            numerator[days] *= factor
            changed.append(replace(one, numerator=numerator, values=numerator / one.denominator))
        else:
            changed.append(one)
    return Brand(replace(brand.data, series=tuple(changed)), brand.history)


def confirmed(found: list[Candidate]) -> list[Candidate]:
    return [one.candidate for one in control(found) if one.tier is Tier.CONFIRMED]


def test_a_quiet_brand_has_no_confirmed_anomaly_and_every_series_was_looked_at(quiet: Brand) -> None:
    found = list(Anomalies().detect(quiet.data))
    assert len(found) == 2 * len(METRICS)
    assert not confirmed(found)


@pytest.mark.parametrize("seed", range(20, 24))
def test_other_quiet_brands_have_none_either(seed: int) -> None:
    brand = simulated_brand(WorldName.NOISE, seed, days=100, posts_per_day=3, metrics=METRICS)
    assert not confirmed(list(Anomalies().detect(brand.data)))


def test_a_spike_is_a_point_on_its_day(quiet: Brand) -> None:
    found = confirmed(list(Anomalies().detect(spoiled(quiet, "engagement_rate", slice(140, 141), 5.0).data)))
    points = [one for one in found if dict(one.subject.what)["anomaly"] == "point"]
    assert [one.subject.metric for one in points] == ["engagement_rate"]
    assert points[0].evidence.first == quiet.history.first + timedelta(days=140)
    assert points[0].good is True
    assert (points[0].evidence.numbers["value"] or 0) > 2.5 * (points[0].evidence.numbers["rest"] or 0)


def test_a_week_that_is_a_little_low_each_day_is_collective(quiet: Brand) -> None:
    found = confirmed(list(Anomalies().detect(spoiled(quiet, "engagement_rate", slice(138, 145), 0.4).data)))
    assert sorted({dict(one.subject.what)["anomaly"] for one in found} - {"point", "contextual"}) == ["collective"]
    assert all(one.subject.metric == "engagement_rate" and one.good is False for one in found)


def test_what_is_old_is_not_told_again(quiet: Brand) -> None:
    assert not confirmed(list(Anomalies().detect(spoiled(quiet, "engagement_rate", slice(90, 91), 4.0).data)))


def test_the_platform_topic_and_posts_behind_a_day_are_named(quiet: Brand) -> None:
    start = (quiet.history.first - EPOCH).days
    posts = quiet.data.posts
    hit = (posts["day"] >= start + 139) & (posts["day"] <= start + 140) & (posts["platform"] == "x")
    assert hit.sum() >= 2
    changed = posts.assign(clicks=posts["clicks"].where(~hit, posts["clicks"] * 12))
    data = replace(spoiled(quiet, "click_through_rate", slice(140, 141), 5.0).data, posts=changed)
    one = next(one for one in confirmed(list(Anomalies().detect(data))) if dict(one.subject.what)["anomaly"] == "point")
    drivers = {(driver.dimension, driver.level): driver for driver in one.evidence.drivers}
    assert drivers["platform", "x"].power > 0.67
    assert set(one.evidence.posts[: int(hit.sum())]) == set(posts.loc[hit, "content_id"])


def test_totals_by_day_of_publication_are_left_out_since_they_still_grow(quiet: Brand) -> None:
    series = tuple(replace(one, key=replace(one.key, basis=Basis.LIFETIME)) for one in quiet.data.series)
    found = Anomalies().detect(replace(quiet.data, series=series))
    assert {one.subject.metric for one in found} == {"click_through_rate", "engagement_rate"}


def test_a_day_with_few_impressions_is_not_unusual_by_chance() -> None:
    """A rate of 2 % on a day with forty impressions may be 0 or 10 %."""
    rng = np.random.default_rng(5)
    views = rng.integers(5_000, 9_000, 120).astype(float)
    views[110:118] = 40.0
    clicks = rng.binomial(views.astype(int), 0.02).astype(float)
    clicks[112], clicks[114] = 0.0, 4.0
    brand = simulated_brand(WorldName.NOISE, 3, days=40, metrics=("click_through_rate",))
    series = replace(daily_series(brand.history.activity, brand.history, "click_through_rate"), numerator=clicks)
    series = replace(series, denominator=views, values=clicks / views)
    for one in find_surprises(series, event_size=1.0):
        assert abs(one.measured.estimate) < 2.5 * one.measured.error


def test_the_forecast_of_the_stored_analysis_serves_as_well(quiet: Brand) -> None:
    series = spoiled(quiet, "engagement_rate", slice(140, 141), 3.0).data.series[2]
    days = [series.first + timedelta(days=place) for place in range(len(series.values))]
    stored = replace(series, decomposition=decompose(days, series.values.tolist()))
    for one, other in zip(find_surprises(series, event_size=1.0), find_surprises(stored, event_size=1.0), strict=True):
        assert (one.first, one.last, one.kind) == (other.first, other.last, other.kind)
        assert one.measured.estimate == pytest.approx(other.measured.estimate)


def test_a_young_or_empty_series_is_not_judged(quiet: Brand) -> None:
    series = quiet.data.series[1]
    young = replace(
        series, values=series.values[:60], numerator=series.numerator[:60], denominator=series.denominator[:60]
    )
    nothing = np.full(150, np.nan)
    empty = replace(series, values=nothing, numerator=nothing, denominator=nothing)
    strange = replace(series, key=SeriesKey("no such metric", Basis.ACTIVITY))
    assert list(Anomalies().detect(replace(quiet.data, series=(young, empty, strange)))) == []
