"""What the detectors are given of a brand: one cut per platform, posts apart from peers, segments by post or by day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.goals import Goal
from learning.domain.observations import SegmentKey
from learning.insights.brand_data import CELL_COLUMNS, POST_COLUMNS, BrandData
from services.insights.loading import learned_metrics, load_brand
from services.insights.settings import InsightSettings
from tests.services.hand_made import HandMade, Row, make, spec
from tests.services.insights.planted import POSTS, posts

DAY = date(2026, 6, 1)
TODAY = date(2026, 11, 21)
SEEN, LIKES = Fact.IMPRESSIONS, Fact.LIKES


@pytest.fixture
def made(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def load(made: HandMade, settings: InsightSettings | None = None) -> BrandData:
    with made.read() as work:
        return load_brand(work, made.brand_id, TODAY, settings or InsightSettings()).data


def test_posts_come_from_the_cut_that_tells_most_of_most_of_them_and_count_once(made: HandMade) -> None:
    made.put(POSTS, posts(20))
    by_segment = spec("x", Basis.ACTIVITY, "content", "persona")
    made.put(by_segment, [Row(DAY, {SEEN: 10.0}, content="p0", segment=SegmentKey(persona="Parents"))])
    found = load(made)
    assert list(found.posts.columns) == list(POST_COLUMNS)
    assert len(found.posts) == 20
    assert found.posts["impressions"].sum() == sum(row.facts[SEEN] for row in posts(20))
    assert list(found.cells.columns) == list(CELL_COLUMNS)
    assert found.cells[["persona", "impressions"]].values.tolist() == [["Parents", 10.0]]


def test_a_post_has_its_day_hour_text_and_age(made: HandMade) -> None:
    made.put(POSTS, [Row(DAY, {SEEN: 100.0}, content="a", hour=18), Row(DAY, {SEEN: 50.0}, content="b")])
    found = load(made).posts.set_index("text")
    assert found.loc["Post a", "hour"] == 18
    assert found.loc["Post b", "hour"] == -1
    assert (found["day"] == (DAY - date(1970, 1, 1)).days).all()
    assert (found["age_hours"] > 24).all()
    assert found["hashtags"].tolist() == [0.0, 0.0]


def test_segments_by_day_stand_for_days_and_ga4_gives_bounces_by_engaged_sessions(made: HandMade) -> None:
    rows = [
        Row(
            DAY + timedelta(days=day),
            {Fact.SESSIONS: 100.0},
            segment=SegmentKey(channel=channel),
            extras={"engaged_sessions": engaged},
        )
        for day in range(3)
        for channel, engaged in (("Referral", 70.0), ("Direct", 40.0))
    ]
    made.put(spec("ga4", Basis.ACTIVITY, "channel"), rows)
    found = load(made)
    assert "bounce_rate" in found.metrics
    assert (found.cells["content_id"] < 0).all()
    sums = found.cells.groupby("channel")[["sessions", "bounces"]].sum()
    assert sums.loc["Referral"].tolist() == [300.0, 90.0]
    assert sums.loc["Direct"].tolist() == [300.0, 180.0]


def test_series_have_the_sums_behind_their_values_and_hours_only_of_rates(made: HandMade) -> None:
    rows = [Row(DAY + timedelta(days=day), {SEEN: 1_000.0, LIKES: 20.0 + day}) for day in range(30)]
    made.put(spec("x", Basis.ACTIVITY), rows)
    found = load(made)
    rate = next(one for one in found.series if one.key.metric == "engagement_rate" and one.key.platform is None)
    assert rate.numerator.tolist() == [20.0 + day for day in range(30)]
    assert rate.denominator.tolist() == [1_000.0] * 30
    total = next(one for one in found.series if one.key.metric == "impressions")
    assert total.denominator.tolist() == [1.0] * 30
    assert found.hours == {}


def test_rates_are_learned_about_and_totals_only_where_they_are_a_goal(made: HandMade) -> None:
    made.put(POSTS, posts(10))
    with made.read() as work:
        assert learned_metrics(work, made.brand_id, ()) == ("engagement_rate", "click_through_rate")
        goals = (Goal(made.brand_id, "clicks", 10.0, "ada", 0),)
        assert learned_metrics(work, made.brand_id, goals)[0] == "clicks"


def test_without_historical_learning_old_posts_and_their_cells_are_left_out(made: HandMade) -> None:
    cut = spec("x", Basis.LIFETIME, "content", "persona")
    rows = [
        Row(day, {SEEN: 100.0}, content=name, segment=SegmentKey(persona="Parents"))
        for name, day in (("old", DAY), ("new", date(2026, 11, 1)))
    ]
    made.put(cut, rows)
    found = load(made, InsightSettings(historical_learning=False))
    assert found.posts["text"].tolist() == ["Post new"]
    assert len(found.cells) == 1


def test_a_brand_without_anything_has_empty_frames_of_the_right_columns(made: HandMade) -> None:
    found = load(made)
    assert list(found.posts.columns) == list(POST_COLUMNS)
    assert list(found.cells.columns) == list(CELL_COLUMNS)
    assert len(found.posts) == len(found.cells) == 0
    assert np.issubdtype(found.posts["day"].dtype, np.integer)
