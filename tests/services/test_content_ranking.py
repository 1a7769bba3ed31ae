from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.trends import ContentQuery, ContentTable, Ranking, Scope
from services.content.ranking import content_table
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)


def post(name: str, impressions: int, likes: int, offset: int = 0) -> Row:
    return Row(FIRST + timedelta(days=offset), {Fact.IMPRESSIONS: impressions, Fact.LIKES: likes}, content=name)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    ordinary = [post(f"p{place}", 1_000 + 37 * place, 18 + 5 * (place % 4)) for place in range(20)]
    rows = [
        *ordinary,
        post("lucky", 120, 9),
        post("good", 8_000, 560),
        post("unseen", 40, 20),
        post("late", 900, 90, 60),
    ]
    made.put(spec("x", Basis.LIFETIME, "content"), rows)
    return made


def ask(brand: HandMade, metric: str = "engagement_rate", **options: object) -> ContentTable:
    scope = Scope(brand.brand_id, FIRST, FIRST + timedelta(days=27))
    with brand.read() as work:
        return content_table(work, ContentQuery(scope, metric, **options))  # type: ignore[arg-type] - options of the record


def test_a_post_that_few_saw_does_not_lead_by_chance(brand: HandMade) -> None:
    table = ask(brand)
    assert [row.card.external_id for row in table.rows[:2]] == ["good", "lucky"]
    best, lucky = table.rows[:2]
    assert (lucky.value or 0) > (best.value or 1)
    assert (lucky.shrunken or 1) < (best.shrunken or 0)
    assert (best.low or 1) < (best.shrunken or 0) < (best.high or 0)


def test_posts_below_the_minimum_exposure_are_counted_and_left_out(brand: HandMade) -> None:
    table = ask(brand, limit=100)
    assert "unseen" not in {row.card.external_id for row in table.rows}
    assert (table.ranked, table.below_minimum) == (22, 1)
    assert ask(brand, minimum_exposure=0.0).below_minimum == 0


def test_volume_ranks_by_the_total_and_the_worst_can_come_first(brand: HandMade) -> None:
    assert ask(brand, ranking=Ranking.VOLUME).rows[0].card.external_id == "good"
    assert ask(brand, "impressions", best_first=False).rows[0].card.external_id == "unseen"


def test_only_posts_of_the_range_are_listed_with_what_a_person_needs(brand: HandMade) -> None:
    table = ask(brand, limit=100)
    assert "late" not in {row.card.external_id for row in table.rows}
    assert table.rows[0].card.title == "Post good"
    assert table.basis is Basis.LIFETIME
    assert table.cuts == {"x": "X by post"}


def test_activity_of_several_days_is_added_by_post(sqlite_url: str) -> None:
    made = make(sqlite_url)
    rows = [post(name, 500, likes, offset) for offset in range(3) for name, likes in (("a", 5), ("b", 9))]
    made.put(spec("x", Basis.ACTIVITY, "content"), rows)
    table = ask(made, "likes")
    assert [(row.card.external_id, row.value) for row in table.rows] == [("b", 27), ("a", 15)]


def test_no_posts_is_a_reason(sqlite_url: str) -> None:
    assert "by post" in (ask(make(sqlite_url)).reason or "")


def test_all_posts_below_the_minimum_is_a_reason(brand: HandMade) -> None:
    assert "at least 1e+06" in (ask(brand, minimum_exposure=1e6).reason or "")


def test_an_unknown_metric_is_refused(brand: HandMade) -> None:
    with pytest.raises(BadOption):
        ask(brand, "charm")
