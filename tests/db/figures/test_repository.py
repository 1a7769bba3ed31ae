import math
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis, Grain, MeasureKind
from learning.domain.facts import Fact
from learning.domain.holdings import UnitOf, UnitRequest, UnitRows
from learning.domain.observations import CutSpec, SegmentKey
from learning.domain.timekeys import day_key
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 11, 2)


@pytest.fixture
def brand(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def read(brand: HandMade, cut: CutSpec, *by: str, unit: UnitOf = UnitOf.DAY, **where: tuple[str, ...]) -> UnitRows:
    with brand.read() as work:
        (holding,) = [one for one in work.figures.list_holdings(brand.brand_id) if one.spec == cut]
        accounts = tuple(account.account_id for account in work.figures.list_accounts(brand.brand_id))
        first = day_key(FIRST)
        facts = tuple(sorted(holding.facts))
        spans = ((first, first + 6),)
        return work.figures.read_units(UnitRequest(holding.cut_id, cut, accounts, spans, by, where, unit, facts))


def test_holdings_name_facts_measures_and_the_newest_import(brand: HandMade) -> None:
    cut = spec("x", Basis.ACTIVITY, "country")
    brand.put(cut, [Row(FIRST, {Fact.VIEWS: 1}, extras={"opens": 2.0})])
    brand.put(cut, [Row(FIRST, {Fact.LIKES: 1})])
    with brand.read() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
    assert holding.spec == cut
    assert holding.facts == {Fact.VIEWS, Fact.LIKES}
    assert [(measure.name, measure.kind) for measure in holding.measures] == [("extra.opens", MeasureKind.ADDITIVE)]
    assert holding.newest == 2


def test_an_undone_import_leaves_no_holding(brand: HandMade) -> None:
    batch = brand.put(spec("x", Basis.ACTIVITY), [Row(FIRST, {Fact.VIEWS: 1})])
    with brand.store.write() as work:
        work.importing.undo(batch)
        work.commit()
    with brand.read() as work:
        assert work.figures.list_holdings(brand.brand_id) == ()


def test_coverage_tells_fact_by_fact_which_days_there_are(brand: HandMade) -> None:
    rows = [Row(FIRST, {Fact.VIEWS: 1}), Row(FIRST + timedelta(days=2), {Fact.LIKES: 0})]
    brand.put(spec("x", Basis.ACTIVITY), rows)
    with brand.read() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
        (coverage,) = work.figures.list_coverage(holding, day_key(FIRST), day_key(FIRST) + 6)
        assert work.figures.find_span(holding) == (day_key(FIRST), day_key(FIRST) + 2)
    assert coverage.start.tolist() == [day_key(FIRST), day_key(FIRST) + 2]
    assert coverage.present["views"].tolist() == [True, False]
    assert coverage.present["likes"].tolist() == [False, True]


def test_periods_know_their_newest_import(brand: HandMade) -> None:
    cut = spec("ga4", Basis.PERIOD)
    later = FIRST + timedelta(days=7)
    brand.put(cut, [Row(FIRST, {Fact.SESSIONS: 1}, last=FIRST + timedelta(days=6))])
    brand.put(cut, [Row(later, {Fact.SESSIONS: 1}, last=later + timedelta(days=6))])
    with brand.read() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
        (coverage,) = work.figures.list_coverage(holding, day_key(FIRST), day_key(FIRST) + 30)
    assert coverage.newest.tolist() == [1, 2]


def test_sums_are_exact_and_what_was_not_reported_stays_missing(brand: HandMade) -> None:
    cut = spec("x", Basis.ACTIVITY, "country")
    rows = [
        Row(FIRST, {Fact.REVENUE: 0.1, Fact.VIEWS: 3}, segment=SegmentKey(named=(("country", "DE"),))),
        Row(FIRST, {Fact.REVENUE: 0.2}, segment=SegmentKey(named=(("country", "FR"),))),
    ]
    brand.put(cut, rows, currency="EUR")
    whole = read(brand, cut)
    assert whole.facts[Fact.REVENUE].tolist() == [0.3]
    assert whole.observations.tolist() == [2]
    assert whole.currencies.tolist() == ["EUR"]
    split = read(brand, cut, "country")
    views = dict(zip(split.keys[0].tolist(), split.facts[Fact.VIEWS].tolist(), strict=True))
    assert views["DE"] == 3
    assert math.isnan(views["FR"])


def test_two_named_dimensions_are_told_apart(brand: HandMade) -> None:
    cut = spec("x", Basis.ACTIVITY, "age", "gender")
    rows = [
        Row(FIRST, {Fact.VIEWS: value}, segment=SegmentKey(persona="", named=(("age", age), ("gender", gender))))
        for value, age, gender in ((1, "18-24", "f"), (2, "18-24", "m"), (4, "25-34", "f"))
    ]
    brand.put(cut, rows)
    split = read(brand, cut, "age", "gender")
    pairs = dict(
        zip(zip(*(key.tolist() for key in split.keys), strict=True), split.facts[Fact.VIEWS].tolist(), strict=True)
    )
    assert pairs == {("18-24", "f"): 1, ("18-24", "m"): 2, ("25-34", "f"): 4}
    assert read(brand, cut, age=("18-24",), gender=("m",)).facts[Fact.VIEWS].tolist() == [2]


def test_hours_of_the_week_are_counted_from_monday(brand: HandMade) -> None:
    cut = spec("ga4", Basis.ACTIVITY, grain=Grain.HOUR)
    brand.put(cut, [Row(FIRST + timedelta(days=place), {Fact.SESSIONS: 1}, hour=23) for place in (0, 6)])
    found = read(brand, cut, "hour_of_week")
    assert sorted(found.keys[0].tolist()) == [23, 167]
    assert sorted(found.units.tolist()) == [day_key(FIRST), day_key(FIRST) + 6]


def test_hours_by_a_property_of_posts_are_read_from_the_facts_of_the_range(brand: HandMade) -> None:
    cut = spec("web", Basis.ACTIVITY, "content", grain=Grain.HOUR)
    rows = [
        Row(
            FIRST + timedelta(days=place),
            {Fact.VIEWS: 1},
            content=f"p{place}",
            format="reel" if place % 2 else None,
            hour=9,
        )
        for place in range(9)
    ]
    brand.put(cut, rows)
    found = read(brand, cut, "format", "hour_of_week")
    assert len(found.units) == 7
    assert sorted(set(found.keys[0].tolist())) == ["", "reel"]


def test_posts_are_units_of_their_own(brand: HandMade) -> None:
    cut = spec("x", Basis.LIFETIME, "content")
    brand.put(cut, [Row(FIRST, {Fact.VIEWS: 5}, content="a", account="acme"), Row(FIRST, {Fact.VIEWS: 7}, content="b")])
    found = read(brand, cut, "content", "account", unit=UnitOf.CONTENT)
    assert sorted(zip(*(key.tolist() for key in found.keys), strict=True)) == [("a", "acme"), ("b", "default")]
    with brand.read() as work:
        cards = work.figures.read_cards(found.units.tolist())
    assert {card.external_id: card.title for card in cards.values()} == {"a": "Post a", "b": "Post b"}
