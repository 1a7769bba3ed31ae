from datetime import date

from learning.domain.enums import Basis, MeasureKind
from learning.domain.facts import Fact
from services.figures.availability import available
from services.glossary import glossary
from tests.services.hand_made import Row, make, spec


def test_a_brand_says_what_it_can_answer(sqlite_url: str) -> None:
    made = make(sqlite_url)
    made.put(spec("x", Basis.ACTIVITY), [Row(date(2026, 1, 5), {Fact.IMPRESSIONS: 9, Fact.LIKES: 1})])
    made.put(
        spec("x", Basis.LIFETIME, "content"), [Row(date(2026, 2, 1), {Fact.REACH: 9}, content="a", account="acme")]
    )
    made.put(
        spec("ga4", Basis.PERIOD, "country"), [Row(date(2026, 3, 1), last=date(2026, 3, 31), extras={"users": 5.0})]
    )
    with made.read() as work:
        found = available(work, made.brand_id)
    names = {metric.name: metric for metric in found.metrics}
    assert {
        "impressions",
        "likes",
        "engagement_rate",
        "engagement_score",
        "reach",
        "reach_per_post",
        "extra.users",
    } == set(names)
    assert names["reach"].bases == (Basis.LIFETIME,)
    assert names["extra.users"].kind is MeasureKind.ADDITIVE
    assert found.platforms == ("ga4", "x")
    assert found.spans[Basis.PERIOD] == (date(2026, 3, 1), date(2026, 3, 31))
    assert found.span == (date(2026, 1, 5), date(2026, 3, 31))
    assert "country" in found.dimensions
    assert "topic" in found.dimensions
    assert ("x", "acme") in found.accounts


def test_an_empty_brand_has_no_span(sqlite_url: str) -> None:
    made = make(sqlite_url)
    with made.read() as work:
        found = available(work, made.brand_id)
    assert found.metrics == ()
    assert found.span is None


def test_the_glossary_explains_the_catalogue_and_the_brands_own_columns(sqlite_url: str) -> None:
    made = make(sqlite_url)
    made.put(spec("x", Basis.ACTIVITY), [Row(date(2026, 1, 5), extras={"opens": 5.0})])
    with made.read() as work:
        entries = {entry.name: entry for entry in glossary(work, made.brand_id)}
    assert "÷ impressions" in entries["engagement_rate"].formula
    assert entries["engagement_rate"].platforms["X"]
    assert "Opens" in entries["extra.opens"].formula
