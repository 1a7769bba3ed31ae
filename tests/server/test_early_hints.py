from __future__ import annotations

from pathlib import Path

from streamlit import file_util

from services.server.early_hints import EarlyHints, chart_library
from services.server.requests import Receive, Scope, Send
from tests.server.asgi import Visitor


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"page"})


def test_the_chart_library_of_the_installed_streamlit_is_found() -> None:
    static = Path(file_util.get_static_dir())
    found = chart_library(static)
    assert found is not None
    assert (static / found.removeprefix("/")).stat().st_size > 1_000_000


def test_a_page_with_charts_names_the_library_in_its_first_answer() -> None:
    visitor = Visitor(EarlyHints(answering, paths=("/engagement",), script="/static/js/chart.js"))
    for path in ("/engagement", "/engagement/", "/engagement?brand=Acme"):
        got = visitor.get(path)
        assert got.header("link") == "</static/js/chart.js>; rel=modulepreload"
        assert (got.header("x-own"), got.body) == ("1", "page")
    assert visitor.get("/data").header("link") is None


def test_a_library_of_another_name_adds_nothing(tmp_path: Path) -> None:
    assert chart_library(tmp_path) is None
    assert Visitor(EarlyHints(answering, paths=("/engagement",), script=None)).get("/engagement").header("link") is None
