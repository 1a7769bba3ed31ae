"""Changes of level as findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.domain.insights import Tier
from learning.insights.brand_data import DailySeries
from learning.insights.control import control
from learning.insights.detectors.change_points import ChangesOfLevel
from tests.learning.insights.post_frames import brand_with, made_posts

POSTS = made_posts(20, np.random.default_rng(0))


def series(
    rng: np.random.Generator, *, shift: float = 1.0, days: int = 120, at: int = 80, low: float = 0.0
) -> DailySeries:
    values = 100 * np.exp(rng.normal(0, 0.15, days))
    values[at:] *= shift
    values = np.maximum(values - low, 0.0)
    return DailySeries(
        SeriesKey("impressions", Basis.ACTIVITY), date(2026, 1, 1), values, values, np.ones(days), None, None
    )


def test_a_new_level_is_confirmed_with_its_day_and_direction() -> None:
    rng = np.random.default_rng(1)
    still = tuple(replace(series(rng), key=SeriesKey("clicks", Basis.ACTIVITY, f"p{place}")) for place in range(6))
    found = ChangesOfLevel().detect(brand_with(POSTS, series=(series(rng, shift=0.6), *still)))
    assert len(found) == 7
    (one,) = [one for one in control(found) if one.tier is Tier.CONFIRMED]
    evidence = one.candidate.evidence
    assert dict(one.candidate.subject.what)["direction"] == "down"
    assert evidence.first is not None
    assert evidence.last is not None
    assert evidence.first <= date(2026, 3, 22) <= evidence.last
    assert (one.effect or 0) == pytest.approx(-0.4, abs=0.08)
    assert one.candidate.good is False
    assert one.candidate.recommendation == "find_cause"


@pytest.mark.parametrize("seed", range(5))
def test_series_that_never_changed_confirm_nothing_and_count_as_looked_at(seed: int) -> None:
    rng = np.random.default_rng(seed)
    still = tuple(replace(series(rng), key=SeriesKey("clicks", Basis.ACTIVITY, f"p{place}")) for place in range(8))
    found = ChangesOfLevel().detect(brand_with(POSTS, series=still))
    assert len(found) == 8
    assert not [one for one in control(found) if one.tier is Tier.CONFIRMED]


def test_an_old_change_is_how_things_are() -> None:
    rng = np.random.default_rng(2)
    (one,) = ChangesOfLevel().detect(brand_with(POSTS, series=(series(rng, shift=0.5, days=250, at=60),)))
    assert dict(one.subject.what)["direction"] == "none"


def test_a_series_with_zeros_is_judged_by_its_levels_too() -> None:
    rng = np.random.default_rng(3)
    (one,) = ChangesOfLevel().detect(brand_with(POSTS, series=(series(rng, shift=2.0, low=75.0),)))
    assert dict(one.subject.what)["direction"] == "up"
    assert one.measured is not None
    assert one.measured.estimate > 3 * one.measured.error
