"""When content does best, on planted posts and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from learning.domain.best_times import BestTimes, BestTimesQuery, HourOf
from learning.domain.enums import Basis, Grain
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.figures import CountedUnit
from learning.domain.posts import PostsQuery
from learning.domain.trends import Scope
from services.content.behind import posts_behind
from services.content.best_times import best_times
from tests.services.hand_made import HandMade, Row, make, spec

MONDAY = date(2026, 6, 1)
DAYS = 140
POSTS = spec("x", Basis.LIFETIME, "content")


def timed_posts(name: str = "p", *, timed: bool = True) -> list[Row]:
    """Three posts a day; those of 18:00 have twice the rate."""
    generator = np.random.default_rng(4)
    found: list[Row] = []
    for place in range(DAYS * 3):
        hour = (8, 12, 18)[place % 3]
        seen = int(generator.uniform(500, 1_500))
        rate = 0.03 * (2 if hour == 18 else 1) * np.exp(generator.normal(0, 0.3))
        facts: dict[Fact, float] = {Fact.IMPRESSIONS: seen, Fact.LIKES: int(generator.poisson(rate * seen))}
        day = MONDAY + timedelta(days=place // 3)
        found.append(Row(day, facts, content=f"{name}{place}", hour=hour if timed else None))
    return found


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def ask(
    brand: HandMade, metric: str = "engagement_rate", hour_of: HourOf = HourOf.PUBLICATION, **where: tuple[str, ...]
) -> BestTimes:
    scope = Scope(brand.brand_id, MONDAY, MONDAY + timedelta(days=DAYS - 1), where)
    with brand.read() as work:
        return best_times(work, BestTimesQuery(scope, metric, hour_of))


def test_the_planted_hour_leads_with_range_and_n(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts())
    found = ask(brand)
    assert {slot.hour for slot in found.best} == {18}
    assert all(slot.real and slot.n == DAYS // 7 and slot.low < slot.value < slot.high for slot in found.best)
    assert (found.n, found.counted, found.basis) == (DAYS * 3, CountedUnit.POSTS, Basis.LIFETIME)
    assert {(slot.weekday, slot.hour) for slot in found.slots} == {
        (day, hour) for day in range(7) for hour in (8, 12, 18)
    }


def test_an_export_without_hours_is_named(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts(timed=False))
    assert ask(brand).reason == "the X export has no hour, so there is no best-time map"


def test_a_platform_without_hours_is_named_beside_one_that_has_them(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts(timed=False))
    brand.put(spec("tiktok", Basis.LIFETIME, "content"), timed_posts("t"))
    found = ask(brand)
    assert found.without_hour == ("x",)
    assert found.n == DAYS * 3


def test_the_hour_in_which_it_happened_is_read_from_hours_and_not_from_posts(brand: HandMade) -> None:
    hours = spec("ga4", Basis.ACTIVITY, grain=Grain.HOUR)
    rows = [
        Row(MONDAY + timedelta(days=day), {Fact.SESSIONS: 400.0 if hour == 20 else 100.0}, hour=hour)
        for day in range(DAYS)
        for hour in (6, 13, 20)
    ]
    brand.put(hours, rows)
    found = ask(brand, "sessions", HourOf.ACTIVITY)
    assert {slot.hour for slot in found.best} == {20}
    assert found.counted is CountedUnit.DAYS
    assert not any(slot.real for slot in found.slots)
    assert found.since == MONDAY + timedelta(days=DAYS - 91)
    assert found.best[0].n == 13


def test_the_two_kinds_of_hours_are_never_mixed(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts())
    assert "by hour" in (ask(brand, hour_of=HourOf.ACTIVITY).reason or "")


def test_hours_of_publication_name_their_posts_where_the_store_counts_by_the_day_it_happened(brand: HandMade) -> None:
    brand.put(spec("x", Basis.ACTIVITY, "content"), timed_posts())
    found = ask(brand)
    assert found.basis is Basis.ACTIVITY
    for slot in found.slots:
        assert len(slot.posts) == slot.n
        query = PostsQuery(replace(found.query.scope, basis=found.basis), "engagement_rate", only=slot.posts)
        with brand.read() as work:
            behind = posts_behind(work, query)
        assert {(row.card.published_hour or 0) % 24 for row in behind.rows} == {slot.hour}
        assert behind.total == slot.n
    assert [slot for slot in found.best if slot in found.slots] == list(found.best)


def test_posts_of_lifetime_totals_are_asked_for_by_their_hour(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts())
    assert not any(slot.posts for slot in ask(brand).slots)


def test_filters_that_no_export_can_answer_are_a_reason(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts())
    assert "by post" in (ask(brand, persona=("parents",)).reason or "")


def test_too_few_posts_are_counted_in_the_reason(brand: HandMade) -> None:
    brand.put(POSTS, timed_posts()[:7])
    assert ask(brand).reason == "7 posts with a known hour; a map needs 20"


def test_posts_that_few_saw_are_left_out(brand: HandMade) -> None:
    tiny = Row(MONDAY, {Fact.IMPRESSIONS: 10, Fact.LIKES: 9}, content="tiny", hour=3)
    brand.put(POSTS, [*timed_posts(), tiny])
    found = ask(brand)
    assert found.left_out == 1
    assert 3 not in {slot.hour for slot in found.slots}


@pytest.mark.parametrize("metric", ["charm", "revenue", "reach"])
def test_a_metric_that_counts_nothing_is_refused(brand: HandMade, metric: str) -> None:
    with pytest.raises(BadOption):
        ask(brand, metric)
