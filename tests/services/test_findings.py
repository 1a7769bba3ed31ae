"""The latest changes of level that the stored analyses found, and the analyses that failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from learning.domain.analyses import AnalysisKind, ChangePoint, SeriesKey, SeriesScale, StoredAnalysis
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from services.analyses.findings import latest_findings, least_size
from services.analyses.refresh import refresh_analyses
from services.visits import news_since
from tests.services.hand_made import HandMade, Row, make, spec

LAST = date(2026, 11, 20)
POINT = ChangePoint(LAST, LAST, LAST, 0.3, 0.2, 0.4, 10.0, 13.0, 40, 20)


@pytest.fixture
def brand(sqlite_url: str, now: datetime) -> HandMade:
    """Likes treble on X twenty days before the end; LinkedIn stays as it is."""
    made = make(sqlite_url)
    for platform, factor in (("x", 3), ("linkedin", 1)):
        rows = [
            Row(
                LAST - timedelta(days=before),
                {
                    Fact.IMPRESSIONS: 1_000 + 31 * (before % 4),
                    Fact.LIKES: (40 + 3 * (before % 5)) * (factor if before < 20 else 1),
                },
                content=f"{platform}{before}",
            )
            for before in range(120)
        ]
        made.put(spec(platform, Basis.ACTIVITY, "content"), rows)
    refresh_analyses(made.store, made.brand_id, now)
    return made


def test_the_latest_change_is_told_once_for_its_metric(brand: HandMade) -> None:
    with brand.read() as work:
        found = latest_findings(work, brand.brand_id, LAST)
    (finding,) = [one for one in found.findings if one.series.metric == "engagement_rate"]
    assert finding.series.platform is None, "the whole brand stands for its platform"
    assert abs((finding.point.day - (LAST - timedelta(days=19))).days) <= 2
    assert finding.point.change > 0.5
    assert found.looked_at > 0
    assert found.failed == ()


def test_a_change_of_long_ago_is_no_finding(brand: HandMade) -> None:
    with brand.read() as work:
        assert latest_findings(work, brand.brand_id, LAST + timedelta(days=60)).findings == ()


def test_a_failed_analysis_is_told_with_what_still_stands(brand: HandMade, now: datetime) -> None:
    series = SeriesKey("engagement_rate", Basis.ACTIVITY)
    failed = StoredAnalysis(
        brand.brand_id, AnalysisKind.CHANGE_POINTS, series, None, None, None, failed_at=9, failure="too odd"
    )
    with brand.store.write() as work:
        work.analyses.put(failed)
        work.commit()
    with brand.read() as work:
        (told,) = latest_findings(work, brand.brand_id, LAST).failed
    assert (told.series, told.failure, told.failed_at) == (series, "too odd", 9)
    assert told.computed_at == int(now.timestamp())


def test_another_try_of_the_same_data_takes_the_failure_away(brand: HandMade, now: datetime) -> None:
    test_a_failed_analysis_is_told_with_what_still_stands(brand, now)
    assert refresh_analyses(brand.store, brand.brand_id, now) == 0
    assert refresh_analyses(brand.store, brand.brand_id, now, again=True) > 0
    with brand.read() as work:
        assert latest_findings(work, brand.brand_id, LAST).failed == ()


def test_a_brand_that_was_never_analysed_has_no_findings(sqlite_url: str) -> None:
    empty = make(sqlite_url)
    with empty.read() as work:
        assert latest_findings(work, empty.brand_id, LAST).looked_at == 0


def test_a_change_is_news_to_whoever_was_last_here_before_it_could_be_seen(brand: HandMade, now: datetime) -> None:
    before = int((now - timedelta(days=30)).timestamp())
    with brand.read() as work:
        assert news_since(work, brand.brand_id, before, who="ann").findings
        assert not news_since(work, brand.brand_id, int(now.timestamp()), who="ann").findings


def test_the_size_of_a_change_is_what_its_range_leaves_of_it() -> None:
    assert least_size(POINT, SeriesScale.LOG) == pytest.approx(0.1823, abs=1e-3)
    assert least_size(replace(POINT, change_low=-0.1), SeriesScale.LOG) == 0
    linear = replace(POINT, change=-3.0, change_low=-4.0, change_high=-2.0)
    assert least_size(linear, SeriesScale.LINEAR) == pytest.approx(0.2)
