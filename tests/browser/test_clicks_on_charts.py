"""A click on any mark of any chart opens what is behind it: wherever on the mark, with a pointer and with a finger."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS, running_server, settle

pytestmark = pytest.mark.browser
POINTS: Final = ".xy .scatterlayer .trace:has(path.point)"
BARS: Final = ".barlayer .point path"
FIRST, LAST = f"{POINTS} >> nth=0 >> path.point", f"{POINTS} >> nth=-1 >> path.point"
HOVERED_MS: Final = 150
"""Plotly looks where the pointer is at most every 50 ms."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on a page, and what its marks are."""

    page: str
    key: str
    marks: str
    """Its bars, or the points of the first or of the last line that has any."""
    tab: str = ""
    look: str = ""
    fills_cell: bool = False
    """Whether all of a mark is to be clicked, not its middle alone."""
    opens: str = "posts?"

    def __str__(self) -> str:
        return self.key


CHARTS: Final = (
    Chart("engagement", "trend_chart", FIRST),
    Chart("engagement", "season_level", FIRST, look="Level and changes"),
    Chart("engagement", "season_weekday", BARS, look="Weekdays"),
    Chart("engagement", "season_hour", BARS, look="Hours"),
    Chart("engagement", "season_left", FIRST, look="What is left"),
    Chart("engagement", "format_chart", LAST, tab="What works where"),
    Chart("engagement", "best_time_chart", BARS, tab="Best times", fills_cell=True),
    Chart("audience", "audience_grid", BARS, fills_cell=True, opens="The posts that weigh most in it"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, demo_folder: Path) -> Iterator[str]:
    """A server with a made-up brand, analysed."""
    folder = tmp_path_factory.mktemp("clicks")
    shutil.copytree(demo_folder, folder, dirs_exist_ok=True)
    with running_server(folder) as url:
        yield url


def enter(browser: Browser, **options: object) -> Page:
    """Come with a fresh profile."""
    expect.set_options(timeout=PATIENCE_MS)
    context: BrowserContext = browser.new_context(**({"viewport": {"width": 1440, "height": 1_000}} | options))  # type: ignore[arg-type]  # a test names its options
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def open_chart(page: Page, address: str, chart: Chart) -> Locator:
    """Open the page and the tabs that a chart stands in."""
    asked = {"period": "All data"} | ({"look": chart.look} if chart.look else {})
    page.goto(f"{address}/{chart.page}?{urlencode(asked)}")
    if chart.tab:
        page.get_by_role("tab", name=chart.tab).click()
    drawn = page.locator(f".st-key-{chart.key} .js-plotly-plot")
    expect(drawn.locator(chart.marks).first).to_be_attached()
    settle(page)
    return drawn


def chosen(count: int) -> list[int]:
    """The first, the last and some between."""
    return sorted({0, count // 3, 2 * count // 3, count - 1})


def place_of(mark: Locator, across: float, down: float) -> tuple[float, float]:
    """Bring a mark into view; give a place on it."""
    mark.evaluate("node => node.scrollIntoView({block: 'center'})")
    mark.page.wait_for_timeout(HOVERED_MS)
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def press(page: Page, place: tuple[float, float], *, finger: bool) -> None:
    """Press as a hand does: a pointer is moved there first, a finger comes down."""
    if finger:
        page.touchscreen.tap(*place)
        return
    page.mouse.move(place[0] - 2, place[1])
    page.mouse.move(*place)
    page.wait_for_timeout(HOVERED_MS)
    page.mouse.click(*place)


def read_and_close(page: Page, chart: Chart, *, finger: bool = False) -> str:
    """Give the title of what was opened, and close it: with a key, or with a finger, which has none."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(chart.opens)).first).to_be_visible()
    settle(page)
    title = dialog.get_by_role("heading").first.inner_text()
    if finger:
        dialog.get_by_role("button", name="Close").tap()
    else:
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    settle(page)
    return title


def placed(chart: Chart) -> list[tuple[float, float]]:
    return [(0.5, 0.5), (0.06, 0.2), (0.95, 0.85)] if chart.fills_cell else [(0.5, 0.5)]


def sampled(*keys: str) -> list[object]:
    """Name all charts, those of a kind that another one stands for as slow."""
    return [pytest.param(chart, id=str(chart), marks=() if chart.key in keys else pytest.mark.slow) for chart in CHARTS]


@pytest.mark.parametrize(
    "chart", sampled("trend_chart", "season_level", "season_hour", "format_chart", "best_time_chart", "audience_grid")
)
def test_every_mark_opens_what_is_behind_it_and_again_after_it_was_closed(
    address: str, browser: Browser, chart: Chart
) -> None:
    page = enter(browser)
    marks = open_chart(page, address, chart).locator(chart.marks)
    opened: dict[int, str] = {}
    for number in chosen(marks.count()):
        titles = set()
        for across, down in placed(chart):
            press(page, place_of(marks.nth(number), across, down), finger=False)
            titles.add(read_and_close(page, chart))
        press(page, place_of(marks.nth(number), 0.5, 0.5), finger=False)
        titles.add(read_and_close(page, chart))
        assert len(titles) == 1
        opened[number] = titles.pop()
    assert len(set(opened.values())) == len(opened)
    page.context.close()


@pytest.mark.parametrize("chart", sampled("season_hour", "format_chart", "best_time_chart", "audience_grid"))
def test_the_first_tap_of_a_finger_opens_the_mark_that_it_touches(address: str, browser: Browser, chart: Chart) -> None:
    phone = enter(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme="dark")
    marks = open_chart(phone, address, chart).locator(chart.marks)
    titles = []
    for number in chosen(marks.count()):
        press(phone, place_of(marks.nth(number), 0.5, 0.5), finger=True)
        titles.append(read_and_close(phone, chart, finger=True))
    assert len(set(titles)) == len(titles)
    phone.context.close()


def test_a_cell_of_the_map_opens_its_own_hour_after_the_filters_and_the_theme_changed(
    address: str, browser: Browser
) -> None:
    chart = next(chart for chart in CHARTS if chart.key == "best_time_chart")
    page = enter(browser)
    drawn = open_chart(page, address, chart)
    for change in ("nothing", "theme", "period", "metric"):
        if change == "theme":
            page.emulate_media(color_scheme="dark")
        elif change == "period":
            page.get_by_role("combobox", name="Period").fill("Last 28 days")
            page.keyboard.press("Enter")
        elif change == "metric":
            page.get_by_text("Hour it happened").click()
            page.get_by_text("Hour published").click()
        settle(page)
        marks = drawn.locator(chart.marks)
        for number in (0, marks.count() - 1):
            press(page, place_of(marks.nth(number), 0.1, 0.5), finger=False)
            title = read_and_close(page, chart)
            hours = drawn.evaluate("chart => chart.data.flatMap(trace => trace.customdata.map(one => one[1]))")
            named = re.search(r"<b>(.*?)</b>", hours[number])
            assert named is not None
            assert named.group(1) in title, change
    page.context.close()
