"""The week against the week before, on planted data with known answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.digest import Sureness, WeekDigest
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from services.digest.cells import WeekQuestion, read_cells
from services.digest.reasons import find_leading_post
from services.digest.week import week_digest
from services.figures.availability import available
from tests.services.hand_made import HandMade, Row, make, spec

TODAY = date(2026, 11, 21)
END = date(2026, 11, 20)
BY_POST = spec("x", Basis.ACTIVITY, "content")


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def day(before: int) -> date:
    return END - timedelta(days=before)


def week_rows(platform: str, *, likes: float = 20, risen: float = 20, days: int = 28, posts: int = 3) -> list[Row]:
    """Posts a day with almost equal likes; `risen` likes in the last seven days."""
    return [
        Row(
            day(before),
            {
                Fact.IMPRESSIONS: 1_000 + 7 * (before % 5),
                Fact.LIKES: (risen if before < 7 else likes) + before % 3 + post,
            },
            content=f"{platform}{before}-{post}",
        )
        for before in range(days)
        for post in range(posts)
    ]


def ask(brand: HandMade, today: date = TODAY, **where: tuple[str, ...]) -> WeekDigest:
    with brand.read() as work:
        found = week_digest(work, brand.brand_id, available(work, brand.brand_id), today, where=where)
    assert found is not None
    return found


def test_a_planted_rise_is_told_once_with_the_platform_it_comes_from(brand: HandMade) -> None:
    brand.put(BY_POST, week_rows("x", risen=60))
    brand.put(spec("linkedin", Basis.ACTIVITY, "content"), week_rows("linkedin"))
    found = ask(brand)
    assert (found.first, found.last) == (day(6), END)
    assert (found.previous_first, found.previous_last) == (day(13), day(7))
    (rise,) = found.movements
    assert (rise.metric, dict(rise.where), rise.sureness) == ("engagement_rate", {}, Sureness.REAL)
    assert rise.part is not None
    assert (rise.part.dimension, rise.part.value) == ("platform", "x")
    assert rise.part.share == pytest.approx(1, abs=0.1)
    assert rise.post is None
    assert (found.real, found.untold) == (2, 0), "the platform is part of the story"
    assert rise.change.relative == pytest.approx((64 + 22) / (22 + 22) - 1, abs=0.1)


def test_a_week_like_the_one_before_says_plainly_that_nothing_moved(brand: HandMade) -> None:
    brand.put(BY_POST, week_rows("x"))
    found = ask(brand)
    assert found.movements == ()
    assert found.looked_at > 0
    assert found.real == 0


def test_a_single_hit_makes_the_week_uncertain_and_no_finding(brand: HandMade) -> None:
    """One post with fifty times the likes lifts the rate by half; posts like these would not do it again."""
    rows = week_rows("x")
    hit = Row(day(2), {Fact.IMPRESSIONS: 1_000, Fact.LIKES: 1_100}, content="hit")
    brand.put(BY_POST, [*rows, hit])
    assert all(movement.metric != "engagement_rate" for movement in ask(brand).movements)


def test_a_sure_movement_that_goes_with_one_post_names_it(brand: HandMade) -> None:
    """Half of all clicks of the week before were those of one post, which the export gives for each day."""
    rows = [
        Row(day(before), {Fact.IMPRESSIONS: 500, Fact.CLICKS: 20 + before % 3}, content=f"p{before}-{post}")
        for before in range(28)
        for post in range(4)
    ]
    hit = [Row(day(before), {Fact.IMPRESSIONS: 500, Fact.CLICKS: 26}, content=f"hit{before}") for before in range(7)]
    big = Row(day(1), {Fact.IMPRESSIONS: 40_000, Fact.CLICKS: 2_400}, content="big")
    brand.put(BY_POST, [*rows, *hit, big])
    with brand.read() as work:
        question = WeekQuestion(brand.brand_id, day(6), END, {}, ("click_through_rate",))
        offered = available(work, brand.brand_id)
        (cell,) = read_cells(work, question, offered).cells
        leading = find_leading_post(work, question, cell, cell.change)
    assert leading is not None
    assert (leading.card.external_id, leading.earlier) == ("big", False)
    assert leading.share > 0.5


def test_a_rise_that_all_posts_share_names_none(brand: HandMade) -> None:
    rows = [
        Row(day(before), {Fact.FOLLOWS: 30 + before % 2 + (12 if before < 7 else 0)}, content=f"f{before}")
        for before in range(28)
    ]
    brand.put(BY_POST, rows)
    (follows,) = ask(brand).movements
    assert follows.is_up
    assert follows.post is None


def test_parts_that_move_against_each_other_are_two_stories(brand: HandMade) -> None:
    brand.put(BY_POST, week_rows("x", likes=30, risen=90))
    brand.put(spec("linkedin", Basis.ACTIVITY, "content"), week_rows("linkedin", likes=90, risen=30))
    found = ask(brand)
    assert {(movement.where["platform"][0], movement.is_up) for movement in found.movements} == {
        ("x", True),
        ("linkedin", False),
    }


def test_a_platform_whose_data_end_earlier_is_not_compared(brand: HandMade) -> None:
    """Its missing days would look like a fall of everything."""
    brand.put(BY_POST, week_rows("x"))
    brand.put(spec("tiktok", Basis.ACTIVITY), [Row(day(before), {Fact.IMPRESSIONS: 90_000}) for before in range(5, 28)])
    found = ask(brand)
    assert found.movements == ()
    assert found.next_largest is None or found.next_largest.where.get("platform") != ("tiktok",)


def test_totals_of_posts_that_still_grow_are_not_compared_but_their_rates_are(brand: HandMade) -> None:
    young = [
        Row(
            day(before),
            {Fact.IMPRESSIONS: 100 if before < 7 else 9_000, Fact.LIKES: 10 if before < 7 else 450 + before},
            content=f"p{before}",
        )
        for before in range(28)
    ]
    brand.put(spec("x", Basis.LIFETIME, "content"), young)
    found = ask(brand)
    assert {movement.metric for movement in found.movements} <= {"engagement_rate"}
    assert found.looked_at == 1
    assert found.growing == ("impressions",)


def test_the_filters_of_the_page_hold_for_the_week_too(brand: HandMade) -> None:
    brand.put(BY_POST, week_rows("x", risen=60))
    brand.put(spec("linkedin", Basis.ACTIVITY, "content"), week_rows("linkedin"))
    assert ask(brand, platform=("linkedin",)).movements == ()
    (rise,) = ask(brand, platform=("x",)).movements
    assert dict(rise.where) == {}


def test_a_filter_that_no_export_can_honour_is_the_reason_why_there_is_nothing(brand: HandMade) -> None:
    brand.put(BY_POST, week_rows("x", risen=60))
    brand.put(spec("web", Basis.ACTIVITY, "persona"), [Row(day(40), {Fact.SESSIONS: 1}, segment=SegmentKey("Parents"))])
    found = ask(brand, persona=("Parents",))
    assert found.looked_at == 0
    assert found.reason == "no export gives engagement rate by persona"


def test_a_persona_that_moved_alone_is_named(brand: HandMade) -> None:
    rows = [
        Row(
            day(before),
            {Fact.IMPRESSIONS: 1_000, Fact.LIKES: 20 + before % 3 + (40 if before < 7 and who == "Parents" else 0)},
            content=f"p{before}",
            segment=SegmentKey(persona=who),
        )
        for before in range(28)
        for who in ("Parents", "Students", "Retired")
    ]
    brand.put(spec("x", Basis.ACTIVITY, "content", "persona"), rows)
    (rise,) = ask(brand).movements
    assert rise.part is not None
    assert (rise.part.dimension, rise.part.value) == ("persona", "Parents")


def test_old_data_are_compared_in_their_own_last_week(brand: HandMade) -> None:
    brand.put(BY_POST, week_rows("x", risen=60))
    found = ask(brand, today=date(2029, 1, 1))
    assert found.last == END
    assert found.movements


def test_only_totals_of_periods_have_no_week(brand: HandMade) -> None:
    brand.put(spec("ga4", Basis.PERIOD), [Row(day(30), {Fact.SESSIONS: 900}, last=day(1))])
    with brand.read() as work:
        assert week_digest(work, brand.brand_id, available(work, brand.brand_id), TODAY) is None


def test_a_brand_without_data_has_no_week(brand: HandMade) -> None:
    with brand.read() as work:
        assert week_digest(work, brand.brand_id, available(work, brand.brand_id), TODAY) is None
