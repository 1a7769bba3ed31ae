"""Sources that are stale, incomplete, or count something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Candidate, Tier
from learning.insights.brand_data import SourceState
from learning.insights.control import control
from learning.insights.detectors.data_quality import DataQuality
from tests.learning.insights.post_frames import brand_with, made_posts

POSTS = made_posts(200, np.random.default_rng(1))
EPOCH = date(1970, 1, 1)


def source(**changes: Any) -> SourceState:
    usual: dict[str, Any] = {
        "platform": "x",
        "account": "default",
        "last_day": date(2026, 4, 6),
        "days_old": 3,
        "usual_gap_days": 7.0,
        "rows_by_import": np.array([100, 110, 90, 105]),
        "missing_days": (),
    }
    return SourceState(**(usual | changes))


def problems(found: list[Candidate]) -> dict[str, Candidate]:
    return {dict(one.subject.what)["problem"]: one for one in found if one.measured is None}


def check(**changes: Any) -> dict[str, Candidate]:
    return problems(list(DataQuality().detect(brand_with(POSTS, sources=(source(**changes),)))))


def test_a_source_in_order_gives_nothing() -> None:
    assert check() == {}


def test_a_source_is_stale_after_twice_its_usual_gap_or_two_weeks() -> None:
    assert set(check(days_old=15)) == {"stale"}
    assert check(days_old=14) == {}
    assert check(days_old=14, usual_gap_days=float("nan")) == {}
    late = check(days_old=20, usual_gap_days=float("nan"))["stale"]
    assert (late.n, late.evidence.numbers["usual_gap"]) == (20, None)
    # A daily source is not called late after a weekend.
    assert check(days_old=3, usual_gap_days=1.0) == {}
    assert late.recommendation == "import_again"
    assert late.stake == pytest.approx(1.0)


def test_missing_days_and_a_sudden_lack_of_rows_are_told() -> None:
    gone = tuple(date(2026, 3, 1) + timedelta(days=place) for place in range(3))
    found = check(missing_days=(date(2025, 1, 1), *gone))["missing days"]
    assert (found.n, found.evidence.first, found.evidence.last) == (3, gone[0], gone[-1])
    few = check(rows_by_import=np.array([100, 110, 90, 30]))["few rows"]
    assert few.evidence.numbers == {"rows": 30.0, "usual_rows": 100.0}
    assert check(rows_by_import=np.array([100, 30])) == {}


def with_views(factor: float, seed: int, cut: int = 100) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    views = POSTS["impressions"] * 1.3 * rng.lognormal(0, 0.2, len(POSTS))
    return POSTS.assign(views=np.where(np.arange(len(POSTS)) < cut, views, views * factor))


def test_a_definition_that_changed_at_an_import_is_confirmed_with_its_day() -> None:
    boundary = EPOCH + timedelta(days=int(POSTS["day"][100]))
    days = (boundary - timedelta(days=14), boundary)
    found = DataQuality().detect(brand_with(with_views(3.0, 2), sources=(source(import_days=days),)))
    (one,) = [one for one in control(found) if one.tier is Tier.CONFIRMED]
    assert dict(one.candidate.subject.what) == {"problem": "definition", "ratio": "views / impressions"}
    assert one.candidate.evidence.first == boundary
    assert (one.candidate.evidence.numbers["value"] or 0) == pytest.approx(3.9, rel=0.1)
    assert one.candidate.recommendation == "check_definition"


@pytest.mark.parametrize("factor", [1.0, 1.25])
def test_a_ratio_that_moves_as_ratios_do_is_looked_at_and_not_called_a_definition(factor: float) -> None:
    for seed in range(4):
        found = DataQuality().detect(brand_with(with_views(factor, 10 + seed), sources=(source(),)))
        assert [one for one in found if one.measured]
        assert not [one for one in control(found) if one.tier is Tier.CONFIRMED]


def test_a_better_rate_is_not_another_definition() -> None:
    better = made_posts(200, np.random.default_rng(3), lift=np.where(np.arange(200) < 100, 0.0, 1.2))
    assert list(DataQuality().detect(brand_with(better, sources=(source(),)))) == []


def test_a_fact_that_is_no_longer_reported_is_told() -> None:
    posts = POSTS.assign(saves=np.where(np.arange(200) < 100, 3.0, np.nan))
    boundary = EPOCH + timedelta(days=int(POSTS["day"][100]))
    found = problems(list(DataQuality().detect(brand_with(posts, sources=(source(import_days=(boundary,)),)))))
    assert dict(found["not reported"].subject.what)["fact"] == "saves"
    assert found["not reported"].evidence.first == boundary
    assert found["not reported"].evidence.numbers["value"] == pytest.approx(0.0, abs=0.05)
