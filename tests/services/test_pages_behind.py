"""The pages behind a figure, where no export names posts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from learning.domain.trends import Scope
from services.content.pages_behind import NOTHING, pages_behind
from tests.services.hand_made import HandMade, Row, make, spec

DAY = date(2026, 9, 7)
CUT = spec("ga4", Basis.PERIOD, "page")
SUNDAY = DAY + timedelta(days=6)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def week(monday: date, **views: float) -> list[Row]:
    return [
        Row(
            monday,
            {Fact.VIEWS: seen},
            last=monday + timedelta(days=6),
            segment=SegmentKey(named=(("page", f"/{name}"),)),
        )
        for name, seen in views.items()
    ]


def scope(brand: HandMade, **options: object) -> Scope:
    return Scope(brand.brand_id, DAY, SUNDAY, **options)  # type: ignore[arg-type]  # by name


def test_the_pages_of_a_week_come_with_the_most_seen_first(brand: HandMade) -> None:
    brand.put(CUT, [*week(DAY, start=40, about=7, shop=300), *week(DAY + timedelta(days=7), start=9_000)])
    with brand.read() as work:
        found = pages_behind(work, scope(brand, basis=Basis.PERIOD), "views", 2)
    assert (found.dimension, found.total) == ("page", 3)
    assert [(name, one.value) for name, one in found.rows] == [("/shop", 300), ("/start", 40)]


def test_bases_are_never_mixed(brand: HandMade) -> None:
    brand.put(CUT, week(DAY, start=40))
    daily = [Row(DAY, {Fact.VIEWS: 5.0}, segment=SegmentKey(named=(("page", "/start"),)))]
    brand.put(spec("search", Basis.ACTIVITY, "page"), daily)
    with brand.read() as work:
        found = pages_behind(work, scope(brand), "views", 10)
    assert len(found.rows) == 1
    assert found.rows[0][1].value in (5, 40)


def test_exports_that_tell_nothing_apart_have_no_pages(brand: HandMade) -> None:
    brand.put(spec("x", Basis.ACTIVITY), [Row(DAY, {Fact.VIEWS: 5.0})])
    with brand.read() as work:
        assert pages_behind(work, scope(brand), "views", 10) == NOTHING
