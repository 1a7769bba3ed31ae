"""The weekly review: from Home to the spike, its posts, a note and a link to share; on a made-up and a real brand."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, run_command, running_server

pytestmark = pytest.mark.browser
TEN_MINUTES_S = 600
DEMO = "Harbour & Pine (demo)"
REAL = "rOpenSci"
PAGES = ("", "engagement", "audience")
WORKS = ("Best and worst posts", "What works where", "Best times", "Followers", "Peers")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, demo_folder: Path, shared: Path) -> Iterator[str]:
    """A server with the demo brand, as anybody can load it, and three years of a real account on X."""
    folder = tmp_path_factory.mktemp("review")
    shutil.copytree(demo_folder, folder, dirs_exist_ok=True)
    files = [str(file) for file in sorted((shared / "data" / "twitter_ropensci").glob("*.csv"))]
    run_command(folder, "--brand", REAL, "import", *files)
    with running_server(folder) as url:
        yield url


def enter(browser: Browser, **options: object) -> Page:
    """Come as a person of one's own, with a fresh profile."""
    expect.set_options(timeout=PATIENCE_MS)
    context: BrowserContext = browser.new_context(**({"viewport": {"width": 1440, "height": 1_000}} | options))  # type: ignore[arg-type]  # a test names its options
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def settle(page: Page) -> None:
    """Wait until the page has stopped running."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def click_spike(page: Page) -> None:
    """Click the highest point of the trend."""
    chart = page.locator(".st-key-trend_chart .js-plotly-plot")
    expect(chart.locator(".scatterlayer path.point").first).to_be_attached()
    settle(page)
    chart.scroll_into_view_if_needed()
    place = chart.evaluate(
        """node => { const lines = [...node.querySelectorAll('.xy .scatterlayer path.point')].map(p => {
             const box = p.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] });
           return lines.reduce((best, one) => one[1] < best[1] ? one : best) }"""
    )
    page.mouse.move(*place)
    page.wait_for_timeout(300)
    page.mouse.click(*place)


def filters_of(link: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(link).query):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("brand", [DEMO, REAL])
@pytest.mark.parametrize("width", [1_440, pytest.param(1_024, marks=pytest.mark.slow), 390])
def test_a_week_is_reviewed_in_ten_minutes_and_the_boss_sees_the_same(
    address: str, browser: Browser, brand: str, width: int
) -> None:
    began = time.monotonic()
    page = enter(browser, viewport={"width": width, "height": 1_000})
    page.goto(f"{address}/?{urlencode({'brand': brand})}")
    expect(page.locator("[class*=st-key-sentence_]").first).to_be_visible()
    sentences = page.locator("[class*=st-key-sentence_]").all_inner_texts()
    assert 1 <= len(sentences) <= 4
    assert re.search("likely real|could be chance", sentences[0])

    page.get_by_role("button", name="See the trend").first.click()
    expect(page.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
    click_spike(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"\d+.posts? ·")).first).to_be_visible()
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()

    # On the second walk the day has a note of the first already.
    dialog.get_by_text(re.compile(r"Add a note|Notes \(\d")).first.click()
    dialog.get_by_label("What happened?").fill(f"Black Friday {width}")
    dialog.get_by_role("button", name="Save the note").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    assert filters_of(link)["brand"] == [brand]
    page.keyboard.press("Escape")
    settle(page)

    boss = enter(browser, viewport={"width": width, "height": 1_000})
    boss.goto(link)
    expect(boss.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
    expect(boss.get_by_test_id("stMetricValue").first).to_be_visible()
    assert filters_of(boss.url) | {"brand": [brand]} == filters_of(link)
    for part in ("stMetricValue", "stHeading"):
        assert boss.get_by_test_id(part).all_inner_texts() == page.get_by_test_id(part).all_inner_texts()
    boss.get_by_text(re.compile(r"\d+\snotes?.* on these days")).first.click()
    expect(boss.get_by_text(f"Black Friday {width}").first).to_be_visible()

    boss.get_by_role("button", name="Export").first.click()
    with boss.expect_download() as caught:
        boss.get_by_test_id("stPopoverBody").get_by_role("button", name="CSV", exact=True).click()
    text = Path(caught.value.path()).read_text("utf-8-sig")
    assert f"# Brand: {brand}" in text
    assert "# Filters: " in text
    assert re.search(r"# As of: data: .*exported ", text)
    assert f"Black Friday {width}" in text
    assert time.monotonic() - began < TEN_MINUTES_S
    page.context.close()
    boss.context.close()


@pytest.mark.parametrize("brand", [DEMO, REAL])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_in_both_themes(address: str, browser: Browser, brand: str, scheme: str) -> None:
    page = enter(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    for place in PAGES:
        page.goto(f"{address}/{place}?{urlencode({'brand': brand})}")
        expect(page.get_by_test_id("stHeading").first).to_be_visible()
        settle(page)
        assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth") <= 0, place
    background = page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == ("rgb(14, 18, 32)" if scheme == "dark" else "rgb(255, 255, 255)")
    page.context.close()


def test_charts_are_told_in_words_tables_are_reached_by_key_and_nothing_is_asked_of_others(
    address: str, browser: Browser
) -> None:
    page = enter(browser)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    for place in PAGES:
        page.goto(f"{address}/{place}?{urlencode({'brand': DEMO})}")
        expect(page.get_by_test_id("stHeading").first).to_be_visible()
        settle(page)
        for tab in WORKS if place == "engagement" else ():
            page.get_by_role("tab", name=tab, exact=True).click()
            settle(page)
            expect_words(page)
        expect_words(page)
        tables = page.get_by_test_id("stDataFrame")
        for index in range(tables.count()):
            # The grid of a table behind another tab is drawn when its tab is opened.
            if tables.nth(index).is_visible():
                tables.nth(index).scroll_into_view_if_needed()
                expect(tables.nth(index).locator("[tabindex='0'], canvas[tabindex]").first).to_be_attached()
    assert asked <= {"127.0.0.1", "localhost", ""}
    page.context.close()


def expect_words(page: Page) -> None:
    """Every chart that can be seen says what it shows to those who cannot see it."""
    silent = page.get_by_test_id("stPlotlyChart").evaluate_all(
        """nodes => nodes.filter(n => n.offsetParent && !n.getAttribute('aria-label') && !n.closest('[aria-label]')
           && !n.querySelector('[aria-label]')).map(n => n.outerHTML.slice(0, 300))"""
    )
    assert silent == []


def test_a_real_export_of_a_newcomer_reaches_its_trend_in_six_clicks_without_a_question(
    browser: Browser, tmp_path: Path, shared: Path
) -> None:
    clicks = 0

    def press(page: Page, name: str) -> None:
        nonlocal clicks
        clicks += 1
        page.get_by_role("button", name=name).click()

    began = time.monotonic()
    with running_server(tmp_path) as url:
        page = enter(browser)
        page.goto(url)
        press(page, "Upload an export")
        file = shared / "data" / "youtube_dangertv" / "dates data.csv"
        page.locator("input[type=file]").set_input_files(str(file))
        expect(page.get_by_text("This looks like").first).to_be_visible()
        expect(page.get_by_text("One question").or_(page.get_by_text("open question"))).to_have_count(0)
        press(page, "Import 1 file")
        expect(page.get_by_text("1 file imported")).to_be_visible()
        press(page, "See it in Engagement")
        expect(page.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
        expect(page.locator(".st-key-trend_chart .scatterlayer path.point").first).to_be_attached()
        assert clicks <= 6
        assert time.monotonic() - began < 300
        page.context.close()
