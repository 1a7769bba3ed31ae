"""The Audience page in a real browser: a press on a cell opens its segment, and nothing runs over on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import PATIENCE_MS, StartServer
from tests.services.audience_brands import CUT, rows
from tests.services.hand_made import make

pytestmark = pytest.mark.browser
GRID = ".js-plotly-plot"


@pytest.fixture
def address(tmp_path: Path, start_server: StartServer) -> str:
    made = make(f"sqlite:///{tmp_path / 'bellwether.db'}")
    made.put(CUT, rows({("Parents", "mobile"): 0.5}))
    return start_server()


def test_a_press_on_a_cell_opens_the_segment_behind_it(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{address}/audience")
    expect(page.get_by_role("heading", name=re.compile("Parents on phone respond less"))).to_be_visible(
        timeout=PATIENCE_MS
    )
    grid = page.locator(GRID).first
    expect(grid).to_contain_text("60 posts", timeout=PATIENCE_MS)
    box = grid.bounding_box()
    assert box is not None
    # The middle of the first cell of the first row.
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + 26 + 0.64 * 92)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The posts that weigh most in it", timeout=PATIENCE_MS)
    expect(dialog).to_contain_text("Engagement score", timeout=PATIENCE_MS)


def test_on_a_phone_nothing_runs_over_the_edge(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/audience")
    expect(page.get_by_text("Who is behind")).to_be_attached(timeout=PATIENCE_MS)
    expect(page.locator(GRID).first).to_contain_text("60 posts", timeout=PATIENCE_MS)
    wide = page.evaluate("() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth }")
    assert wide <= 390
