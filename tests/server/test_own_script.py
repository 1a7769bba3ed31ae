from __future__ import annotations

from services.server.own_script import OwnScript
from services.server.requests import Application, Receive, Scope, Send
from tests.server.asgi import Got, Visitor

PAGE = b"<html><head><title>x</title></head><body></body></html>"
DOCUMENT = {"accept": "text/html,application/xhtml+xml"}


def answering(body: bytes, kind: bytes = b"text/html; charset=utf-8", parts: int = 1, status: int = 200) -> Application:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        asked = dict(scope["headers"])
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"etag", b'"1"')]
        headers.append((b"x-compressed", asked.get(b"accept-encoding", b"no")))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        size = -(-len(body) // parts)
        for place in range(0, len(body), size):
            more = place + size < len(body)
            await send({"type": "http.response.body", "body": body[place : place + size], "more_body": more})

    return answer


def visit(app: Application, **headers: str) -> Got:
    return Visitor(OwnScript(app, address="/taps.js")).get("/engagement", **headers)


def test_a_document_names_the_script_once_and_its_length_is_that_of_what_is_sent() -> None:
    for parts in (1, 3, len(PAGE)):
        got = visit(answering(PAGE, parts=parts), **DOCUMENT)
        assert got.body.count('<script src="/taps.js" defer></script></head>') == 1
        assert got.header("content-length") == str(len(got.body))
        assert got.header("etag") is None


def test_a_document_is_asked_for_as_it_was_written() -> None:
    asked = DOCUMENT | {"accept-encoding": "gzip"}
    assert visit(answering(PAGE), **asked).header("x-compressed") == "no"
    assert visit(answering(PAGE), **{"accept-encoding": "gzip"}).header("x-compressed") == "gzip"


def test_what_is_no_document_is_sent_as_it_is() -> None:
    for app in (answering(b"</head>", kind=b"text/javascript"), answering(PAGE, status=404)):
        got = visit(app, **DOCUMENT)
        assert "taps.js" not in got.body
        assert got.header("etag") == '"1"'
    assert "taps.js" not in visit(answering(PAGE)).body
