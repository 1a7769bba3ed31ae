"""Two people in two browsers lead a change from the badge to the ledger: approved by another one, then rolled back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, run_command, running_server

pytestmark = pytest.mark.browser
PASSWORD = "three green apples"
AUTHOR, APPROVER = "Ann Author", "Ben Approver"
PROPOSAL = {
    "component": "newsletter",
    "operation": "set",
    "name": "subject length",
    "from": 40,
    "to": 55,
    "reason": "Longer subjects were opened more often in four of five mailings.",
    "expected": {"metric": "click_rate", "low": 0.02, "high": 0.2},
    "guardrails": [{"metric": "conversion_rate", "margin": 0.1}],
    "undo": "Back to 40 characters.",
}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running_server(tmp_path, BELLWETHER_SIGN_IN="1") as url:
        for name, role in ((AUTHOR, "approver"), (APPROVER, "approver")):
            run_command(tmp_path, "user", "add", name, "--role", role)
            run_command(tmp_path, "user", "password", name, told=f"{PASSWORD}\n")
        yield url


def enter(browser: Browser, address: str, name: str, path: str = "/") -> Page:
    """Open a profile of one's own at an address, and sign in on the way there."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{address}{path}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"{name}, approver of this brand")).to_be_visible()
    return page


def version(folder: Path) -> int:
    return int(run_command(folder, "parameters", "get", "newsletter")["version"])


def think_of_approving(page: Page) -> None:
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("dialog").get_by_text("Start now", exact=True)).to_be_visible()


def approve(page: Page, note: str) -> None:
    """Guess, say why, and press the button twice."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Better", exact=True).click()
    dialog.get_by_label("A note (kept with your approval)").fill(note)
    dialog.get_by_label("A note (kept with your approval)").press("Tab")
    dialog.get_by_role("button", name="Approve").dblclick()


def edit_the_value(page: Page, value: str) -> None:
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("New value").fill(value)
    page.get_by_label("New value").press("Tab")
    page.get_by_role("button", name="Keep the edit").click()
    expect(page.get_by_text("Edited:")).to_be_visible()


def roll_back(page: Page, number: int) -> None:
    """Three clicks from the list: open, roll back, yes."""
    page.get_by_role("button", name="All actions").click()
    page.get_by_role("tab", name="Live and being measured").click()
    page.get_by_role("button", name=f"Open action {number}").click()
    page.get_by_role("button", name="Stop and roll back").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("They get again")).to_be_visible()
    dialog.get_by_label("Why? (kept in the history)").fill("Readers complain.")
    dialog.get_by_label("Why? (kept in the history)").press("Tab")
    dialog.get_by_role("button", name="Roll back").click()


def test_one_proposes_another_approves_both_see_it_and_a_rollback_restores_the_exact_value(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "proposal.json"
    file.write_text(json.dumps(PROPOSAL), encoding="utf-8")
    number = int(run_command(tmp_path, "actions", "propose", "--input", str(file), "--as", AUTHOR)["id"])

    author = enter(browser, address, AUTHOR, f"/actions?action={number}")
    author.get_by_role("button", name="Hand in for approval").click()
    expect(author.get_by_text("Handed in. Somebody else can approve it now.")).to_be_visible()
    expect(author.get_by_role("button", name="Approve", exact=True)).to_be_disabled()
    expect(author.get_by_text("the approval has to come from somebody else").first).to_be_visible()

    reviewer = enter(browser, address, APPROVER)
    reviewer.get_by_role("link", name="Actions (1)").click()
    reviewer.get_by_role("button", name=f"Open action {number}").click()
    for title in ("What changes", "Why", "What is expected, and the risk", "How it is undone"):
        expect(reviewer.get_by_role("heading", name=title, exact=True)).to_be_visible()
    # What is edited while somebody reads it is asked anew.
    think_of_approving(reviewer)
    edit_the_value(author, "60")
    approve(reviewer, "Worth a try.")
    expect(reviewer.get_by_role("dialog").get_by_text("Look at the proposal as it is now")).to_be_visible()
    assert version(tmp_path) == 0
    reviewer.reload()

    think_of_approving(reviewer)
    approve(reviewer, "Worth a try.")
    expect(reviewer.get_by_text("Live, being measured").first).to_be_visible()
    shown = run_command(tmp_path, "actions", "show", str(number))
    assert (shown["state"], shown["versions"]["applied"], version(tmp_path)) == ("rolling", 1, 1)
    assert [vote["prediction"] for vote in shown["votes"]] == ["better"]

    roll_back(author, number)
    expect(author.get_by_text("the same to the last byte as before the change")).to_be_visible()
    after = run_command(tmp_path, "actions", "show", str(number))
    assert (after["state"], after["versions"]["restored"], after["preview"]["now"]) == ("rolled_back", 2, 40)

    # A session that is ended elsewhere ends on a page that nobody touches.
    reviewer.get_by_role("link", name="Audit").click()
    expect(reviewer.get_by_text("rows fit")).to_be_visible()
    run_command(tmp_path, "user", "disable", APPROVER)
    expect(reviewer.get_by_role("heading", name="Signed out")).to_be_visible()
    assert run_command(tmp_path, "audit", "verify")["ok"]
