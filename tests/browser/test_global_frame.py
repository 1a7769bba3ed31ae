"""The global frame in a real browser: filters stay in the address, from page to page, and for somebody else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, ROOT, running_server

pytestmark = pytest.mark.browser
END = datetime.now(UTC).date() - timedelta(days=1)


def events(folder: Path) -> Path:
    """Eight weeks of two posts a day on two platforms for two personas; likes on X treble in the last one."""
    lines = ["date,platform,content_id,title,campaign,persona,impressions,likes,comments,shares,saves,clicks"]
    for before in range(56):
        day: date = END - timedelta(days=before)
        for platform in ("X", "Instagram"):
            for persona in ("Parents", "Students"):
                likes = 20 + before % 5 + (40 if before < 7 and platform == "X" else 0)
                campaign = "Spring" if before % 2 else "Autumn"
                name = f"{platform}{before}"
                lines.append(
                    f"{day},{platform},{name},Post {name},{campaign},{persona},1000,{likes},1,2,3,{5 + before % 3}"
                )
    path = folder / "events.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("frame")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BELLWETHER_", "STREAMLIT_"))
    }
    environment |= {"DATABASE_URL": f"sqlite:///{folder / 'bellwether.db'}", "BELLWETHER_DATA_DIR": str(folder)}
    command = Path(sys.executable).with_name("bellwether")
    for words in (["migrate"], ["import", str(events(folder))]):
        subprocess.run([command, *words], cwd=ROOT, env=environment, check=True, capture_output=True)
    with running_server(folder) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1440, "height": 900})
    fresh.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield fresh
    fresh.close()


def open_menu(page: Page, name: str, heading: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def expect_filters(page: Page) -> None:
    for part in ("period=Last\\+90\\+days", "platform=X", "topic|persona=Parents"):
        expect(page).to_have_url(re.compile(part))


def test_filters_stay_from_page_to_page_over_a_reload_and_for_somebody_else(
    address: str, browser: Browser, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="My brand", exact=True)).to_be_visible()
    choose(page, "Period", "Last 90 days")
    choose(page, "Platform", "X")
    choose(page, "Persona", "Parents")
    expect_filters(page)
    expect(page.get_by_text("X · persona Parents")).to_be_visible()

    open_menu(page, "Engagement", "Engagement")
    expect_filters(page)
    expect(page.get_by_text("X · persona Parents")).to_be_visible()
    open_menu(page, "Data", "Data")
    open_menu(page, "Home", "My brand")
    expect_filters(page)
    page.reload()
    expect(page.get_by_text("X · persona Parents")).to_be_visible()
    expect_filters(page)

    page.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    other = browser.new_context(viewport={"width": 1440, "height": 900})
    other.set_default_timeout(PATIENCE_MS)
    guest = other.new_page()
    guest.goto(link)
    expect(guest.get_by_text("X · persona Parents")).to_be_visible()
    shown = [one.get_by_test_id("stMetricValue") for one in (page, guest)]
    for numbers in shown:
        expect(numbers).to_have_count(4)
    assert shown[0].all_inner_texts() == shown[1].all_inner_texts()
    other.close()

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("X · persona Parents")).not_to_be_visible()
    expect(page).not_to_have_url(re.compile("platform="))


def test_a_sentence_of_the_week_leads_to_its_trend_and_to_the_posts_behind_it(
    address: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{address}/?persona=Parents")
    expect(page.get_by_text("Engagement rate went up by about").first).to_be_visible()
    expect(page.get_by_text("better, likely real").first).to_be_visible()
    page.get_by_role("button", name="Posts behind it").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("posts")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="See the trend").first.click()
    expect(page.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"period=Last\+7\+days"))
    expect(page).to_have_url(re.compile("persona=Parents"))
    expect(page.get_by_text("persona Parents").first).to_be_visible()


def test_a_view_is_saved_opened_on_another_page_renamed_and_deleted(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{address}/engagement?period=All+data&platform=X&metric=Clicks")
    expect(page.get_by_text("All data").first).to_be_visible()
    page.get_by_role("button", name="Views").click()
    page.get_by_placeholder("Monday review").fill("Clicks on X")
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_text("Saved as Clicks on X")).to_be_visible()

    page.goto(f"{address}/?persona=Students")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="Clicks on X", exact=True).click()
    expect(page.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"metric=Clicks"))
    expect(page).to_have_url(re.compile(r"platform=X"))
    expect(page).not_to_have_url(re.compile("persona"))

    change_view(page)
    page.get_by_test_id("stDialog").get_by_label("Name").fill("X, clicks")
    page.get_by_test_id("stDialog").get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stDialog")).not_to_be_visible()
    open_views(page)
    expect(page.get_by_role("button", name="X, clicks", exact=True)).to_be_visible()
    change_view(page)
    page.get_by_test_id("stDialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_test_id("stDialog")).not_to_be_visible()
    open_views(page)
    expect(page.get_by_text("Keep the filters that you come back to")).to_be_visible()


def open_views(page: Page) -> None:
    """The menu may still be open from before."""
    if not page.get_by_role("button", name="Save this view").is_visible():
        page.get_by_role("button", name="Views").click()
    expect(page.get_by_role("button", name="Save this view")).to_be_visible()


def change_view(page: Page) -> None:
    open_views(page)
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_test_id("stDialog")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_fits_a_phone_and_every_control_has_a_name(address: str, browser: Browser, scheme: str) -> None:
    small = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
    small.set_default_timeout(PATIENCE_MS)
    page = small.new_page()
    page.goto(f"{address}/?period=Custom&compare=Custom+range&platform=X&persona=Parents")
    expect(page.get_by_role("heading", name="Needs you")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    unnamed = page.locator("button:visible, [role=combobox]:visible, input[type=text]:visible").evaluate_all(
        """nodes => nodes.filter(n => !(n.innerText || '').trim() && !n.getAttribute('aria-label')
           && !n.labels?.length && !n.closest('label') && !n.title).map(n => n.outerHTML.slice(0, 120))"""
    )
    assert unnamed == []
    small.close()
