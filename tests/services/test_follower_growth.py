"""Where follows come from, on planted rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.followers import FollowerGrowth, FollowersQuery
from learning.domain.gates import DEFAULT_GATES
from learning.domain.trends import Scope
from services.content.follower_growth import follower_growth
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)


def posts(*facts: Fact) -> list[Row]:
    whole = {Fact.IMPRESSIONS: 1_000.0, Fact.PROFILE_VISITS: 20.0, Fact.LIKES: 9.0}
    return [
        Row(
            FIRST + timedelta(days=place),
            {
                fact: value
                for fact, value in (whole | {Fact.FOLLOWS: 12.0 if place == 3 else 1.0}).items()
                if fact in facts
            },
            content=f"p{place}",
        )
        for place in range(28)
    ]


def ask(sqlite_url: str, *facts: Fact) -> FollowerGrowth:
    made: HandMade = make(sqlite_url)
    made.put(spec("x", Basis.LIFETIME, "content"), posts(*facts))
    scope = Scope(made.brand_id, FIRST, FIRST + timedelta(days=27))
    with made.read() as work:
        return follower_growth(work, FollowersQuery(scope), DEFAULT_GATES)


def test_follows_are_told_per_impression_per_visit_and_by_post(sqlite_url: str) -> None:
    found = ask(sqlite_url, *Fact)
    assert found.per_impressions is not None
    assert found.per_impressions.headline.value.value == pytest.approx(39 / 28)
    assert found.per_visit is not None
    assert found.per_visit.headline.value.value == pytest.approx(39 / (28 * 20))
    assert found.posts is not None
    assert [row.volume for row in found.posts.rows][:2] == [12, 1]
    assert found.share_of_first == pytest.approx(16 / 39)
    assert found.reasons == ()


def test_without_visits_only_that_part_is_missing_and_says_why(sqlite_url: str) -> None:
    found = ask(sqlite_url, Fact.IMPRESSIONS, Fact.FOLLOWS, Fact.LIKES)
    assert found.per_impressions is not None
    assert found.per_visit is None
    assert len(found.reasons) == 1
    assert "profile visit" in found.reasons[0]


def test_an_export_without_follows_says_so_for_each_part(sqlite_url: str) -> None:
    found = ask(sqlite_url, Fact.IMPRESSIONS, Fact.LIKES)
    assert (found.per_impressions, found.per_visit, found.posts) == (None, None, None)
    assert len(found.reasons) == 3
