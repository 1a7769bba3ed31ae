"""From a file to an insight: the import shows the first one, a person reads why, dismisses it, and takes that back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import running_server
from tests.services.insights.planted import table

pytestmark = pytest.mark.browser
TITLE = "Posts in the format “video” had a higher engagement rate"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running_server(tmp_path) as url:
        yield url


def import_posts(page: Page, folder: Path) -> None:
    path = folder / "posts.csv"
    path.write_text(table(), encoding="utf-8")
    page.locator("input[type=file]").set_input_files([str(path)])
    page.get_by_role("button", name="Import 1 file").click()


def test_an_import_ends_at_an_insight_that_can_be_read_dismissed_and_taken_back(
    address: str, context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{address}/data")
    import_posts(page, tmp_path)
    expect(page.get_by_role("heading", name="What stands out")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_be_visible()
    page.get_by_role("button", name="Why, and what to do").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    for title in ("Why?", "What would change my mind?", "What else could it be?", "Which posts show it?"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    page.get_by_role("button", name="Dismiss", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why?").fill("It was the campaign.")
    dialog.get_by_label("Why?").press("Enter")
    dialog.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Dismissed. It stands under")).to_be_visible()
    page.get_by_role("button", name="All insights").click()
    page.get_by_text("Dismissed kinds (1)").click()
    expect(page.get_by_text("“It was the campaign.”, Local administrator")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text(TITLE)).to_be_visible()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="What to know")).to_be_visible()
