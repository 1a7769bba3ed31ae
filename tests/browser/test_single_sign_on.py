"""A single sign-on: who is linked comes in with their role, who is not or is disabled does not, and out is out."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from learning.domain.brands import Brand
from learning.domain.policies import Role
from services.bootstrap import Services, services_of
from services.brands import add_brand
from services.settings import load_settings
from tests.browser.conftest import PATIENCE_MS, running_server, settle
from tests.browser.sign_on_provider import CLIENT, CLIENT_SECRET, Provider, running_provider

pytestmark = pytest.mark.browser
PASSWORD = "three green apples"
BUTTON = "Sign in with your organisation"


@dataclass(frozen=True, slots=True)
class World:
    """A server that knows a provider, and its store."""

    address: str
    provider: Provider
    services: Services
    brand: Brand

    def browse(self, browser: Browser, subject: str) -> Page:
        """Open a fresh profile of somebody, at the button of the sign-on."""
        self.provider.subject = subject
        context = browser.new_context()
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page = context.new_page()
        page.goto(f"{self.address}/settings")
        return page


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("sign_on")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running_provider() as provider:
        write_secrets(folder, port, provider)
        with running_server(folder, port, BELLWETHER_SIGN_IN="1", HOME=str(folder)) as address:
            found = {"BELLWETHER_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'bellwether.db'}"}
            with services_of(load_settings(found)) as services:
                brand, other = (add_brand(services.store, name, services.clock) for name in ("Acme", "Other"))
                for name, role in (("ann", Role.MARKETER), ("vic", Role.VIEWER)):
                    services.people.add(brand, name, role)
                    services.accounts.link_subject(services.people.get(name), provider.issuer, f"{name}-id")
                services.people.put_role(other, "ann", Role.VIEWER)
                yield World(address, provider, services, brand)


def write_secrets(folder: Path, port: int, provider: Provider) -> None:
    secrets = folder / ".streamlit"
    secrets.mkdir()
    lines = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": "a secret of this test alone",
        "client_id": CLIENT,
        "client_secret": CLIENT_SECRET,
        "server_metadata_url": f"{provider.issuer}/.well-known/openid-configuration",
    }
    told = "\n".join(f'{name} = "{value}"' for name, value in lines.items())
    (secrets / "secrets.toml").write_text(f"[auth]\n{told}\n", encoding="utf-8")


def enter(page: Page, words: str) -> None:
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text(words)).to_be_visible()


def test_who_is_linked_comes_in_with_the_role_of_each_brand_and_goes_out_for_good(
    world: World, browser: Browser
) -> None:
    page = world.browse(browser, "ann-id")
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    enter(page, "ann, marketer of this brand")
    page.goto(f"{world.address}/settings?brand=Other")
    expect(page.get_by_text("ann, viewer of this brand")).to_be_visible()
    asked = world.provider.asked
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    assert world.provider.asked == asked, "a session that ended is not opened again by what the browser still holds"
    enter(page, "of this brand")
    assert world.provider.asked == asked + 1


def test_who_is_linked_to_nobody_is_told_what_to_do(world: World, browser: Browser) -> None:
    page = world.browse(browser, "a stranger")
    enter(page, "nobody here is linked to that account")
    expect(page.get_by_text("`bellwether user link`").or_(page.get_by_text("bellwether user link"))).to_be_visible()
    expect(page.get_by_text("of this brand")).to_have_count(0)


def test_who_is_disabled_goes_out_at_once_and_comes_in_no_more(world: World, browser: Browser) -> None:
    page = world.browse(browser, "vic-id")
    enter(page, "vic, viewer of this brand")
    world.services.people.set_active(world.brand, "vic", active=False)
    try:
        expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
        again = world.browse(browser, "vic-id")
        enter(again, "This account is disabled.")
    finally:
        world.services.people.set_active(world.brand, "vic", active=True)


def test_two_people_whose_accounts_say_much_of_them_have_a_session_each(world: World, browser: Browser) -> None:
    # What does not fit one cookie is kept in several; the first then only counts them.
    world.provider.claims = {f"group_{number}": "a group with a long name " * 12 for number in range(24)}
    try:
        ann, vic = (world.browse(browser, subject) for subject in ("ann-id", "vic-id"))
        world.provider.subject = "ann-id"
        enter(ann, "ann, marketer of this brand")
        world.provider.subject = "vic-id"
        enter(vic, "vic, viewer of this brand")
        ann.reload()
        expect(ann.get_by_text("ann, marketer of this brand")).to_be_visible()
    finally:
        world.provider.claims = {}


def test_a_password_whose_session_ended_does_not_stand_in_the_way(world: World, browser: Browser) -> None:
    world.services.accounts.set_password("ann", PASSWORD)
    page = world.browse(browser, "ann-id")
    page.goto(f"{world.address}/auth/sign-in?next=%2Fsettings")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("of this brand").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    page.goto(f"{world.address}/settings?brand=Acme")
    enter(page, "ann, marketer of this brand")
