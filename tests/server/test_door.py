from __future__ import annotations

import re

import pytest

from services.server.access import FORM_SECONDS, TICKET_SECONDS, WITHIN_SECONDS, WRONG_ANSWERS, safe_target
from services.settings import load_settings
from tests.server.conftest import SECRET


def form_token(body: str) -> str:
    return re.search(r'name="form" value="([^"]+)"', body).group(1)


def answer(visitor, secret, target="/"):
    page = visitor.get(f"/auth/access?next={target}")
    return visitor.post("/auth/access", {"form": form_token(page.body), "next": target, "secret": secret})


def test_a_deep_link_comes_back_after_the_secret(visit, guarded):
    visitor = visit(guarded)
    sent_away = visitor.get("/data?period=28d&platform=x")
    assert sent_away.status == 303
    page = visitor.get(sent_away.header("location"))
    assert 'value="/data?period=28d&amp;platform=x"' in page.body
    fields = {"form": form_token(page.body), "next": "/data?period=28d&platform=x", "secret": SECRET}
    entered = visitor.post("/auth/access", fields)
    assert (entered.status, entered.header("location")) == (303, "/data?period=28d&platform=x")
    # Behind the door stands the sign-in.
    assert str(visitor.get("/data").header("location")).startswith("/auth/sign-in")
    assert visitor.connect()["type"] == "websocket.accept"


@pytest.mark.parametrize("path", ["/media/x.csv", "/_stcore/upload_file/a/b", "/api/ingest"])
def test_media_uploads_and_programs_are_refused_without_the_secret(visit, guarded, path):
    got = visit(guarded).get(path)
    assert (got.status, "inside" in got.body) == (401, False)


def test_a_part_of_a_page_is_not_sent_to_the_form(visit, guarded):
    assert visit(guarded).get("/favicon.ico", sec_fetch_dest="image").status == 401


def test_a_second_tab_does_not_spoil_the_form_of_the_first(visit, guarded):
    visitor = visit(guarded)
    first = form_token(visitor.get("/auth/access").body)
    visitor.get("/auth/access")
    assert visitor.post("/auth/access", {"form": first, "secret": SECRET}).status == 303


def test_a_socket_needs_the_secret_too(visit, guarded):
    assert visit(guarded).connect()["type"] == "websocket.close"


def test_a_probe_sees_the_health_without_the_secret(visit, guarded):
    assert visit(guarded).get("/api/health").status == 200


def test_a_wrong_secret_gives_no_ticket(visit, guarded):
    visitor = visit(guarded)
    assert answer(visitor, "wrong").status == 403
    assert visitor.get("/data").status == 303


def test_the_ticket_is_out_of_reach_of_scripts_and_other_sites(visit, guarded):
    got = answer(visit(guarded), SECRET)
    ticket = next(value for name, value in got.headers if name == "set-cookie" and "bellwether_access" in value)
    assert "HttpOnly" in ticket
    assert "SameSite=Lax" in ticket
    assert "Secure" not in ticket


def test_behind_an_encrypting_proxy_the_ticket_stays_encrypted(visit, guarded):
    visitor = visit(guarded)
    page = visitor.get("/auth/access", host="numbers.example.com", x_forwarded_proto="https")
    assert "Secure" in page.header("set-cookie")


def test_a_form_made_elsewhere_is_not_accepted(visit, guarded):
    stranger, visitor = visit(guarded), visit(guarded)
    foreign = form_token(stranger.get("/auth/access").body)
    visitor.get("/auth/access")
    assert "location" not in dict(visitor.post("/auth/access", {"form": foreign, "secret": SECRET}).headers)
    assert visitor.post("/auth/access", {"secret": SECRET}).status == 200


def test_ticket_and_form_end(visit, guarded, clock):
    visitor = visit(guarded)
    answer(visitor, SECRET)
    clock.seconds += TICKET_SECONDS + 1
    assert visitor.get("/data").status == 303
    page = visitor.get("/auth/access")
    clock.seconds += FORM_SECONDS + 1
    late = visitor.post("/auth/access", {"form": form_token(page.body), "secret": SECRET})
    assert "open for too long" in late.body


def test_a_changed_or_foreign_ticket_is_worth_nothing(visit, guarded, tmp_path):
    visitor = visit(guarded)
    answer(visitor, SECRET)
    good = visitor.cookies["bellwether_access"]
    expiry, nonce, signature = good.split(".")
    for bad in (f"{int(expiry) + 1}.{nonce}.{signature}", good[:-1], "", "a.b.c", visitor.cookies["bellwether_form"]):
        visitor.cookies["bellwether_access"] = bad
        assert visitor.get("/data").status == 303
    changed = {"BELLWETHER_DATA_DIR": str(tmp_path), "BELLWETHER_ACCESS_SECRET": "another long secret"}
    other = visit(load_settings(changed))
    other.cookies["bellwether_access"] = good
    assert other.get("/data").status == 303


def test_guessing_is_slowed_and_released(visit, guarded, clock):
    visitor = visit(guarded)
    for _ in range(WRONG_ANSWERS):
        assert answer(visitor, "guess").status == 403
    blocked = answer(visitor, SECRET)
    assert (blocked.status, int(blocked.header("retry-after")) > 0) == (429, True)
    visitor.client = ("127.0.0.2", 1)
    assert answer(visitor, SECRET).status == 303
    visitor.client = ("127.0.0.1", 1)
    clock.seconds += WITHIN_SECONDS + 1
    assert answer(visitor, SECRET).status == 303


def test_a_huge_form_is_refused(visit, guarded):
    visitor = visit(guarded)
    assert visitor.post("/auth/access", {"secret": "x" * 100_000}).status == 400


def test_with_a_secret_listed_names_and_proxies_are_served_and_others_refused(visit, guarded):
    visitor = visit(guarded)
    assert visitor.get("/", host="numbers.example.com", x_forwarded_for="10.0.0.1").status == 303
    assert visitor.get("/", host="localhost:8501").status == 303
    assert visitor.get("/", host="evil.example").status == 403


def test_with_a_secret_and_no_list_any_name_is_asked_for_the_secret(visit, tmp_path):
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path), "BELLWETHER_ACCESS_SECRET": SECRET})
    assert visit(settings).get("/", host="anything.example").status == 303


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\r\nset-cookie: x=1",
     "/auth/access"],
)  # fmt: skip
def test_the_way_on_never_leaves_the_server(target):
    assert safe_target(target) == "/"


def test_the_page_shows_no_markup_of_the_link(visit, guarded):
    page = visit(guarded).get("/auth/access?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in page.body
