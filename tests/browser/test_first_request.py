"""What a browser meets on a fresh server."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.browser.conftest import run_command

pytestmark = pytest.mark.browser
SECRET = "correct horse battery"


def watch(page: Page) -> tuple[list[str], list[str]]:
    """Collect the addresses that a page asks for and what the browser forbids it."""
    asked: list[str] = []
    forbidden: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            forbidden.append(message.text)

    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", note)
    return asked, forbidden


def expect_entry(page: Page, title: str) -> None:
    """The entry script ran: its menu stands beside the page that the address names."""
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name="Engagement")).to_be_visible(timeout=60_000)
    expect(menu.get_by_role("link", name="Data")).to_be_visible()
    expect(page).to_have_title(f"{title} · Bellwether")


def test_a_deep_link_as_the_first_request_runs_the_entry_and_nothing_is_asked_of_a_foreign_host(
    start_server, context: BrowserContext
):
    address = start_server()
    page = context.new_page()
    asked, forbidden = watch(page)
    page.goto(f"{address}/data")
    expect_entry(page, "Data")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Engagement").click()
    expect(page).to_have_title("Engagement · Bellwether")
    page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(address).netloc}
    assert any(url.startswith("ws://") for url in asked)
    assert any("inter-latin" in url for url in asked)
    assert page.evaluate("document.fonts.check('15px Inter')")
    assert forbidden == []


def test_a_foreign_name_and_a_proxy_are_refused_by_the_running_server(start_server):
    address = urlsplit(start_server())
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-For": "10.0.0.1"}, {"Origin": "http://evil.example"}):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
        connection.request("GET", "/data", headers=headers)
        assert connection.getresponse().status == 403
        connection.close()


def test_the_name_of_the_first_page_leads_to_it_with_its_filters(start_server):
    address = urlsplit(start_server())
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    connection.request("GET", "/home?period=Quarter")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (307, "/?period=Quarter")
    connection.close()


def test_with_an_access_secret_a_deep_link_asks_for_it_and_for_a_person_and_then_opens(
    start_server, context: BrowserContext, tmp_path: Path
):
    address = start_server(BELLWETHER_ACCESS_SECRET=SECRET)
    run_command(tmp_path, "user", "add", "ann", "--role", "administrator")
    run_command(tmp_path, "user", "password", "ann", told=f"{SECRET}\n")
    page = context.new_page()
    _, forbidden = watch(page)
    page.goto(f"{address}/data?from=mail")
    expect(page.get_by_role("heading", name="Bellwether")).to_be_visible()
    page.get_by_label("Access secret").fill("not this one")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("not the secret")
    page.get_by_label("Access secret").fill(SECRET)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("button", name="Sign in").click()
    expect_entry(page, "Data")
    assert urlsplit(page.url).path == "/data"
    assert "bellwether_access" not in page.evaluate("document.cookie")
    assert forbidden == []
