"""What lies over a trend says what the records say, and stays within the picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.domain.analyses import SeriesScale
from learning.domain.enums import Basis
from learning.domain.goals import Goal
from learning.domain.trends import Bucket, Scope, TrendQuery
from tests.ui.series_examples import FIRST, LAST, RATE, TOTAL, change, decomposed
from ui.charts.drawing import Line
from ui.trend.layers import (
    among_expected,
    bucket_span,
    expected_band,
    goal_line,
    outside_words,
    shift_marks,
    shift_words,
)

NBSP = "\u00a0"


def plain(words: str) -> str:
    return words.replace(NBSP, " ")


def line(values: tuple[float | None, ...], *, dots: bool = True) -> Line:
    days = tuple(FIRST + timedelta(days=index) for index in range(len(values)))
    return Line("single days", days, values, values, values, tuple(str(value) for value in values), dots=dots)


def test_a_change_is_told_with_its_size_its_days_and_n() -> None:
    words = plain(shift_words(RATE, change(date(2026, 10, 6)), SeriesScale.LOG))
    assert words == (
        "Engagement rate went up by about 18 % (9.0 % to 27 %, 95 %) between 3 and 9 Oct 2026; 41 days before, 30 after"
    )


@pytest.mark.parametrize(
    ("point", "scale", "part"),
    [
        (change(LAST, -0.2, -0.3, -0.1), SeriesScale.LOG, "went down by about 20 % (10 % to 30 %, 95 %)"),
        (change(LAST, 0.05, -0.02, 0.12), SeriesScale.LOG, "went up by about 5.0 % (−2.0 % to +12 %, 95 %)"),
        (change(LAST, 0.002, 0.001, 0.003), SeriesScale.LINEAR, "went up by about 0.20 % (0.10 % to 0.30 %, 95 %)"),
        (change(LAST, days=0), SeriesScale.LOG, "on 28 Sep 2026"),
        (change(date(2026, 10, 1)), SeriesScale.LOG, "between 28 Sep and 4 Oct 2026"),
        (change(date(2027, 1, 1)), SeriesScale.LOG, "between 29 Dec 2026 and 4 Jan 2027"),
    ],
)
def test_direction_scale_and_days_are_written_as_they_are(point, scale, part) -> None:
    assert part in plain(shift_words(RATE, point, scale))


def test_changes_outside_the_range_are_not_marked_and_those_at_its_edge_stay_inside() -> None:
    far, near = change(LAST + timedelta(days=30)), change(LAST + timedelta(days=2))
    marks = shift_marks(RATE, [far, near], SeriesScale.LOG, (FIRST, LAST))
    assert [(mark.low, mark.day, mark.high) for mark in marks] == [(LAST - timedelta(days=1), LAST, LAST)]


def test_the_expected_range_covers_the_days_shown_and_breaks_where_there_is_none() -> None:
    found = decomposed([0.03] * 40)
    days = list(found.days)
    days[5] = replace(days[5], low_95=None)
    band = expected_band(replace(found, days=tuple(days)), FIRST, LAST)
    assert band is not None
    assert (band.days[0], band.days[-1]) == (FIRST, LAST)
    assert (band.lows[5], band.highs[5]) == (None, None)
    assert expected_band(decomposed([0.03] * 40, band=None), FIRST, LAST) is None


def test_days_outside_the_expected_range_are_drawn_apart_and_counted_beside_chance() -> None:
    found = decomposed([0.03] * 28)
    lines = among_expected(RATE, [line((0.03, 0.05, None, 0.01, *[0.03] * 24))], found)
    odd = next(one for one in lines if one.odd)
    assert [value for value in odd.values if value is not None] == [0.05, 0.01]
    assert "outside the expected" in lines[0].hover[1]
    assert "within the expected" in lines[0].hover[0]
    assert lines[0].lows == ()
    assert plain(outside_words(lines)) == "◇ 2 of 27 days outside the expected range; chance alone gives about 1."


def test_only_single_days_are_judged_and_not_their_mean() -> None:
    mean = line((0.09,) * 3, dots=False)
    lines = among_expected(RATE, [mean, line((0.03,) * 3)], decomposed([0.03] * 28))
    assert not any(one.odd for one in lines)
    assert lines[0].hover == mean.hover


@pytest.mark.parametrize(
    ("day", "bucket", "span"),
    [
        (date(2026, 9, 3), Bucket.DAY, (date(2026, 9, 3), date(2026, 9, 3))),
        (date(2026, 8, 31), Bucket.WEEK, (FIRST, date(2026, 9, 6))),
        (date(2026, 9, 28), Bucket.WEEK, (LAST, LAST)),
        (date(2026, 9, 1), Bucket.MONTH, (FIRST, LAST)),
    ],
)
def test_a_point_stands_for_its_days_within_the_range(day, bucket, span) -> None:
    assert bucket_span(day, bucket, Scope(1, FIRST, LAST)) == span


def test_the_goal_of_a_total_grows_with_the_days_of_a_point_and_that_of_a_rate_does_not() -> None:
    scope = Scope(1, FIRST, LAST, basis=Basis.ACTIVITY)
    weeks = [date(2026, 8, 31), date(2026, 9, 7)]
    total = goal_line(
        TOTAL, Goal(1, "impressions", 100, "you", 0), weeks, TrendQuery(scope, "impressions", Bucket.WEEK)
    )
    rate = goal_line(RATE, Goal(1, "engagement_rate", 0.04, "you", 0), weeks, TrendQuery(scope, "x", Bucket.WEEK))
    assert total is not None
    assert total.values == (600, 700)
    assert plain(total.label) == "Goal 100 a day"
    assert rate is not None
    assert rate.values == (0.04, 0.04)
