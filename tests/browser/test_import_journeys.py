"""The first journeys of a newcomer, in a real browser against a real server."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, running_server

pytestmark = pytest.mark.browser
HEADER = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running_server(tmp_path) as url:
        yield url


def x_export(folder: Path) -> Path:
    """Twenty posts of July, each with 100 impressions more than the one before."""
    rows = [
        f'18{day:017d},"Tue, Jul {day:02d}, 2026",Hello {day},https://x.com/acme/status/18{day:017d},'
        f"{100 * day},{day},{day},1,1,0,1,1"
        for day in range(1, 21)
    ]
    path = folder / "account_analytics_content_2026-07-01_2026-07-31.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def drop(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files([str(file) for file in files])


def impressions(page: Page) -> str:
    card = page.get_by_test_id("stMetric").filter(has_text="Impressions")
    return card.get_by_test_id("stMetricValue").inner_text()


def find_import(page: Page, name: str) -> None:
    """Search the history until one import is left."""
    page.get_by_placeholder("File or platform").fill(name)
    page.get_by_placeholder("File or platform").press("Enter")
    expect(page.get_by_role("button", name="More")).to_have_count(1)


def no_sideways_scroll(page: Page) -> bool:
    shift = page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth")
    return bool(shift <= 0)


def test_a_newcomer_sees_the_first_trend_within_five_minutes_and_six_clicks(
    address: str, page: Page, tmp_path: Path
) -> None:
    begun = time.monotonic()
    page.goto(address)
    page.get_by_role("button", name="Upload an export").click()
    drop(page, x_export(tmp_path))
    expect(page.get_by_text("This looks like X")).to_be_visible()
    expect(page.get_by_text("We are sure")).to_be_visible()
    page.get_by_role("button", name="Import 1 file").click()
    expect(page.get_by_text("1 file imported")).to_be_visible()
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    expect(page.get_by_role("button", name="Undo this import")).to_be_visible()
    page.get_by_role("button", name="See it in Engagement").click()
    expect(page.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"period=All"))
    expect(page.get_by_text("20 posts").first).to_be_visible()
    assert time.monotonic() - begun < 300


def test_a_reload_in_the_middle_goes_on_and_a_double_click_imports_once(
    address: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{address}/data")
    drop(page, x_export(tmp_path))
    expect(page.get_by_role("button", name="Import 1 file")).to_be_enabled()
    page.reload()
    button = page.get_by_role("button", name="Import 1 file")
    expect(button).to_be_enabled()
    button.dblclick()
    expect(page.get_by_text("1 file imported")).to_be_visible()
    page.get_by_role("tab", name="Import history").click()
    expect(page.get_by_text("1 import", exact=True)).to_be_visible()


def test_a_wrong_file_gets_its_own_sentence(address: str, page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    page.goto(f"{address}/data")
    drop(page, picture)
    expect(page.get_by_role("alert").filter(has_text="photo.csv")).to_be_visible()
    expect(page.get_by_role("button", name="Import 0 files")).to_be_disabled()
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("input[type=file]")).to_be_attached()


def test_thirty_seven_months_in_one_go_and_one_of_them_taken_back(
    address: str, page: Page, tmp_path: Path, shared: Path
) -> None:
    files = sorted((shared / "data" / "twitter_ropensci").glob("*.csv"))
    page.goto(f"{address}/data")
    drop(page, *files)
    expect(page.get_by_text(f"{len(files)} files: {len(files)} ready")).to_be_visible()
    page.get_by_role("button", name=f"Import {len(files)} files").click()
    expect(page.get_by_text(f"{len(files)} files imported")).to_be_visible()
    page.get_by_role("button", name="See it in Engagement").click()
    expect(page.get_by_text("All data, 1 Dec 2016 – 23 Dec 2019")).to_be_visible()
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    before = impressions(page)

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Data").click()
    page.get_by_role("tab", name="Import history").click()
    find_import(page, "20171001_20171101")
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Undo import").click()
    expect(page.get_by_text("Taken back:")).to_be_visible()
    page.goto(f"{address}/engagement?period=All+data")
    expect(page.get_by_text("All data, 1 Dec 2016 – 23 Dec 2019")).to_be_visible()
    assert impressions(page) != before

    page.goto(f"{address}/data?view=Import+history")
    find_import(page, "20171001_20171101")
    page.get_by_role("button", name="Import again").click()
    expect(page.get_by_text("counts again")).to_be_visible()
    page.goto(f"{address}/engagement?period=All+data")
    expect(page.get_by_text("All data, 1 Dec 2016 – 23 Dec 2019")).to_be_visible()
    assert impressions(page) == before


def test_on_a_phone_and_in_the_dark_nothing_scrolls_sideways(address: str, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{address}/data")
    drop(page, x_export(tmp_path))
    expect(page.get_by_role("button", name="Import 1 file")).to_be_enabled()
    assert no_sideways_scroll(page)
    page.get_by_role("button", name="Import 1 file").click()
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    assert no_sideways_scroll(page)
    for place in ("", "engagement?period=All+data", "data?view=Sources", "data?view=Glossary", "data?view=Templates"):
        page.goto(f"{address}/{place}")
        expect(page.get_by_test_id("stHeading").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert no_sideways_scroll(page), place
    background = page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == "rgb(14, 18, 32)"
    context.close()


def test_every_control_of_the_upload_has_a_name_for_those_who_hear_the_page(
    address: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{address}/data")
    drop(page, x_export(tmp_path))
    expect(page.get_by_role("button", name="Import 1 file")).to_be_enabled()
    unnamed = page.locator("button:visible, [role=combobox]:visible, input[type=text]:visible").evaluate_all(
        """nodes => nodes.filter(n => !(n.innerText || '').trim() && !n.getAttribute('aria-label')
           && !n.labels?.length && !n.closest('label') && !n.title).map(n => n.outerHTML.slice(0, 120))"""
    )
    assert [node for node in unnamed if "stBaseButton-elementToolbar" not in node] == []
