"""Twenty weekly reports of a site: totals of stated periods and hosts on the pages against the raw files."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from learning.domain.enums import Basis
from learning.domain.trends import Scope
from services.content.pages_behind import pages_behind
from tests.verification.conftest import imported, open_page
from tests.verification.plain_statistics import change, total
from tests.verification.reading_pages import cards, points, read_number, read_numbers, said, traces
from ui import runtime

CLOSE = 1e-9


@dataclass(frozen=True)
class Report:
    first: date
    last: date
    views: float
    by_host: dict[str, float]
    by_page: dict[str, float]


def read_report(file: Path) -> Report:
    """Sum the second table of a file (page, views, users) and the third (page, host, views, ...) by host."""
    views, width = 0.0, 0
    hosts: dict[str, float] = defaultdict(float)
    pages: dict[str, float] = defaultdict(float)
    days: dict[str, date] = {}
    for row in csv.reader(file.read_text("utf-8-sig").splitlines()):
        if not row:
            continue
        for edge in ("Start", "End"):
            if row[0].startswith(f"# {edge} date: "):
                text = row[0][-8:]
                days[edge] = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if row[0].startswith("#"):
            width = 0
        elif row[0].startswith("Page path"):
            width = len(row)
        elif width == 3:
            views += float(row[1])
            pages[row[0]] += float(row[1])
        elif width > 3:
            hosts[row[1]] += float(row[2])
    return Report(days["Start"], days["End"], views, dict(hosts), dict(pages))


@pytest.fixture(scope="module")
def reports(shared: Path) -> list[Report]:
    return [read_report(file) for file in sorted((shared / "data" / "ga4_psyteachr").glob("*.csv"))]


@pytest.fixture(scope="module", autouse=True)
def brand(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with imported(tmp_path_factory.mktemp("site"), sorted((shared / "data" / "ga4_psyteachr").glob("*.csv"))):
        yield


@pytest.mark.parametrize("page", ["home", "engagement"])
def test_the_total_of_all_weeks_and_its_range_equal_the_files(reports: list[Report], page: str) -> None:
    card = cards(open_page(page))["Views"]
    expected = total(np.array([one.views for one in reports]))
    assert read_number(card.value).shows(expected.value)
    low, high = card.range
    assert low.shows(expected.low)
    assert high.shows(expected.high)
    assert card.n == len(reports)


def test_four_weeks_are_compared_with_the_four_before(reports: list[Report]) -> None:
    now, before = reports[9:13], reports[5:9]
    assert before[-1].last + timedelta(days=1) == now[0].first
    dates = [now[0].first.isoformat(), now[-1].last.isoformat()]
    card = cards(open_page("engagement", period="Custom", dates=dates))["Views"]
    own, earlier = (total(np.array([one.views for one in weeks])) for weeks in (now, before))
    moved = change(own, earlier)
    assert read_number(card.value).shows(own.value)
    assert read_number(card.delta).shows(moved.size)
    low, high = card.change_range
    assert low.shows(moved.low)
    assert high.shows(moved.high)
    assert ("likely real" in card.footnote[0]) == (moved.p_value <= 0.05)


def test_a_month_shows_only_the_weeks_that_lie_within_it_and_says_so(reports: list[Report]) -> None:
    app = open_page("engagement", by="Month")
    months: dict[str, float] = defaultdict(float)
    for one in reports:
        if one.first.month == one.last.month:
            months[f"{one.first:%Y-%m}-01"] += one.views
    line = next(one for one in traces(app, "Views by month") if one.get("mode") == "lines+markers")
    assert points(line) == pytest.approx(months, rel=CLOSE)
    assert "never spread over days" in said(app)


def test_days_without_a_report_are_named(reports: list[Report]) -> None:
    covered = {one.first + timedelta(days=day) for one in reports for day in range((one.last - one.first).days + 1)}
    first, last = min(covered), max(covered)
    missing = [
        first + timedelta(days=day) for day in range((last - first).days) if first + timedelta(days=day) not in covered
    ]
    assert missing
    text = said(open_page("engagement"))
    assert all(f"{day.day} {day:%b %Y}" in text for day in missing)


def test_every_host_of_the_audience_grid_equals_the_files(reports: list[Report]) -> None:
    app = open_page("audience", tabs={"audience_list": True})
    table = next(one.value for one in app.dataframe if "Segment" in one.value).set_index("Segment")
    hosts: dict[str, list[float]] = defaultdict(list)
    for one in reports:
        for host, views in one.by_host.items():
            hosts[host].append(views)
    whole = sum(map(sum, hosts.values()))
    assert set(table.index) == {"Everyone", *(host or "(not stated)" for host in hosts)}
    assert read_number(table.loc["Everyone", "Views"]).shows(whole)
    for host, weeks in hosts.items():
        row = table.loc[host or "(not stated)"]
        assert read_number(row["n"]).value == len(weeks)
        assert read_number(row["Share of views"]).shows(sum(weeks) / whole)
        assert read_number(row["Views"]).shows(sum(weeks)), host
        if len(weeks) > 1 and row["95 % range"] != "–":
            expected = total(np.array(weeks))
            low, high = read_numbers(row["95 % range"])
            assert low.shows(expected.low), host
            assert high.shows(expected.high), host


def test_the_pages_behind_a_week_equal_its_file(reports: list[Report]) -> None:
    for one in (reports[0], reports[11]):
        with runtime.services().store.read() as work:
            (brand,) = work.brands.list_all()
            scope = Scope(brand.id, one.first, one.last, basis=Basis.PERIOD)
            found = pages_behind(work, scope, "views", 10_000)
        assert found.dimension == "page"
        assert {name: value.value for name, value in found.rows} == pytest.approx(one.by_page, rel=CLOSE)
