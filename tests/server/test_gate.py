from __future__ import annotations

from dataclasses import replace

import pytest


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:99", "[::1]:8501", "localhost.:8501"])
def test_this_machines_own_names_reach_the_application(visit, settings, host):
    assert visit(settings).get("/engagement", host=host).body == "inside /engagement"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "localhost:80:80", "localhost/x", "10.0.0.5",
     "0.0.0.0:8501", "", "localhost evil.example", "[::1", "2130706433", "localhost:99999"],
)  # fmt: skip
def test_a_request_to_a_foreign_name_is_refused(visit, settings, host):
    got = visit(settings).get("/engagement", host=host)
    assert (got.status, "inside" in got.body) == (403, False)


@pytest.mark.parametrize(
    "header", ["forwarded", "x_forwarded_for", "X_Forwarded_Host", "x_forwarded_proto", "x_forwarded"]
)
def test_a_request_through_a_proxy_is_refused_without_a_secret(visit, settings, header):
    assert visit(settings).get("/", **{header: "127.0.0.1"}).status == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost:3000",
        "http://127.0.0.1",
        "null",
        "file://",
        "http://127.0.0.1:8501.evil",
    ],
)
def test_a_page_from_elsewhere_may_neither_ask_nor_open_a_socket(visit, settings, origin):
    visitor = visit(settings)
    assert visitor.get("/api/health", origin=origin).status == 403
    assert visitor.connect(origin=origin)["type"] == "websocket.close"


def test_our_own_page_may_open_a_socket(visit, settings):
    assert visit(settings).connect(origin="http://127.0.0.1:8501")["type"] == "websocket.accept"


def test_a_socket_to_a_foreign_name_is_refused(visit, settings):
    assert visit(settings).connect(host="evil.example", origin="http://evil.example")["type"] == "websocket.close"


def test_an_address_of_the_network_is_refused_even_under_an_own_name(visit, settings):
    visitor = visit(settings)
    visitor.server = ("192.168.1.20", 8501)
    assert visitor.get("/", host="localhost:8501").status == 403


def test_two_host_headers_are_refused(visit, settings):
    visitor = visit(settings)
    scope = visitor._scope("http", "/", {}) | {"method": "GET"}
    scope["headers"] = [(b"host", b"localhost"), (b"host", b"evil.example")]
    assert visitor._exchange(scope, [])[0]["status"] == 403


def test_every_answer_carries_the_policy_and_ours_wins(visit, settings):
    for got in (visit(settings).get("/"), visit(settings).get("/", host="evil.example")):
        assert got.header("content-security-policy").startswith("default-src 'none'; script-src 'self'")
        assert [value for name, value in got.headers if name == "x-frame-options"] == ["DENY"]


TOKEN = "a token for the scraper"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        ("", 401),
        (TOKEN, 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}x", 401),
        ("Bearer ", 401),
        ("Bearer ä", 401),
    ],
)
def test_with_a_token_the_figures_are_for_whoever_sends_it_alone(visit, guarded, header, status):
    with_token = replace(guarded, metrics_token=TOKEN)
    headers = {"authorization": header} if header else {}
    got = visit(with_token).get("/metrics", host="numbers.example.com", **headers)
    assert (got.status, got.body == "inside /metrics") == (status, status == 200)
    assert (got.header("www-authenticate") == "Bearer") == (status == 401)


@pytest.mark.parametrize("target", ["/", "/metrics/", "/metricsx", "/api/anything", "/media/x"])
def test_the_token_opens_nothing_else(visit, guarded, target):
    with_token = replace(guarded, metrics_token=TOKEN)
    got = visit(with_token).get(target, host="numbers.example.com", authorization=f"Bearer {TOKEN}")
    assert "inside" not in got.body


def test_without_a_token_the_figures_are_closed_to_strangers_and_open_where_nobody_signs_in(visit, guarded, settings):
    strange = visit(guarded).get("/metrics", host="numbers.example.com", authorization=f"Bearer {TOKEN}")
    assert "inside" not in strange.body
    assert visit(settings).get("/metrics").body == "inside /metrics"
    assert visit(replace(settings, metrics_token=TOKEN)).get("/metrics").status == 401
