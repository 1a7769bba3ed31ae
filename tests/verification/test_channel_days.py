"""A year of a video channel by day and by who subscribes: the pages against the raw files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.verification.conftest import imported, open_page
from tests.verification.plain_statistics import Figure, change, total
from tests.verification.reading_pages import band, cards, points, read_number, read_numbers, said, traces

FOLDER = "youtube_dangertv"
DAYS_FILE, SUBSCRIBERS_FILE = "dates data.csv", "Subscription status_Chart data.csv"


@dataclass(frozen=True)
class Channel:
    views: dict[date, float]
    revenue: dict[date, float]
    by_status: dict[str, dict[date, float]]

    @property
    def last_28(self) -> list[date]:
        """The last 28 days."""
        end = max(self.views)
        return [end - timedelta(days=before) for before in range(27, -1, -1)]

    @property
    def before_28(self) -> list[date]:
        """The 28 days before these."""
        return [day - timedelta(days=28) for day in self.last_28]


@pytest.fixture(scope="module")
def channel(shared: Path) -> Channel:
    folder = shared / "data" / FOLDER
    views, revenue, by_status = {}, {}, dict[str, dict[date, float]]()
    # The left half of this file is a table of days; the right half is another one of videos.
    for row in list(csv.reader((folder / DAYS_FILE).read_text("utf-8-sig").splitlines()))[1:]:
        if row[0]:
            month, number, year = map(int, row[0].split("/"))
            day = date(2000 + year, month, number)
            views[day], revenue[day] = float(row[1]), float(row[4])
    for line in csv.DictReader((folder / SUBSCRIBERS_FILE).read_text("utf-8-sig").splitlines()):
        own = by_status.setdefault(line["Subscription status"], {})
        own[date.fromisoformat(line["Date"])] = float(line["Views"])
    return Channel(views, revenue, by_status)


@pytest.fixture(scope="module", autouse=True)
def brand(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with imported(tmp_path_factory.mktemp("channel"), sorted((shared / "data" / FOLDER).glob("*.csv"))):
        yield


def over(days: list[date], values: dict[date, float]) -> Figure:
    return total(np.array([values[day] for day in days]))


@pytest.mark.parametrize("page", ["home", "engagement"])
def test_views_and_revenue_of_four_weeks_and_their_changes_equal_the_files(channel: Channel, page: str) -> None:
    shown = cards(open_page(page))
    for label, values in (("Views", channel.views), ("Revenue", channel.revenue)):
        now, before = over(channel.last_28, values), over(channel.before_28, values)
        moved, card = change(now, before), shown[label]
        assert read_number(card.value).shows(now.value)
        low, high = card.range
        assert low.shows(now.low)
        assert high.shows(now.high)
        assert card.n == 28
        assert read_number(card.delta).shows(moved.size)
        low, high = card.change_range
        assert low.shows(moved.low)
        assert high.shows(moved.high)


def test_the_mean_of_seven_days_its_range_and_the_earlier_weeks_equal_the_files(channel: Channel) -> None:
    app = open_page("engagement", metric="Views", by="Day")
    lines = traces(app, "Views by day")
    named = {one.get("name"): one for one in lines}
    assert points(named["single days"]) == {day.isoformat(): channel.views[day] for day in channel.last_28}
    dashed = next(one for one in lines if one.get("line", {}).get("dash") == "dot")
    for line, days, ahead in ((named["mean of 7 days"], channel.last_28, 0), (dashed, channel.before_28, 28)):
        expected = {}
        for place in range(3, 28):
            window = days[max(place - 6, 0) : place + 1]
            mean = sum(channel.views[day] for day in window) / len(window)
            expected[(days[place] + timedelta(days=ahead)).isoformat()] = mean
        assert points(line) == pytest.approx(expected, rel=1e-9)
    shaded = band(named["mean of 7 days, 95 % range"])
    for place in range(6, 28):
        window = channel.last_28[place - 6 : place + 1]
        figure = over(window, channel.views)
        low, high = shaded[channel.last_28[place].isoformat()]
        assert (low, high) == pytest.approx((figure.low / 7, figure.high / 7), rel=1e-6)


def test_who_subscribes_and_who_does_not_equals_the_files(channel: Channel) -> None:
    app = open_page("audience", tabs={"audience_list": True})
    table = next(one.value for one in app.dataframe if "Segment" in one.value).set_index("Segment")
    everyone = {day: sum(own[day] for own in channel.by_status.values()) for day in channel.views}
    whole = over(channel.last_28, everyone).value
    for name, values in ({"Everyone": everyone} | channel.by_status).items():
        now, before = over(channel.last_28, values), over(channel.before_28, values)
        row = table.loc[name]
        moved = change(now, before)
        assert read_number(row["Views"]).shows(now.value)
        low, high = read_numbers(row["95 % range"])
        assert low.shows(now.low)
        assert high.shows(now.high)
        assert read_number(row["n"]).value == 28
        assert read_number(row["Share of views"]).shows(now.value / whole)
        assert read_number(row["Change"]).shows(moved.size)
        # Three changes are looked at; here each passes the strictest correction or fails without any.
        assert ("likely real" in row["Change"]) == (moved.p_value * 3 <= 0.05)


def test_the_cells_of_the_grid_say_what_the_list_says(channel: Channel) -> None:
    texts = [text for one in traces(open_page("audience"), "Views by") if one.get("text") for text in one["text"]]
    for values in channel.by_status.values():
        figure = over(channel.last_28, values)
        assert any(read_number(text.strip("</b>")).shows(figure.value) for text in texts)


def test_a_figure_that_is_reported_twice_is_counted_once(channel: Channel) -> None:
    app = open_page("engagement", metric="Views")
    assert "Read from YouTube by day." in said(app)
    assert read_number(cards(app)["Views"].value).shows(sum(channel.views[day] for day in channel.last_28))
