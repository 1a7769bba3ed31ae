"""Telling a browser early what a page will need.

Streamlit's page learns that it needs the chart library when its script has run. Named in the first answer, the library
is fetched and compiled while the page connects.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from services.server.requests import Application, Message, Receive, Scope, Send

CHART_LIBRARY: Final = "static/js/PlotlyChart.*.js"


def chart_library(static: Path) -> str | None:
    """Return the address of Streamlit's chart library below its static folder; None where it is named otherwise."""
    found = sorted(static.glob(CHART_LIBRARY))
    return f"/{found[0].relative_to(static)}" if len(found) == 1 else None


class EarlyHints:
    """Pure ASGI middleware that adds a `Link: <...>; rel=modulepreload` to the documents of some pages."""

    def __init__(self, app: Application, *, paths: Collection[str], script: str | None) -> None:
        """Stand before `app`; `paths` are the pages that need `script`; without a script nothing is added."""
        self._app = app
        self._paths = frozenset(paths)
        self._link = f"<{script}>; rel=modulepreload".encode() if script else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        if not self._link or scope["type"] != "http" or scope["path"].rstrip("/") not in self._paths:
            await self._app(scope, receive, send)
            return

        async def send_with_link(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"link", self._link)]}
            await send(message)

        await self._app(scope, receive, send_with_link)
