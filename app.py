"""The launcher: dashboard and HTTP interface as one ASGI application behind one gate.

`streamlit run app.py` and `uvicorn app:app` both serve it; `bellwether serve` does so under supervision.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse
from starlette.routing import Mount, Route
from streamlit import config as streamlit_config
from streamlit import file_util

from api.application import create_api
from api.monitoring import METRICS_PATH, metrics_endpoint
from learning.domain.errors import BellwetherError
from services.operations import SystemWatch
from services.server.early_hints import EarlyHints, chart_library
from services.server.gate import Gate
from services.server.headers import inline_script_sources, security_headers
from services.server.hosts import allowed_names
from services.server.listening import require_private_sockets
from services.server.own_script import OwnScript
from services.server.single_sign_on import is_sign_on_configured
from services.settings import MEGABYTE, Settings, current_settings
from ui.answers import cache_count
from ui.navigation import NAVIGATION
from ui.runtime import mark_launched

ROOT = Path(__file__).resolve().parent
TAPS_PATH = "/taps.js"


def prepare() -> Settings:
    """Return the settings after telling Streamlit about them; end the process where it must not serve."""
    try:
        settings = current_settings()
        require_private_sockets(settings)
    except BellwetherError as error:
        sys.exit(f"bellwether: {error.message} {error.fix}")
    if streamlit_config._main_script_path is None:  # noqa: SLF001 - as `streamlit run` does: .streamlit/ is found by it
        streamlit_config._main_script_path = __file__  # noqa: SLF001 - see above
    streamlit_config.set_option("server.allowedHosts", allowed_names(settings))
    streamlit_config.set_option("server.maxUploadSize", settings.upload_limit_bytes // MEGABYTE)
    mark_launched()
    return settings


def gate(settings: Settings) -> Middleware:
    """Return the gate, which knows the scripts inside Streamlit's own page by their digests."""
    index = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    headers = security_headers(inline_script_sources(index))
    return Middleware(Gate, settings=settings, headers=headers, single_sign_on=is_sign_on_configured())


def early_hints() -> Middleware:
    """Return what tells a browser of the chart library before the page's script has run."""
    paths = [f"/{page.url_path}" for page in NAVIGATION if page.charts]
    return Middleware(EarlyHints, paths=paths, script=chart_library(Path(file_util.get_static_dir())))


def taps(_request: Request) -> FileResponse:
    """Send the script that lets a finger choose on a chart; Streamlit would call it a text, and no browser run it."""
    return FileResponse(ROOT / "ui" / "static" / "taps.js", media_type="text/javascript")


def home(request: Request) -> RedirectResponse:
    """Lead whoever types the first page's name to it: it stands at the root, with the same filters."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Enter the mounted application's own lifespan, which mounting alone would skip, and watch this process."""
    # What is loaded by now stays loaded: the garbage collector need not look through it again while people wait.
    gc.collect()
    gc.freeze()
    watch = SystemWatch(SETTINGS.database_url, "dashboard", cache=cache_count)
    watch.start()
    async with programs.router.lifespan_context(programs):
        yield
    watch.stop()


SETTINGS = prepare()
programs = create_api(SETTINGS)
# `streamlit run` finds the application by reading this very statement, so it stands here as it is.
app = st.App(
    ROOT / "ui" / "entry.py",
    routes=[
        Mount("/api", app=programs),
        Route(METRICS_PATH, metrics_endpoint(SETTINGS)),
        Route(TAPS_PATH, taps),
        Route(f"/{NAVIGATION[0].url_path}", home),
    ],
    middleware=[gate(SETTINGS), early_hints(), Middleware(OwnScript, address=TAPS_PATH)],
    lifespan=lifespan,
)
