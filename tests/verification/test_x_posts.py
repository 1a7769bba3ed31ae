"""Three years of an account's posts on X: every figure on the pages against the 37 raw files."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.verification.conftest import imported, open_page
from tests.verification.plain_statistics import Figure, Moved, change, holm_real, ratio, resampled_ratio, total
from tests.verification.reading_pages import (
    Card,
    band,
    cards,
    points,
    read_number,
    read_numbers,
    said,
    traces,
)

CLOSE = 1e-9
YEAR = ["2018-01-01", "2018-12-31"]
YEAR_DAYS = date(2018, 1, 1), date(2018, 12, 31)
BEFORE_DAYS = date(2016, 12, 26), date(2017, 12, 25)
"""53 weeks earlier, so that Mondays meet Mondays."""


@dataclass(frozen=True)
class Tweet:
    at: datetime
    impressions: float
    interactions: float
    clicks: float
    follows: float
    likes: float
    text: str
    link: str


@pytest.fixture(scope="module")
def tweets(shared: Path) -> list[Tweet]:
    """The rows of the files, read with the standard library."""
    found = []
    for file in sorted((shared / "data" / "twitter_ropensci").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                number = {name: float(row[name]) for name in ("impressions", "likes", "retweets", "replies")}
                found.append(
                    Tweet(
                        datetime.strptime(row["time"], "%Y-%m-%d %H:%M %z").astimezone(UTC),
                        number["impressions"],
                        number["likes"] + number["retweets"] + number["replies"],
                        float(row["url clicks"]),
                        float(row["follows"]),
                        number["likes"],
                        row["Tweet text"],
                        row["Tweet permalink"],
                    )
                )
    return found


@pytest.fixture(scope="module", autouse=True)
def brand(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    files = sorted((shared / "data" / "twitter_ropensci").glob("*.csv"))
    with imported(tmp_path_factory.mktemp("x"), files):
        yield


def within(tweets: list[Tweet], first: date, last: date) -> list[Tweet]:
    return [tweet for tweet in tweets if first <= tweet.at.date() <= last]


def engagement_rate(tweets: list[Tweet]) -> Figure:
    return ratio(np.array([one.interactions for one in tweets]), np.array([one.impressions for one in tweets]))


def sum_of(tweets: list[Tweet], name: str) -> Figure:
    return total(np.array([getattr(one, name) for one in tweets]))


def figures(tweets: list[Tweet]) -> dict[str, Figure]:
    return {
        "Engagement rate": engagement_rate(tweets),
        "Impressions": sum_of(tweets, "impressions"),
        "Follows": sum_of(tweets, "follows"),
        "Clicks": sum_of(tweets, "clicks"),
    }


def expect_card(card: Card, expected: Figure, n: int) -> None:
    assert read_number(card.value).shows(expected.value), (card, expected)
    low, high = card.range
    assert low.shows(expected.low), (card, expected)
    assert high.shows(expected.high), (card, expected)
    assert card.n == n


@pytest.mark.parametrize("page", ["home", "engagement"])
def test_the_big_numbers_of_all_data_equal_those_of_the_files(tweets: list[Tweet], page: str) -> None:
    shown = cards(open_page(page, period="All data"))
    assert set(shown) == set(figures(tweets))
    for name, expected in figures(tweets).items():
        expect_card(shown[name], expected, len(tweets))


@pytest.mark.parametrize("page", ["home", "engagement"])
def test_changes_their_ranges_and_how_sure_they_are_equal_a_computation_by_hand(tweets: list[Tweet], page: str) -> None:
    now, before = figures(within(tweets, *YEAR_DAYS)), figures(within(tweets, *BEFORE_DAYS))
    shown = cards(open_page(page, period="Custom", dates=YEAR))
    moved: dict[str, Moved] = {name: change(now[name], before[name]) for name in now}
    real = dict(zip(moved, holm_real([one.p_value for one in moved.values()]), strict=True))
    for name, expected in moved.items():
        card = shown[name]
        expect_card(card, now[name], len(within(tweets, *YEAR_DAYS)))
        if name != "Engagement rate":
            # The data begin on 1 Dec 2016, within the earlier range: the totals may be compared.
            assert "not compared" not in card.footnote[0]
        assert read_number(card.delta).shows(expected.size), (card, expected)
        low, high = card.change_range
        assert low.shows(expected.low), (card, expected)
        assert high.shows(expected.high), (card, expected)
        assert ("likely real" in card.footnote[0]) == real[name], (card, expected)


def test_the_ranges_agree_with_posts_drawn_anew(tweets: list[Tweet]) -> None:
    card = cards(open_page("engagement", period="All data"))["Engagement rate"]
    low, high = resampled_ratio(
        np.array([one.interactions for one in tweets]), np.array([one.impressions for one in tweets])
    )
    for shown, drawn in zip(card.range, (low, high), strict=True):
        assert shown.value == pytest.approx(drawn, rel=0.02)


def by_month(tweets: list[Tweet]) -> dict[str, list[Tweet]]:
    found = defaultdict(list)
    for one in tweets:
        found[f"{one.at:%Y-%m}-01"].append(one)
    return dict(found)


def test_the_months_of_the_trend_and_their_ranges_equal_the_files(tweets: list[Tweet]) -> None:
    app = open_page("engagement", period="All data")
    shaded, line = traces(app, "Engagement rate by month")[:2]
    months = {month: engagement_rate(own) for month, own in by_month(tweets).items()}
    assert points(line) == pytest.approx({month: one.value for month, one in months.items()}, rel=CLOSE)
    for month, (low, high) in band(shaded).items():
        assert (low, high) == pytest.approx((months[month].low, months[month].high), rel=1e-6), month
    assert set(band(shaded)) == set(months)


@pytest.mark.parametrize(("metric", "field"), [("Impressions", "impressions"), ("Clicks", "clicks")])
def test_the_weeks_of_a_total_equal_the_files_and_those_it_is_compared_with(
    tweets: list[Tweet], metric: str, field: str
) -> None:
    app = open_page("engagement", period="Custom", dates=YEAR, metric=metric, by="Week")
    lines = [one for one in traces(app, f"{metric} by week") if one.get("mode") == "lines+markers"]
    for line, (first, last), shift in ((lines[0], YEAR_DAYS, 0), (lines[1], BEFORE_DAYS, 371)):
        weeks: dict[str, float] = defaultdict(float)
        for one in within(tweets, first, last):
            monday = one.at.date() - timedelta(days=one.at.weekday()) + timedelta(days=shift)
            weeks[monday.isoformat()] += getattr(one, field)
        assert points(line) == pytest.approx(weeks, rel=CLOSE)


def test_single_days_and_the_mean_of_seven_equal_the_files(tweets: list[Tweet]) -> None:
    first, last = date(2018, 3, 1), date(2018, 3, 31)
    dates = [first.isoformat(), last.isoformat()]
    app = open_page("engagement", period="Custom", dates=dates, metric="Impressions", by="Day", compare="Off")
    days: dict[date, float] = defaultdict(float)
    for one in within(tweets, first, last):
        days[one.at.date()] += one.impressions
    named = {one.get("name"): one for one in traces(app, "Impressions by day")}
    assert points(named["single days"]) == pytest.approx({day.isoformat(): days[day] for day in days}, rel=CLOSE)
    means = {}
    for day in days:
        own = [days[one] for one in days if day - timedelta(days=6) <= one <= day]
        if len(own) >= 4:
            means[day.isoformat()] = sum(own) / len(own)
    assert points(named["mean of 7 days"]) == pytest.approx(means, rel=CLOSE)


def test_the_small_lines_of_home_are_the_days_of_the_files(tweets: list[Tweet]) -> None:
    end = max(one.at.date() for one in tweets)
    days: dict[date, list[Tweet]] = defaultdict(list)
    for one in within(tweets, end - timedelta(days=27), end):
        days[one.at.date()].append(one)
    shown = cards(open_page("home"))
    course = [days[day] for day in sorted(days)]
    assert shown["Impressions"].spark == pytest.approx([sum(one.impressions for one in own) for own in course])
    assert shown["Engagement rate"].spark == pytest.approx([engagement_rate_of(own) for own in course])


def engagement_rate_of(tweets: list[Tweet]) -> float:
    return sum(one.interactions for one in tweets) / sum(one.impressions for one in tweets)


def test_the_week_in_words_equals_the_files(tweets: list[Tweet]) -> None:
    end = max(one.at.date() for one in tweets)
    week, earlier = (
        engagement_rate(within(tweets, end - timedelta(days=start), end - timedelta(days=stop)))
        for start, stop in ((6, 0), (13, 7))
    )
    moved = change(week, earlier)
    text = next(line for line in said(open_page("home")).split("\n") if "nearest to a real change" in line)
    about, low, high, n = read_numbers(text.partition("Engagement rate: ")[2])[:4]
    assert about.shows(moved.size)
    assert low.shows(moved.low)
    assert high.shows(moved.high)
    assert n.value == len(within(tweets, end - timedelta(days=6), end))
    assert moved.low < 0 < moved.high


def test_the_best_and_the_worst_posts_by_rate_are_those_of_the_files(tweets: list[Tweet]) -> None:
    seen = {one.link: one for one in tweets if one.impressions >= 100}
    successes = [
        one
        for one in seen.values()
        if one.likes >= 5 and (one.interactions / one.impressions >= 0.02 or one.impressions >= 5_000)
    ]
    for end in ("Best", "Worst"):
        app = open_page("engagement", period="All data", end=end)
        table = app.dataframe[0].value
        assert f"{len(seen):,} posts ranked" in said(app)
        assert f"{len(tweets) - len(seen)} posts left out" in said(app)
        assert f"{len(successes)} of {len(seen):,} were a success" in said(app)
        likely = [read_number(text).value for text in table["Likely rate (95 % range)"]]
        assert likely == sorted(likely, reverse=end == "Best")
        for _, row in table.iterrows():
            own = seen[row["Link"]]
            assert read_number(row["Engagement rate"]).shows(own.interactions / own.impressions)
            assert read_number(row["Seen"]).value == own.impressions
            assert (row["Success"] == "Yes") == (own in successes)
            middle, low, high = read_numbers(row["Likely rate (95 % range)"])
            pooled = engagement_rate(list(seen.values())).value
            assert low.value <= middle.value <= high.value
            # Drawn towards the mean of all, and never beyond it or away from it.
            bounds = sorted((own.interactions / own.impressions, pooled))
            assert bounds[0] * 0.8 - 1e-4 <= middle.value <= bounds[1] * 1.2 + 1e-4


@pytest.mark.parametrize(("end", "best"), [("Best", True), ("Worst", False)])
def test_the_posts_by_volume_are_those_of_the_files(tweets: list[Tweet], end: str, best: bool) -> None:
    app = open_page("engagement", period="All data", end=end, rank="Impressions")
    ordered = sorted((one.impressions for one in tweets), reverse=best)[:10]
    shown = app.dataframe[0].value
    assert [read_number(text).value for text in shown["Impressions"]] == ordered
    links = {one.link: one.impressions for one in tweets}
    assert [links[link] for link in shown["Link"]] == ordered


def test_the_counts_of_the_best_time_map_are_those_of_the_files(tweets: list[Tweet]) -> None:
    app = open_page("engagement", period="All data", tabs={"works": "Best times"})
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for one in tweets:
        if one.impressions >= 100:
            counted[one.at.weekday(), one.at.hour] += 1
    shown: dict[tuple[int, int], int] = {}
    for trace in traces(app, "hour"):
        if trace["type"] == "bar":
            for x, begin, height, text in zip(trace["x"], trace["base"], trace["y"], trace["text"], strict=True):
                shown[x, round(begin + height / 2)] = int(read_number(text.replace("<b>", "").replace("★", "")).value)
    assert shown == dict(counted)


def test_follower_growth_equals_the_files(tweets: list[Tweet]) -> None:
    app = open_page("engagement", period="All data", tabs={"works": "Followers"})
    months = by_month(tweets)
    expected = {
        month: 1_000 * sum(one.follows for one in own) / sum(one.impressions for one in own)
        for month, own in months.items()
    }
    line = next(one for one in traces(app, "Follows per 1,000 impressions") if one.get("mode") == "lines+markers")
    assert points(line) == pytest.approx(expected, rel=CLOSE)
    table = next(one.value for one in app.dataframe if "Part of all" in one.value)
    whole = sum(one.follows for one in tweets)
    ordered = sorted((one.follows for one in tweets), reverse=True)[: len(table)]
    assert [read_number(text).value for text in table["Follows"]] == ordered
    for count, part in zip(ordered, table["Part of all"], strict=True):
        assert read_number(part).shows(count / whole)


def test_what_the_export_cannot_tell_is_said_and_not_guessed() -> None:
    app = open_page("engagement", tabs={"works": "What works where"}, period="All data")
    assert "say no format" in said(app)
    assert "Need a persona column" in said(open_page("audience"))
