"""A trend's words and lines say what its figures say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.annotations import Annotation
from learning.domain.digest import Sureness
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.imports import Period
from learning.domain.intervals import Change
from learning.domain.timekeys import day_key
from learning.domain.trends import (
    Bucket,
    Headline,
    RollingPoint,
    Scope,
    TrendPoint,
    TrendQuery,
    TrendResult,
    TrendSeries,
)
from services.glossary import glossary
from ui.trend.layers import Layers
from ui.trend.lines import trend_chart
from ui.trend.view import alt_words, finding_words, natural_bucket, source_words, subtitle_words

ENTRY = next(entry for entry in glossary() if entry.name == "engagement_rate")
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 28)
CUTS = {"x": "X by post", "tiktok": "TikTok by post"}


def value(amount: float | None, *, missing: tuple[date, ...] = ()) -> MetricValue:
    return MetricValue(amount, 0.01, 0.05, 9, CountedUnit.POSTS, Basis.LIFETIME, CUTS, missing_days=missing)


def result(
    bucket: Bucket,
    points: tuple[TrendPoint, ...],
    *,
    change: Change | None = None,
    sureness: Sureness = Sureness.EARLY,
    rolling: tuple[RollingPoint, ...] = (),
    previous: tuple[TrendPoint, ...] = (),
    total: MetricValue | None = None,
) -> TrendResult:
    query = TrendQuery(Scope(1, FIRST, LAST), "engagement_rate", bucket)
    first, last = date(2026, 8, 4), date(2026, 8, 31)
    now, before = total or value(0.03), value(0.02)
    found = Headline("engagement_rate", now, before, change, first, last, None, sureness=sureness)
    return TrendResult(query, Basis.LIFETIME, (), (TrendSeries(None, points, rolling),), previous, 28, found, ())


def week(start: date, amount: float, *, days: int = 7) -> TrendPoint:
    return TrendPoint(start, start + timedelta(days=days - 1), value(amount))


@pytest.mark.parametrize(
    ("days", "bucket"), [(7, Bucket.DAY), (28, Bucket.DAY), (90, Bucket.WEEK), (1_100, Bucket.MONTH)]
)
def test_a_line_has_as_many_points_as_an_eye_can_follow(days: int, bucket: Bucket) -> None:
    assert natural_bucket(Period(FIRST, FIRST + timedelta(days=days - 1))) is bucket


@pytest.mark.parametrize(
    ("change", "sureness", "words"),
    [
        (Change(0.01, 0.5, 0.2, 0.8), Sureness.REAL, "Engagement rate went up by about 50 %, to 3.00 %"),
        (Change(-0.01, -0.25, -0.4, -0.1), Sureness.REAL, "Engagement rate went down by about 25 %, to 3.00 %"),
        (Change(0.001, 0.05, -0.2, 0.3), Sureness.CHANCE, "Engagement rate: 3.00 %, no clear change"),
        (Change(0.01, 0.5, 0.01, 0.9), Sureness.CHANCE, "Engagement rate: 3.00 %, no clear change"),
        (None, Sureness.EARLY, "Engagement rate: 3.00 %"),
    ],
)
def test_the_title_states_the_finding_and_no_more(change: Change | None, sureness: Sureness, words: str) -> None:
    found = result(Bucket.WEEK, (), change=change, sureness=sureness).headline
    assert finding_words(ENTRY, found).replace("\u00a0", " ") == words


def test_the_subtitle_gives_metric_basis_n_range_and_what_was_compared() -> None:
    words = subtitle_words(ENTRY, result(Bucket.WEEK, (), change=Change(0.01, 0.5, 0.2, 0.8))).replace("\u00a0", " ")
    assert "Engagement rate by week" in words
    assert "lifetime totals, by day of publication" in words
    assert "9 posts" in words
    assert "(95 % interval)" in words
    assert "against 4–31 Aug 2026" in words


def test_a_week_without_posts_is_a_gap_and_not_a_line_across() -> None:
    points = (week(date(2026, 9, 7), 0.02), week(date(2026, 9, 21), 0.03))
    chart = trend_chart(ENTRY, result(Bucket.WEEK, points), Layers())
    assert chart.lines[0].days == (date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21))
    assert chart.lines[0].values == (0.02, None, 0.03)


def test_a_week_that_the_range_cuts_is_marked_as_a_part() -> None:
    points = (week(date(2026, 9, 4), 0.02, days=3), week(date(2026, 9, 7), 0.03))
    line = trend_chart(ENTRY, result(Bucket.WEEK, points), Layers()).lines[0]
    assert line.days[0] == date(2026, 8, 31)
    assert line.partial == (True, False)


def test_the_earlier_range_lies_over_the_later_one_weekday_on_weekday() -> None:
    before = (week(date(2026, 8, 10), 0.01),)
    chart = trend_chart(ENTRY, result(Bucket.WEEK, (week(date(2026, 9, 7), 0.02),), previous=before), Layers())
    earlier = chart.lines[-1]
    assert earlier.dashed
    assert earlier.days == (date(2026, 9, 7),)


def test_single_days_are_dots_around_their_rolling_mean() -> None:
    day = TrendPoint(FIRST, FIRST, value(0.02))
    rolling = (RollingPoint(FIRST, 0.021, 0.02, 0.022, 5),)
    lines = trend_chart(ENTRY, result(Bucket.DAY, (day,), rolling=rolling), Layers()).lines
    assert [line.dots for line in lines] == [False, True]
    assert lines[0].values == (0.021,)


def test_notes_stand_within_the_picture() -> None:
    note = Annotation(1, day_key(date(2026, 1, 1)), day_key(date(2026, 12, 31)), "Import: X", "you", 0)
    chart = trend_chart(ENTRY, result(Bucket.WEEK, (week(date(2026, 9, 7), 0.02),)), Layers([note]))
    assert (chart.marks[0].day, chart.marks[0].last) == (FIRST, LAST)


def test_sources_and_missing_days_are_named() -> None:
    total = value(0.03, missing=(date(2026, 9, 3), date(2026, 9, 4)))
    words = " ".join(source_words(result(Bucket.WEEK, (), total=total)))
    assert "Read from TikTok and X by post." in words
    assert "No data on 3 Sep 2026, 4 Sep 2026." in words


def test_those_who_hear_the_page_are_told_the_finding() -> None:
    assert "Line chart: Engagement rate by week, 1–28 Sep 2026" in alt_words(ENTRY, result(Bucket.WEEK, ()))
