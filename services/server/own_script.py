"""A script of our own in the page: what the browser has to do that Streamlit's page does not do by itself.

It is a file that this server sends, so the policy of the page stays as strict as it was.
"""

from __future__ import annotations

from typing import Final

from services.server.requests import Application, Message, Receive, Scope, Send, header_values

PLACE: Final = b"</head>"
OF_THE_ORIGINAL: Final = frozenset({b"content-length", b"etag", b"last-modified", b"accept-ranges"})
"""Headers that tell of the document as it was."""
HTTP_OK: Final = 200


class OwnScript:
    """Pure ASGI middleware that names a script at the end of the head of every document."""

    def __init__(self, app: Application, *, address: str) -> None:
        """Stand before `app`; `address` is where the script is."""
        self._app = app
        self._tag = f'<script src="{address}" defer></script>'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _wants_document(scope):
            await self._app(scope, receive, send)
            return
        started: list[Message] = []
        parts: list[bytes] = []

        async def send_with_script(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_document(message):
                started.append(message)
                return
            if not started:
                await send(message)
                return
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                body = b"".join(parts).replace(PLACE, self._tag + PLACE, 1)
                kept = [(name, value) for name, value in started[0]["headers"] if name.lower() not in OF_THE_ORIGINAL]
                await send({**started[0], "headers": [*kept, (b"content-length", str(len(body)).encode())]})
                await send({"type": "http.response.body", "body": body})

        # Compressed it could not be written into; a document is small, what is large comes as files of their own.
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, send_with_script)


def _wants_document(scope: Scope) -> bool:
    return any("text/html" in value for value in header_values(scope, b"accept"))


def _is_document(message: Message) -> bool:
    """Whether it is a whole document as it was written: no part of one."""
    headers = {name.lower(): value for name, value in message.get("headers", ())}
    kind: bytes = headers.get(b"content-type", b"")
    return message["status"] == HTTP_OK and kind.startswith(b"text/html")
