from datetime import timedelta

import pytest

from learning.domain.audience import AudienceOffer, GridQuery
from learning.domain.enums import Basis, MeasureKind
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from services.audience.breakdown import audience_grid
from services.audience.offer import audience_offer
from tests.services.audience_brands import CUT, FIRST, rows, scope
from tests.services.hand_made import HandMade, Row, make, spec


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def offer(brand: HandMade) -> AudienceOffer:
    with brand.read() as work:
        return audience_offer(work, brand.brand_id)


def country(name: str, day: int = 0, **extras: float) -> Row:
    return Row(
        FIRST + timedelta(days=day),
        {Fact.VIEWS: 500.0},
        segment=SegmentKey(named=(("country", name),)),
        last=FIRST + timedelta(days=day + 60),
        extras=extras,
    )


def test_only_what_one_export_gives_together_is_offered_together(brand: HandMade) -> None:
    brand.put(CUT, rows(posts=3))
    brand.put(spec("youtube", Basis.ACTIVITY, "country"), [country("DE")])
    found = offer(brand)
    assert found.dimensions == ("persona", "device", "country")
    assert found.beside("click_through_rate", "persona") == ("device",)
    assert found.by("views") == ("country",)
    assert found.beside("views", "country") == ()
    assert "conversion_rate" not in found.metrics


def test_posts_and_their_properties_are_no_people(brand: HandMade) -> None:
    brand.put(spec("x", Basis.LIFETIME, "content"), [Row(FIRST, {Fact.VIEWS: 5.0}, content="a")])
    assert offer(brand) == AudienceOffer((), {}, frozenset())


def test_what_answers_for_any_days_comes_before_whole_periods(brand: HandMade) -> None:
    brand.put(spec("youtube", Basis.PERIOD, "country"), [country("DE")])
    found = spec("youtube", Basis.ACTIVITY, "subscription_status")
    brand.put(found, [Row(FIRST, {Fact.VIEWS: 9.0}, segment=SegmentKey(named=(("subscription_status", "yes"),)))])
    assert offer(brand).dimensions == ("subscription_status", "country")


def test_a_report_of_a_whole_period_says_which_days_would_hold_it(brand: HandMade) -> None:
    brand.put(spec("youtube", Basis.PERIOD, "country"), [country("DE"), country("FR")])
    with brand.read() as work:
        short = audience_grid(work, GridQuery(scope(brand), "views", "country", None))
        whole = audience_grid(work, GridQuery(scope(brand, days=61), "views", "country", None))
    assert short.reason == (
        "the report that gives views by country is one total from 7 Sep 2026 to 6 Nov 2026: choose days that hold it"
    )
    assert whole.reason is None
    assert {cell.share for cell in whole.cells.values()} == {0.5}


def test_shares_that_an_export_gives_by_age_are_shown_as_they_are(brand: HandMade) -> None:
    found = [country("DE", views_share=0.6), country("FR", views_share=0.4)]
    brand.put(spec("youtube", Basis.PERIOD, "country"), found, kind=MeasureKind.SHARE)
    with brand.read() as work:
        shown = audience_grid(work, GridQuery(scope(brand, days=61), "extra.views_share", "country", None))
    assert shown.rows == ("DE", "FR")
    assert shown.cells["DE", ""].value.value == pytest.approx(0.6)
    assert shown.whole is None
