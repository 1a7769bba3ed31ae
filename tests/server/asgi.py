"""A browser reduced to what the gate sees: requests and answers in the terms of ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from services.server.requests import Application, Message

HERE = "http://127.0.0.1:8501"


@dataclass(frozen=True, slots=True)
class Got:
    """An answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(slots=True)
class Visitor:
    """Sends requests to an application and keeps its cookies."""

    app: Application
    cookies: dict[str, str] = field(default_factory=dict)
    server: tuple[str, int] = ("127.0.0.1", 8501)
    client: tuple[str, int] = ("127.0.0.1", 50_000)

    def get(self, target: str, **headers: str) -> Got:
        return self._ask("GET", target, headers, b"")

    def post(self, target: str, fields: Mapping[str, str], **headers: str) -> Got:
        return self._ask("POST", target, headers, urlencode(fields).encode())

    def connect(self, path: str = "/_stcore/stream", **headers: str) -> Message:
        """Open a WebSocket and return the server's first message."""
        scope = self._scope("websocket", path, headers)
        incoming = [{"type": "websocket.connect"}, {"type": "websocket.disconnect"}]
        return self._exchange(scope, incoming)[0]

    def _ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Got:
        scope = self._scope("http", target, headers) | {"method": method}
        sent = self._exchange(scope, [{"type": "http.request", "body": body, "more_body": False}])
        start = sent[0]
        pairs = tuple((key.decode().lower(), value.decode()) for key, value in start["headers"])
        for key, value in pairs:
            if key == "set-cookie":
                for name, morsel in SimpleCookie(value).items():
                    self.cookies[name] = morsel.value
        return Got(start["status"], pairs, b"".join(one.get("body", b"") for one in sent[1:]).decode())

    def _scope(self, kind: str, target: str, headers: Mapping[str, str]) -> dict[str, object]:
        path, _, query = target.partition("?")
        named = {"host": "127.0.0.1:8501"} | {name.replace("_", "-").lower(): value for name, value in headers.items()}
        if self.cookies:
            named["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        pairs = [(name.encode(), value.encode()) for name, value in named.items() if value]
        return {"type": kind, "path": path, "query_string": query.encode(), "headers": pairs, "scheme": "http",
                "server": self.server, "client": self.client}  # fmt: skip

    def _exchange(self, scope: dict[str, object], incoming: list[Message]) -> list[Message]:
        sent: list[Message] = []

        async def receive() -> Message:
            return incoming.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        return sent
