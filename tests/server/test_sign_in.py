from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from services.accounts.invitations import open_invitations
from services.bootstrap import Services, services_of
from services.schema import migrate
from services.server.gate import Gate
from services.server.sign_in import SESSION_COOKIE, SIGN_IN_PATH
from services.server.single_sign_on import sign_on_token
from services.settings import Settings, load_settings
from tests.server.asgi import Got, Visitor
from tests.server.conftest import Clock

PASSWORD = "three green apples"
Visit = Callable[[Settings], Visitor]


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sign-in")
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder), "BELLWETHER_SIGN_IN": "1"})
    migrate(settings.database_url, backup_dir=folder / "backups")
    return settings


@pytest.fixture
def services(behind: Settings) -> Iterator[Services]:
    with services_of(behind) as opened:
        yield opened


@pytest.fixture
def ann(services: Services) -> str:
    if services.accounts.needs_first():
        services.accounts.make_first("ann", PASSWORD)
    services.accounts.set_password("ann", PASSWORD)
    return "ann"


def sign_in(visitor: Visitor, name: str, password: str, target: str = "/") -> Got:
    form = visitor.get(f"{SIGN_IN_PATH}?next={quote(target, safe='')}")
    token = re.findall(r'name="form" value="([^"]+)"', form.body)[0]
    return visitor.post(SIGN_IN_PATH, {"form": token, "next": target, "name": name, "password": password})


def test_nobody_comes_in_before_the_first_administrator_who_is_made_by_a_link_that_works_once(
    tmp_path: Path, visit: Visit, clock: Clock
) -> None:
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path), "BELLWETHER_SIGN_IN": "1"})
    migrate(settings.database_url, backup_dir=tmp_path / "backups")
    visitor = visit(settings)
    assert visitor.get("/").status == 303
    assert "Nobody can sign in yet" in visitor.get(SIGN_IN_PATH).body
    with services_of(settings) as opened:
        invitations = open_invitations(opened.accounts, opened.people, settings, clock)
        link = f"/auth/invitation?token={invitations.invite_first()}"
    page = visitor.get(link)
    fields = dict(re.findall(r'name="(form|token)" value="([^"]+)"', page.body))
    chosen = fields | {"name": "root", "password": PASSWORD, "again": PASSWORD}
    assert visitor.post("/auth/invitation", chosen | {"again": "other"}).status == 200
    assert visitor.post("/auth/invitation", chosen).status == 303
    assert visitor.get(link).status == 403
    assert visitor.post("/auth/invitation", chosen).status == 403
    assert sign_in(visitor, "root", PASSWORD).status == 303
    assert visitor.get("/").status == 200


def test_a_page_leads_to_the_sign_in_and_back_and_the_cookie_is_out_of_reach_of_scripts(
    behind: Settings, visit: Visit, ann: str
) -> None:
    visitor = visit(behind)
    asked = visitor.get("/actions?action=3")
    assert asked.header("location") == f"{SIGN_IN_PATH}?next={quote('/actions?action=3', safe='')}"
    done = sign_in(visitor, ann, PASSWORD, "/actions?action=3")
    assert (done.status, done.header("location")) == (303, "/actions?action=3")
    cookie = next(value for key, value in done.headers if key == "set-cookie" and SESSION_COOKIE in value)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.get("/actions?action=3").body.startswith("inside")
    encrypted = visit(behind)
    form = encrypted.get(SIGN_IN_PATH, X_Forwarded_Proto="https")
    assert all("Secure" in value for key, value in form.headers if key == "set-cookie")


def test_parts_of_pages_and_programs_are_refused_without_a_session_and_health_is_not(
    behind: Settings, visit: Visit, ann: str
) -> None:
    visitor = visit(behind)
    for path in ("/media/a.csv", "/_stcore/upload_file/1/2", "/api/parameters", "/static/js/main.js"):
        assert visitor.get(path, sec_fetch_dest="empty").status == 401
    assert visitor.get("/health").status == 200
    assert visitor.connect()["type"] == "websocket.accept"


def test_a_session_that_ended_elsewhere_is_good_for_nothing_and_a_new_sign_in_gives_another_one(
    behind: Settings, visit: Visit, ann: str, services: Services
) -> None:
    visitor = visit(behind)
    sign_in(visitor, ann, PASSWORD)
    first = visitor.cookies[SESSION_COOKIE]
    sign_in(visitor, ann, PASSWORD)
    assert visitor.cookies[SESSION_COOKIE] != first
    thief = visit(behind)
    thief.cookies[SESSION_COOKIE] = first
    assert thief.get("/").status == 303
    services.accounts.sessions.end_all(services.people.get(ann).id, "an administrator ended it")
    assert Visitor(Gate(visitor.app._app, settings=behind, headers=()), visitor.cookies).get("/").status == 303


def test_a_form_of_elsewhere_and_guessing_are_refused(behind: Settings, visit: Visit, ann: str) -> None:
    visitor = visit(behind)
    forged = visitor.post(SIGN_IN_PATH, {"form": "1.2.3", "name": ann, "password": PASSWORD})
    assert SESSION_COOKIE not in visitor.cookies
    assert "open for too long" in forged.body
    assert visitor.post(SIGN_IN_PATH, {"name": ann}, origin="http://evil.example").status == 403
    for _ in range(10):
        assert sign_in(visitor, "somebody", "wrong").status == 403
    assert sign_in(visitor, ann, PASSWORD).status == 429
    assert sign_in(visit(behind), ann, PASSWORD, "//evil.example").header("location") == "/"


def test_the_secret_of_a_single_sign_on_has_every_part_of_its_cookie():
    one = {"_streamlit_user": "chunks-2", "_streamlit_user_1": "ann", "_streamlit_user_2": "x", "other": "y"}
    two = one | {"_streamlit_user_1": "vic"}
    assert sign_on_token(one) != sign_on_token(two)
    assert sign_on_token(one) == sign_on_token(dict(reversed(one.items())))
    assert sign_on_token(one | {"_streamlit_user_tokens": "z", "_streamlit_user_tokens_1": "z"}) == sign_on_token(one)
    assert sign_on_token({"bellwether_session": "s"}) == ""
