"""Two people in two browsers around a pinned value: one holds it, the other proposes to change it; both see why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import run_command, running_server, settle
from tests.browser.test_two_people import (
    APPROVER,
    AUTHOR,
    PASSWORD,
    PROPOSAL,
    approve,
    enter,
    roll_back,
    think_of_approving,
    version,
)

pytestmark = pytest.mark.browser
WHY = "The spring mailing is planned with it as it is."


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running_server(tmp_path, BELLWETHER_SIGN_IN="1") as url:
        for name in (AUTHOR, APPROVER):
            run_command(tmp_path, "user", "add", name, "--role", "approver")
            run_command(tmp_path, "user", "password", name, told=f"{PASSWORD}\n")
        yield url


def pin_it(page: Page) -> None:
    settle(page)
    page.get_by_role("button", name="Pin", exact=True).click()
    settle(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why? At least 20 characters; others read it.").fill(WHY)
    dialog.get_by_label("Why? At least 20 characters; others read it.").press("Tab")
    dialog.get_by_role("button", name="Pin it").click()
    expect(page.get_by_text("subject length is pinned.")).to_be_visible()
    expect(page.get_by_text(WHY).first).to_be_visible()


def unpin_it(page: Page) -> None:
    settle(page)
    page.get_by_role("button", name="Unpin").click()
    settle(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why?").fill("The mailing is out.")
    dialog.get_by_label("Why?").press("Tab")
    dialog.get_by_role("button", name="Unpin it").click()
    expect(page.get_by_text("subject length is not pinned any more.")).to_be_visible()


def propose(folder: Path, **more: object) -> int:
    file = folder / "proposal.json"
    file.write_text(json.dumps(PROPOSAL | more), encoding="utf-8")
    return int(run_command(folder, "actions", "propose", "--input", str(file), "--as", AUTHOR)["id"])


def test_what_one_pins_the_other_cannot_change_before_it_is_let_go_and_a_rollback_brings_it_back(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    number = propose(tmp_path)
    run_command(tmp_path, "actions", "submit", str(number), "--as", AUTHOR)
    holder = enter(browser, address, APPROVER, "/components?component=newsletter")
    pin_it(holder)

    # The author's card says who holds it and why; the approver is told before saying yes.
    author = enter(browser, address, AUTHOR, f"/actions?action={number}")
    for words in ("Pinned: it does not start now", f"{APPROVER} pinned subject length until", WHY, "unpins it on"):
        expect(author.get_by_text(words).first).to_be_visible()
    holder.goto(f"{address}/actions?action={number}")
    expect(holder.get_by_role("heading", name="History")).to_be_visible()
    settle(holder)
    think_of_approving(holder)
    expect(holder.get_by_role("dialog").get_by_text("It cannot start now")).to_be_visible()
    approve(holder, "As soon as the mailing is out.")
    expect(holder.get_by_text("Approved, but not started")).to_be_visible()
    assert version(tmp_path) == 0, "a pinned value was changed"

    holder.goto(f"{address}/components?component=newsletter")
    settle(holder)
    unpin_it(holder)
    holder.goto(f"{address}/actions?action={number}")
    expect(holder.get_by_role("heading", name="History")).to_be_visible()
    settle(holder)
    holder.get_by_role("button", name="Start now").click()
    settle(holder)
    holder.get_by_role("dialog").get_by_role("button", name="Start now").click()
    expect(holder.get_by_text("Live, being measured").first).to_be_visible()
    assert version(tmp_path) == 1

    settle(author)
    roll_back(author, number)
    expect(author.get_by_text("the same to the last byte as before the change")).to_be_visible()
    after = run_command(tmp_path, "actions", "show", str(number))
    assert (after["state"], after["preview"]["now"]) == ("rolled_back", 40)
    (pin,) = run_command(tmp_path, "parameters", "pins", "newsletter", "--all")["pins"]
    assert (pin["who"], pin["ended_by"], pin["ended_why"]) == (APPROVER, APPROVER, "The mailing is out.")
    assert run_command(tmp_path, "audit", "verify")["ok"]
