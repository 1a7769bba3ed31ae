"""From a sales call to an insight and back: entered where it was seen, used by the next run, corrected, removed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from db.engine import Store, open_store
from learning.domain.feedback_entries import EntryState, FeedbackEntry, Labeller
from services.clock import SystemClock
from services.jobs.board import JobBoard
from tests.browser.conftest import PATIENCE_MS, running_server, settle
from tests.browser.test_insights_journey import TITLE, import_posts
from tests.services.callers import caller

pytestmark = pytest.mark.browser
SAID = "Anna Berg loves the videos, they are great"
TYPING_MS = 300
"""Between two keys: 40 words a minute, as people type."""
LONGEST_ENTRY_SECONDS = 45.0


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running_server(tmp_path) as url:
        yield url


def the_note(store: Store) -> FeedbackEntry | None:
    with store.read() as work:
        notes = [note for brand in work.brands.list_all() for note in work.feedback_entries.list_of(brand.id)]
    return notes[0] if notes else None


def wait_until(store: Store, met) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not met(the_note(store)):
        assert time.monotonic() < deadline, "the worker never read it"
        time.sleep(0.2)


def enter(page: Page) -> None:
    """The quote as a person types it, and how much it matters."""
    page.get_by_role("button", name="+ Feedback").click()
    box = page.get_by_label("What did they say?")
    box.press_sequentially(SAID, delay=TYPING_MS)
    box.press("Control+Enter")
    expect(page.get_by_text("Kept as: [name] loves the videos")).to_be_visible()
    expect(page.get_by_text("insight 1", exact=False).first).to_be_visible()
    settle(page)
    page.get_by_text("More: from whom").click()
    settle(page)
    page.get_by_label("How strong").click()
    page.get_by_role("option", name="deal-breaker").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def test_a_quote_from_a_sales_call_stands_beside_an_insight_until_it_is_removed(
    address: str, context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{address}/data")
    import_posts(page, tmp_path)
    page.get_by_role("button", name="Why, and what to do").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    insight = page.url
    began = time.monotonic()
    enter(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Its clock runs")).to_be_visible()
    spent = time.monotonic() - began
    print(f"from + Feedback to saved: {spent:.1f} s")  # noqa: T201
    assert spent < LONGEST_ENTRY_SECONDS
    store = open_store(f"sqlite:///{tmp_path / 'bellwether.db'}")
    try:
        JobBoard(store).request("feedback", caller("journey"), SystemClock().now())
        wait_until(store, lambda note: note is not None and note.state is EntryState.USED)
        page.goto(insight)
        expect(page.get_by_text("note agrees", exact=False)).to_be_visible()
        page.get_by_role("button", name="Thread").click()
        expect(page.get_by_role("heading", name="Used in")).to_be_visible()
        expect(page.get_by_text("used after 0 h", exact=False)).to_be_visible()
        page.get_by_role("button", name="All feedback").click()
        page.get_by_label("State").click()
        page.get_by_role("option", name="All").click()
        page.get_by_test_id("stButtonGroup").get_by_text("negative", exact=True).click()
        wait_until(store, lambda note: note is not None and note.feeling_by is Labeller.PERSON)
        page.get_by_role("button", name="Remove", exact=True).click()
        wait_until(store, lambda note: note is None)
    finally:
        store.close()
    page.goto(insight)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("No test on it has ended")).to_be_visible()
