"""A note from the chart to everybody's charts, in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db.engine import open_store
from learning.domain.annotations import NoteDraft
from services.annotations import add_note
from tests.browser.conftest import PATIENCE_MS, ROOT, running_server
from tests.browser.test_import_journeys import no_sideways_scroll, x_export
from tests.conftest import FIXED_NOW
from tests.services.callers import caller

pytestmark = pytest.mark.browser
FLAG = ".js-plotly-plot .textpoint text"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server whose brand has twenty posts of July."""
    with running_server(tmp_path) as url:
        environment = os.environ | {
            "BELLWETHER_DATA_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'bellwether.db'}",
        }
        command = [Path(sys.executable).with_name("bellwether"), "--json", "import", x_export(tmp_path)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        yield url


def open_engagement(browser: Browser, address: str, *, width: int = 1280) -> Page:
    """Open the page in a profile of its own, as another person would."""
    context = browser.new_context(viewport={"width": width, "height": 1_600})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{address}/engagement")
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    return page


def click_chart(page: Page, across: float) -> None:
    """Click into the trend at a part of its width."""
    chart = page.locator(".js-plotly-plot .nsewdrag").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    spot = box["x"] + across * box["width"], box["y"] + 0.5 * box["height"]
    page.mouse.move(*spot)
    page.wait_for_timeout(400)
    page.mouse.click(*spot)


def write_personal(folder: Path, who: str, text: str, day: date) -> None:
    store = open_store(f"sqlite:///{folder / 'bellwether.db'}")
    with store.read() as work:
        brand = work.brands.list_all()[0]
    add_note(store, brand.id, NoteDraft(day, day, text, shared=False), who=caller(who), now=FIXED_NOW)
    store.close()


def test_a_spike_is_clicked_its_posts_are_read_and_a_note_stands_on_everybodys_chart(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = open_engagement(browser, address)
    click_chart(page, 0.5)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 post").first).to_be_visible()
    dialog.get_by_role("radio", name="Add a note").or_(dialog.get_by_text("Add a note")).first.click()
    dialog.get_by_label("What happened?").fill("Black Friday")
    dialog.get_by_role("button", name="Save the note").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(FLAG).first).to_have_text("1")
    page.get_by_text("1 note and 1 import on these days").click()
    expect(page.get_by_text("Black Friday")).to_be_visible()

    write_personal(tmp_path, "ann", "Ann's alone", date(2026, 7, 5))
    other = open_engagement(browser, address)
    expect(other.locator(FLAG)).to_have_count(1)
    other.get_by_text("1 note and 1 import on these days").click()
    expect(other.get_by_text("Black Friday")).to_be_visible()
    expect(other.get_by_text("Ann's alone")).to_have_count(0)
    other.get_by_test_id("stSidebarNav").get_by_role("link", name="Home").click()
    expect(other.get_by_text("1 note on these days")).to_be_visible()


def test_the_same_point_opens_again_and_a_phone_needs_no_sideways_scroll(browser: Browser, address: str) -> None:
    page = open_engagement(browser, address, width=390)
    for _ in range(2):
        click_chart(page, 0.5)
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("post").first).to_be_visible()
        assert no_sideways_scroll(page)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
