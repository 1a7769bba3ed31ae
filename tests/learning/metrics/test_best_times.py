from __future__ import annotations

import numpy as np
import pytest

from learning.metrics.best_times import TimedUnits, can_be_mapped, time_map
from learning.metrics.catalog import CATALOG

RATE, LIKES = CATALOG["engagement_rate"], CATALOG["likes"]


def units(generator: np.random.Generator, count: int, lift: dict[int, float], *, strata: int = 1) -> TimedUnits:
    """Posts at random hours of the week; those of some hours have a higher rate."""
    hours = generator.integers(0, 168, count)
    exposure = np.exp(generator.normal(7, 1.0, count))
    stratum = generator.integers(0, strata, count)
    factor = np.array([lift.get(hour, 1.0) for hour in (hours % 24).tolist()]) * (1 + 4 * stratum)
    events = generator.poisson(0.02 * factor * np.exp(generator.normal(0, 0.4, count)) * exposure)
    return TimedUnits(events.astype(float), exposure, hours.astype(np.int64), stratum.astype(np.int64))


def test_hours_that_few_saw_are_not_favoured() -> None:
    generator = np.random.default_rng(1)
    hours = np.repeat(np.arange(168), 12)
    exposure = np.where(hours % 24 < 6, 30.0, 3_000.0)
    events = generator.poisson(0.02 * exposure).astype(float)
    found = time_map(RATE, TimedUnits(events, exposure, hours, np.zeros(len(hours), dtype=np.int64)))
    assert found is not None
    night = np.mean([slot.factor for slot in found.slots if slot.hour < 6])
    day = np.mean([slot.factor for slot in found.slots if slot.hour >= 6])
    assert night == pytest.approx(day, abs=0.06)
    assert not any(slot.real for slot in found.slots)


def test_a_planted_hour_is_found_named_and_called_real() -> None:
    found = time_map(RATE, units(np.random.default_rng(2), 3_000, {18: 1.8, 19: 1.8}))
    assert found is not None
    assert {slot.hour for slot in found.best} <= {18, 19}
    assert all(slot.real and slot.low < slot.value < slot.high for slot in found.best)
    assert found.best[0].factor == pytest.approx(1.7, abs=0.35)


def test_a_platform_with_higher_rates_does_not_make_its_hours_look_better() -> None:
    generator = np.random.default_rng(3)
    mixed = units(generator, 2_000, {}, strata=2)
    # The strong platform posts in the evening only.
    hours = np.where(mixed.stratum == 1, mixed.hour_of_week // 24 * 24 + 20, mixed.hour_of_week)
    found = time_map(RATE, TimedUnits(mixed.numerator, mixed.denominator, hours, mixed.stratum))
    assert found is not None
    evening = [slot.factor for slot in found.slots if slot.hour == 20]
    assert np.mean(evening) == pytest.approx(1.0, abs=0.1)


def test_hours_of_activity_are_never_called_real() -> None:
    found = time_map(RATE, units(np.random.default_rng(4), 3_000, {18: 3.0}), tested=False)
    assert found is not None
    assert not any(slot.real for slot in found.slots)


def test_totals_are_mapped_by_the_typical_post() -> None:
    generator = np.random.default_rng(5)
    hours = np.repeat(np.arange(168), 6)
    likes = np.exp(generator.normal(4 + 0.5 * (hours % 24 == 9), 0.7)).round()
    likes[0] = 2_000
    found = time_map(LIKES, TimedUnits(likes, np.ones(len(hours)), hours, np.zeros(len(hours), dtype=np.int64)))
    assert found is not None
    assert {slot.hour for slot in found.best} == {9}


def test_too_few_posts_make_no_map() -> None:
    assert time_map(RATE, units(np.random.default_rng(6), 19, {})) is None
    assert time_map(RATE, units(np.random.default_rng(6), 60, {})) is not None


def test_counts_below_zero_make_no_map() -> None:
    made = units(np.random.default_rng(7), 100, {})
    made.numerator[3] = -5
    assert time_map(RATE, made) is None


def test_only_counts_can_be_mapped() -> None:
    assert can_be_mapped(CATALOG["click_through_rate"])
    assert not can_be_mapped(CATALOG["revenue"])
    assert not can_be_mapped(CATALOG["reach"])
    assert not can_be_mapped(CATALOG["average_session_seconds"])
