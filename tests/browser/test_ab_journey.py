"""An A/B test from its file to the decision, in a real browser: predict, read the verdict, check it, choose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, StartServer
from tests.services.experiments.bench import daily_file
from tests.services.hand_made import make

pytestmark = pytest.mark.browser
WINNER = daily_file(14, (1_500, 75), (1_500, 105))


@pytest.fixture
def address(tmp_path: Path, start_server: StartServer) -> str:
    make(f"sqlite:///{tmp_path / 'bellwether.db'}")
    return start_server()


def upload(page: Page, address: str, file: Path) -> None:
    page.goto(f"{address}/ab_tests?view=From+a+file")
    page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_role("heading", name=re.compile("1.test found"))).to_be_visible(timeout=PATIENCE_MS)


def switch_on(page: Page, label: str) -> None:
    page.get_by_test_id("stCheckbox").filter(has_text=label).locator("label").click()


def predict(page: Page) -> None:
    page.get_by_role("button", name="Predict and open").click()
    expect(page.get_by_text("What was predicted")).to_be_attached(timeout=PATIENCE_MS)


def test_a_test_is_uploaded_predicted_read_and_decided_and_stays_so_on_reload(
    address: str, context: BrowserContext, tmp_path: Path
) -> None:
    file = tmp_path / "short_hooks.csv"
    file.write_text(WINNER, encoding="utf-8")
    page = context.new_page()
    upload(page, address, file)
    page.get_by_role("button", name=re.compile("^Import 1.test")).click()
    page.get_by_role("button", name="Open short_hooks").click()
    expect(page.get_by_role("heading", name="What will come out?")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(re.compile(r"\b[AB] is better"))).to_have_count(0)
    predict(page)
    # Neither the length nor what the others are compared with stands in the file: the person says so.
    verdict = page.get_by_role("heading", name=re.compile("B is better"))
    expect(verdict).to_be_visible(timeout=PATIENCE_MS)
    watched = verdict.inner_text()
    page.get_by_text("Complete what the file did not say").click()
    page.get_by_label("Planned people").fill("42000")
    page.get_by_label("Days", exact=True).fill("14")
    page.get_by_role("button", name="Save", exact=True).click()
    # The range of a test that ran its planned course is narrower than one that may be looked at any day.
    expect(verdict).not_to_have_text(watched, timeout=PATIENCE_MS)
    words = verdict.inner_text()
    page.reload()
    expect(verdict).to_be_visible(timeout=PATIENCE_MS)
    assert verdict.inner_text() == words
    page.get_by_role("button", name="Choose B").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing goes live by itself", timeout=PATIENCE_MS)
    dialog.get_by_label("Note").fill("Shorter hooks win.")
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Local administrator chose B on")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("made a proposal of it")).to_be_attached(timeout=PATIENCE_MS)
    page.reload()
    expect(page.get_by_text("Local administrator chose B on")).to_be_visible(timeout=PATIENCE_MS)
    assert page.get_by_role("button", name="Choose B").count() == 0


def test_cookie_cats_keeps_its_players_with_the_earlier_gate(
    address: str, context: BrowserContext, shared: Path
) -> None:
    page = context.new_page()
    upload(page, address, shared / "data" / "cookie_cats" / "cookie_cats.csv")
    page.get_by_label("Days it ran").fill("14")
    page.get_by_label("Days it ran").press("Enter")
    switch_on(page, "Nothing more will come")
    expect(page.get_by_text("90,189")).not_to_have_count(0, timeout=PATIENCE_MS)
    page.get_by_role("button", name=re.compile("^Import 1.test")).click(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Open cookie_cats").click(timeout=PATIENCE_MS)
    predict(page)
    page.get_by_text("Complete what the file did not say").click()
    for label, choice in (("Compare the others with", "gate_30"), ("Metric that decides", "retention 7")):
        page.get_by_role("combobox", name=re.compile(label)).click()
        page.get_by_role("option", name=choice, exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Keep gate_30: gate_40 is worse"))).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(page.get_by_text(re.compile(r"Watch$")).first).to_be_visible()
    expect(page.get_by_text("p = 0.0086")).to_be_visible()


def test_on_a_phone_nothing_runs_over_the_edge(address: str, context: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "short_hooks.csv"
    file.write_text(WINNER, encoding="utf-8")
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    upload(page, address, file)
    page.get_by_role("button", name=re.compile("^Import 1.test")).click()
    page.get_by_role("button", name="Open short_hooks").click()
    predict(page)
    expect(page.get_by_text("Appendix for the statistician")).to_be_attached(timeout=PATIENCE_MS)
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
