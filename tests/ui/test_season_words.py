"""What is season is said no louder than it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from learning.domain.analyses import ChangePoints, SeasonFactor, SeriesScale
from learning.domain.trends import Scope
from learning.metrics.definitions import MetricUnit
from tests.ui.series_examples import FIRST, LAST, RATE, TOTAL, change, changes, decomposed, weekdays
from ui.season.lines import left_chart, level_chart, season_bars
from ui.season.words import (
    change_lines,
    factor_hover,
    left_finding,
    level_finding,
    season_finding,
    season_subtitle,
)

SCOPE = Scope(1, FIRST, LAST)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_a_weekday_that_stands_out_is_named_with_its_size() -> None:
    words = plain(season_finding(RATE, weekdays(), SeriesScale.LOG, hours=False))
    assert words == "Engagement rate is highest on Thursdays, about +20 % (+15 % to +25 %, 95 %)"


def test_a_weekday_that_only_seems_so_is_not_named() -> None:
    unsure = tuple(replace(one, low=0.98, high=1.02 + 0.4 * (one.place == 3)) for one in weekdays())
    assert season_finding(RATE, unsure, SeriesScale.LOG, hours=False) == "Engagement rate: no weekday stands out"


def test_hours_are_named_by_the_clock_and_differences_in_the_unit() -> None:
    hours = tuple(SeasonFactor(place, -300.0 if place == 4 else 13.0, -320.0, -280.0, 9) for place in range(24))
    hours = tuple(one if one.place == 4 else replace(one, low=-90.0, high=110.0) for one in hours)
    words = plain(season_finding(TOTAL, hours, SeriesScale.LINEAR, hours=True))
    assert words == "Impressions is lowest around 04:00, about −300 (−320 to −280, 95 %)"


def test_a_place_without_enough_days_says_so_instead_of_a_number() -> None:
    assert factor_hover(SeasonFactor(6, None, None, None, 2), SeriesScale.LOG, RATE, hours=False) == (
        "Sunday: too few days (2)"
    )


def test_the_subtitle_of_a_season_gives_n_and_days() -> None:
    words = season_subtitle(decomposed([0.03] * 28), weekdays(), "weekday")
    assert "95 % intervals" in words
    assert "20 days for each weekday" in words
    assert "1–28 Sep 2026" in words


def test_the_level_tells_its_latest_change_or_that_there_is_none() -> None:
    assert level_finding(RATE, changes(change(date(2026, 9, 10))), FIRST, LAST).startswith("Engagement rate went up")
    assert level_finding(RATE, changes(), FIRST, LAST) == "Engagement rate: no change of level in these days"
    assert level_finding(RATE, None, FIRST, LAST) == "Engagement rate without its weekdays"


def test_changes_before_the_range_are_remembered_and_refusals_are_told() -> None:
    told = change_lines(RATE, changes(change(date(2026, 8, 1)), change(date(2026, 9, 10))), FIRST, LAST)
    assert told[0].startswith("◆ Engagement rate went up")
    assert told[1].startswith("Before these days: Engagement rate went up")
    refused = ChangePoints(SeriesScale.LOG, 9, None, None, (), reason="9 days with data, at least 28 are needed")
    assert change_lines(RATE, refused, FIRST, LAST) == [
        "Changes of level were not looked for: 9 days with data, at least 28 are needed."
    ]


def test_what_is_left_counts_the_days_that_were_not_expected() -> None:
    found = decomposed([0.03, 0.05, None, *[0.03] * 25])
    assert left_finding(RATE, found, FIRST, LAST) == "Engagement rate: 1 of 27 days was outside the expected range"
    chart = left_chart(RATE, found, (), SCOPE)
    assert chart.unit is MetricUnit.RATE
    odd = next(line for line in chart.lines if line.odd)
    assert odd.days[odd.values.index(next(value for value in odd.values if value))] == FIRST + timedelta(days=1)


def test_the_level_is_a_line_among_the_days_as_reported() -> None:
    chart = level_chart(RATE, decomposed([0.03, 0.05] * 20), changes(change(date(2026, 9, 10))), (), SCOPE)
    level, reported = chart.lines
    assert level.days[-1] == reported.days[-1] == LAST
    assert set(level.values) == {0.03}
    assert reported.dots
    assert [mark.day for mark in chart.shifts] == [date(2026, 9, 10)]


def test_bars_of_a_relative_season_stand_up_and_down_from_the_mean() -> None:
    bars = season_bars(RATE, weekdays(), SeriesScale.LOG, hours=False)
    assert bars.percent
    assert bars.bars[3].label == "Thu"
    assert round(bars.bars[3].value or 0, 3) == 0.2
    assert round(bars.bars[3].low or 0, 3) == 0.15
