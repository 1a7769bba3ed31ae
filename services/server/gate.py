"""The gate before every request: is it meant for us, does it come from our own page, and may this visitor enter?"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from http import HTTPStatus

from learning.domain.errors import BellwetherError, NotServable
from services.log_lines import logged_with, new_id
from services.master_key import derive_key, load_master_key
from services.server.access import AttemptBrake, Signer
from services.server.door import ACCESS_PATH, Door, answer_access, ask_for_secret, holds_ticket
from services.server.hosts import HostPolicy, host_policy, is_loopback, parse_authority, parse_origin, same_authority
from services.server.listening import require_private_sockets, watch_first_socket
from services.server.requests import (
    Answer,
    Application,
    Message,
    Receive,
    Scope,
    Send,
    has_forwarding_header,
    header_values,
    send_answer,
)
from services.settings import Settings

# A program that watches over the server has no secret; the answers hold no data of any brand.
OPEN_PATHS = frozenset({"/health", "/api/health", "/_stcore/health"})
log = logging.getLogger("bellwether")


class Gate:
    """Pure ASGI middleware around dashboard and API; it answers for itself what it does not let through."""

    def __init__(
        self,
        app: Application,
        *,
        settings: Settings,
        headers: tuple[tuple[bytes, bytes], ...],
        now: Callable[[], float] = time.time,
    ) -> None:
        """Stand before `app`; `headers` go on every answer; `now` is the clock of tickets and attempts."""
        self._app = app
        self._settings = settings
        self._policy: HostPolicy = host_policy(settings)
        self._headers = headers
        self._door: Door | None = None
        if settings.access_secret is not None:
            # The secret is part of the key: changing it ends every ticket.
            key = derive_key(load_master_key(settings), f"access ticket {settings.access_secret}")
            self._door = Door(settings.access_secret, Signer(key, now), AttemptBrake(now))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or let through one request."""
        if scope["type"] == "http":
            with logged_with(request=new_id()):
                await self._http(scope, receive, self._with_headers(send))
        elif scope["type"] == "websocket":
            with logged_with(request=new_id()):
                await self._websocket(scope, receive, send)
        else:
            await self._lifespan(scope, receive, send)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            require_private_sockets(self._settings)
        except BellwetherError as error:
            await receive()
            await send({"type": "lifespan.startup.failed", "message": f"{error.message} {error.fix}"})
            return
        watch = asyncio.create_task(self._stop_if_exposed())
        try:
            await self._app(scope, receive, send)
        finally:
            watch.cancel()

    async def _stop_if_exposed(self) -> None:
        try:
            await watch_first_socket(self._settings)
        except BellwetherError as error:
            log.critical("%s %s", error.message, error.fix)
            signal.raise_signal(signal.SIGTERM)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = refuse(scope, self._policy)
        if refusal is not None:
            await send_answer(send, refusal)
        elif self._door is not None and scope["path"] == ACCESS_PATH:
            await send_answer(send, await answer_access(self._door, scope, receive))
        elif self._may_enter(scope) or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
        else:
            await send_answer(send, ask_for_secret(scope))

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refuse(scope, self._policy) is None and self._may_enter(scope):
            await self._app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "refused"})

    def _may_enter(self, scope: Scope) -> bool:
        return self._door is None or holds_ticket(self._door, scope)

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self._headers}
                kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        return send_with_headers


def refuse(scope: Scope, policy: HostPolicy) -> Answer | None:
    """Return the refusal of a request that is not meant for us or not sent by our own page, else None."""
    hosts = header_values(scope, b"host")
    host = parse_authority(hosts[0]) if len(hosts) == 1 else None
    if host is None or not policy.admits(host):
        return _refusal(f"This server does not answer to the name {', '.join(hosts)[:80]!r}.")
    if not policy.proxy_allowed:
        if has_forwarding_header(scope):
            return _refusal("This server does not answer through a proxy until an access secret is set.")
        here = scope.get("server")
        if here is not None and here[1] is not None and not is_loopback(str(here[0])):
            return _refusal("This server answers only on this machine until an access secret is set.")
    for text in header_values(scope, b"origin"):
        origin = parse_origin(text)
        if origin is None or not same_authority(origin, host):
            return _refusal(f"The page {text[:80]!r} must not use this server.")
    return None


def _refusal(reason: str) -> Answer:
    error = NotServable(reason, "Open it under its own address, or see BELLWETHER_ALLOWED_HOSTS in the documentation.")
    return Answer(HTTPStatus.FORBIDDEN, f"{error.message} {error.fix}\n")
