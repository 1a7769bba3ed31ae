"""The small lines beside the big numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.trends import Bucket, Scope
from services.figures.sparklines import bucket_of, sparklines
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    days = [FIRST + timedelta(days=offset) for offset in range(10) if offset != 4]
    rows = [Row(day, {Fact.IMPRESSIONS: 100, Fact.LIKES: place + 1}) for place, day in enumerate(days)]
    made.put(spec("x", Basis.ACTIVITY), rows)
    return made


def test_each_metric_has_its_days_in_order_and_a_day_without_data_is_left_out(brand: HandMade) -> None:
    scope = Scope(brand.brand_id, FIRST, FIRST + timedelta(days=9))
    with brand.read() as work:
        found = sparklines(work, scope, {"likes": Basis.ACTIVITY, "engagement_rate": Basis.ACTIVITY})
    assert found["likes"] == tuple(range(1, 10))
    assert found["engagement_rate"] == pytest.approx([value / 100 for value in range(1, 10)])


def test_a_metric_without_data_or_with_too_few_points_has_no_line(brand: HandMade) -> None:
    short = Scope(brand.brand_id, FIRST, FIRST + timedelta(days=2))
    with brand.read() as work:
        assert sparklines(work, short, {"likes": Basis.ACTIVITY}) == {}
        assert sparklines(work, short, {"revenue": Basis.ACTIVITY, "saves": Basis.LIFETIME}) == {}


@pytest.mark.parametrize(
    ("days", "bucket"), [(1, Bucket.DAY), (62, Bucket.DAY), (90, Bucket.WEEK), (900, Bucket.MONTH)]
)
def test_a_long_range_has_longer_steps(days: int, bucket: Bucket) -> None:
    assert bucket_of(Scope(1, FIRST, FIRST + timedelta(days=days - 1))) is bucket
