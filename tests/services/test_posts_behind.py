"""The posts behind a figure, and one post with its captures, on stores with known rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.errors import BadOption, NotFound
from learning.domain.facts import Fact
from learning.domain.posts import PostsBehind, PostsQuery
from learning.domain.timekeys import day_key
from learning.domain.trends import Scope
from services.content.behind import posts_behind
from services.content.detail import post_detail
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)
POSTS = spec("x", Basis.LIFETIME, "content")


def post(name: str, impressions: int, likes: int, offset: int = 0, **more: object) -> Row:
    facts = {Fact.IMPRESSIONS: impressions, Fact.LIKES: likes, Fact.CLICKS: 3}
    return Row(FIRST + timedelta(days=offset), facts, content=name, **more)  # type: ignore[arg-type] - fields of the row


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    made.put(
        POSTS, [post("a", 1_000, 10), post("b", 2_000, 60, hour=9), post("c", 500, 30, 1), post("late", 10, 1, 40)]
    )
    return made


def ask(brand: HandMade, metric: str = "engagement_rate", *, days: int = 7, **options: object) -> PostsBehind:
    scope = Scope(brand.brand_id, FIRST, FIRST + timedelta(days=days - 1), **options)  # type: ignore[arg-type] - of the scope
    with brand.read() as work:
        return posts_behind(work, PostsQuery(scope, metric))


def names(found: PostsBehind) -> list[str]:
    return [row.card.external_id for row in found.rows]


def test_the_posts_that_weigh_most_come_first_with_their_part_of_all(brand: HandMade) -> None:
    found = ask(brand)
    assert names(found) == ["b", "c", "a"]
    assert [row.share for row in found.rows] == pytest.approx([0.6, 0.3, 0.1])
    assert [row.value for row in found.rows] == pytest.approx([0.03, 0.06, 0.01])
    assert all((row.low or 1) < (row.value or 0) < (row.high or 0) for row in found.rows)
    assert (found.total, found.basis, found.note) == (3, Basis.LIFETIME, None)


def test_every_fact_of_a_post_is_there(brand: HandMade) -> None:
    row = ask(brand, "likes").rows[0]
    assert (row.exposure, row.interactions, row.facts[Fact.CLICKS]) == (2_000, 60, 3)
    assert row.low is None


def test_one_day_holds_the_posts_of_that_day_only(brand: HandMade) -> None:
    assert names(ask(brand, days=1)) == ["b", "a"]


def test_filters_of_the_figure_hold_for_its_posts(brand: HandMade) -> None:
    brand.put(POSTS, [post("reel", 100, 9, format="reel")])
    assert names(ask(brand, where={"format": ("reel",)})) == ["reel"]
    hour = str(FIRST.weekday() * 24 + 9)
    assert names(ask(brand, where={"hour_of_week": (hour,)})) == ["b"]


def test_a_figure_of_days_shows_the_posts_published_then_and_says_so(brand: HandMade) -> None:
    brand.put(spec("x", Basis.ACTIVITY), [Row(FIRST, {Fact.IMPRESSIONS: 9_999, Fact.LIKES: 99})])
    found = ask(brand, days=1, basis=Basis.ACTIVITY)
    assert names(found) == ["b", "a"]
    assert found.basis is Basis.LIFETIME
    assert "lifetime totals" in (found.note or "")


def test_the_account_itself_is_no_post(sqlite_url: str) -> None:
    made = make(sqlite_url)
    made.put(spec("x", Basis.ACTIVITY, "content"), [post("a", 100, 5), post("", 900, 50)])
    assert names(ask(made)) == ["a"]


def test_without_posts_there_is_a_reason(brand: HandMade) -> None:
    assert "by post" in (ask(brand, "conversion_rate").reason or "")
    assert "by post and persona" in (ask(brand, where={"persona": ("parents",)}).reason or "")


def test_an_unknown_metric_is_refused(brand: HandMade) -> None:
    with pytest.raises(BadOption):
        ask(brand, "charm")


def test_a_measure_of_the_file_can_be_drilled_into_too(sqlite_url: str) -> None:
    made = make(sqlite_url)
    made.put(POSTS, [post("a", 100, 5, extras={"taps": 4.0}), post("b", 100, 5, extras={"taps": 12.0})])
    found = ask(made, "extra.taps")
    assert [(row.card.external_id, row.value, row.share) for row in found.rows] == [("b", 12, 0.75), ("a", 4, 0.25)]


def test_only_as_many_rows_as_asked_for_but_the_count_of_all(brand: HandMade) -> None:
    with brand.read() as work:
        found = posts_behind(
            work, PostsQuery(Scope(brand.brand_id, FIRST, FIRST + timedelta(days=6)), "likes", limit=1)
        )
    assert (len(found.rows), found.total) == (1, 3)


def test_a_post_keeps_what_each_export_found(sqlite_url: str) -> None:
    made = make(sqlite_url)
    published = day_key(FIRST) * 86_400
    for hours, likes in ((6, 12), (24, 48), (72, 60)):
        made.put(POSTS, [post("a", 100 * likes, likes, hour=0)], captured_at=published + hours * 3_600)
    (row,) = ask(made).rows
    with made.read() as work:
        found = post_detail(work, made.brand_id, row.card.content_id)
    assert [(one.captured_at - published) // 3_600 for one in found.captures] == [6, 24, 72]
    assert [one.facts[Fact.LIKES] for one in found.captures] == [12, 48, 60]
    assert found.figures[0].facts[Fact.LIKES] == 60
    # The export gives the hour but no moment of publication: nothing is guessed.
    assert all(one.per_hour is None for one in found.velocities)


def test_an_older_capture_that_comes_later_is_history_and_not_the_total(sqlite_url: str) -> None:
    made = make(sqlite_url)
    made.put(POSTS, [post("a", 900, 90)], captured_at=2_000_000_000)
    made.put(POSTS, [post("a", 100, 10)], captured_at=1_900_000_000)
    (row,) = ask(made).rows
    with made.read() as work:
        found = post_detail(work, made.brand_id, row.card.content_id)
    assert [one.facts[Fact.LIKES] for one in found.captures] == [10, 90]
    assert found.figures[0].facts[Fact.LIKES] == 90


def test_a_post_of_another_brand_is_not_found(brand: HandMade) -> None:
    content_id = ask(brand).rows[0].card.content_id
    with brand.store.write() as work:
        other = work.brands.add("Other", time_zone="UTC", created_at=1)
        work.commit()
    with brand.read() as work, pytest.raises(NotFound):
        post_detail(work, other.id, content_id)
