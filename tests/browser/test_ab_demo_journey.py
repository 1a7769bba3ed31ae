"""The journey of an A/B test on the demo brand: too early, then an answer that is checked, decided and kept."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import StartServer

pytestmark = pytest.mark.browser
PATIENCE_MS = 90_000
ROW_PX = 35
NEWEST_ACTION = "select state, to_value, holdout from action order by id desc limit 1"
HEIGHT = "() => (document.querySelector('[data-testid=stDataFrame]')?.getBoundingClientRect().height ?? 150) {}"


@pytest.fixture
def address(tmp_path: Path, demo_folder: Path, start_server: StartServer) -> str:
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    return start_server()


def open_listed(page: Page, address: str, words: str) -> None:
    """Search the list for a test and open the row that is left, as a person does."""
    page.goto(f"{address}/ab_tests")
    # The table is drawn on a canvas: its height tells how many rows it has.
    page.wait_for_function(HEIGHT.format("> 300"), timeout=PATIENCE_MS)
    box = page.get_by_role("textbox", name="Search")
    box.fill(words)
    box.press("Enter")
    page.wait_for_function(HEIGHT.format("< 90"), timeout=PATIENCE_MS)
    page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 1.5 * ROW_PX})
    expect(page.get_by_role("button", name="All tests")).to_be_visible(timeout=PATIENCE_MS)


def open_result(page: Page) -> None:
    page.get_by_role("button", name="Open without predicting").click(timeout=PATIENCE_MS)
    expect(page.get_by_text("Appendix for the statistician")).to_be_attached(timeout=PATIENCE_MS)


def test_from_too_early_to_a_decision_that_stays(address: str, context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    open_listed(page, address, "longer captions")
    open_result(page)
    expect(page.get_by_role("heading", name=re.compile(r"Too early: about \d+.days"))).to_be_visible()

    open_listed(page, address, "emoji")
    # Nothing of the result shows before the prediction.
    expect(page.get_by_text(re.compile(r"Variant is better"))).to_have_count(0)
    page.get_by_role("button", name="Predict and open").click(timeout=PATIENCE_MS)
    verdict = page.get_by_role("heading", name=re.compile(r"Variant is better: \+.* to \+.* \(95.% range\)"))
    expect(verdict).to_be_visible(timeout=PATIENCE_MS)
    words = verdict.inner_text()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(re.compile(r"planned 50 : 50"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"unsubscribes.* in variant: (worse|better) by"))).to_be_visible()
    page.reload()
    expect(verdict).to_have_text(words, timeout=PATIENCE_MS)

    page.get_by_role("button", name="Choose variant").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Hold back", timeout=PATIENCE_MS)
    dialog.get_by_label("Note").fill("The leaf is worth it.")
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Local administrator chose variant on")).to_be_visible(timeout=PATIENCE_MS)
    page.reload()
    expect(verdict).to_have_text(words, timeout=PATIENCE_MS)
    expect(page.get_by_text("The leaf is worth it.")).to_be_attached()
    with sqlite3.connect(tmp_path / "bellwether.db") as rows:
        assert rows.execute(NEWEST_ACTION).fetchall() == [("draft", '"variant"', 0.1)]
        assert rows.execute(
            "select count(*) from experiment_prediction where who = 'Local administrator'"
        ).fetchone() == (2,)


def test_a_test_runs_on_after_its_planned_end_and_an_uneven_split_blocks_a_choice(
    address: str, context: BrowserContext
) -> None:
    page = context.new_page()
    open_listed(page, address, "orange button")
    open_result(page)
    expect(page.get_by_role("heading", name=re.compile("Too close to call"))).to_be_visible()
    page.get_by_role("button", name="Run longer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("is not taken twice", timeout=PATIENCE_MS)
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text(re.compile("It was extended to day 28"))).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name=re.compile("Not enough people yet: about 7.days"))).to_be_visible()

    open_listed(page, address, "landing page")
    open_result(page)
    expect(page.get_by_role("heading", name=re.compile("uneven split"))).to_be_visible()
    expect(page.get_by_role("button", name="Choose variant")).to_be_disabled()
    expect(page.get_by_text("Choosing is blocked")).to_be_visible()
