"""The gate before every request: is it meant for us, does it come from our own page, and may this visitor enter?"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from learning.domain.errors import BellwetherError, NotServable
from services.accounts.invitations import open_invitations
from services.bootstrap import open_services
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
    is_bearer,
    send_answer,
)
from services.server.sign_in import (
    INVITATION_PATH,
    SIGN_IN_PATH,
    Desk,
    answer_invitation,
    answer_sign_in,
    ask_to_sign_in,
    holds_session,
)
from services.settings import Settings

METRICS: Final = "/metrics"
# A program that watches over the server has no secret; the answers hold no data of any brand.
OPEN_PATHS = frozenset({"/health", "/api/health", "/_stcore/health"})
GUARDED_ALWAYS = ("/api/", "/media/", "/_stcore/upload_file", METRICS)
"""What holds or takes data, beside the pages themselves."""
NO_TOKEN: Final = Answer(
    HTTPStatus.UNAUTHORIZED,
    "Send 'Authorization: Bearer TOKEN' with the value of BELLWETHER_METRICS_TOKEN.\n",
    headers=(("www-authenticate", "Bearer"),),
)
SIGN_IN_PAGES: Final = {SIGN_IN_PATH: answer_sign_in, INVITATION_PATH: answer_invitation}
UNTIL: Final = "until people have to sign in (BELLWETHER_SIGN_IN=1)"
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
        single_sign_on: bool = False,
    ) -> None:
        """Stand before `app`; `headers` go on every answer; `now` is the clock of tickets and attempts."""
        self._app = app
        self._settings = settings
        self._policy: HostPolicy = host_policy(settings)
        self._headers = headers
        self._now = now
        self._single_sign_on = single_sign_on
        self._desk: Desk | None = None
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
        elif self._settings.metrics_token is not None and scope["path"] == METRICS:
            await self._metrics(self._settings.metrics_token, scope, receive, send)
        elif self._door is not None and scope["path"] == ACCESS_PATH:
            await send_answer(send, await answer_access(self._door, scope, receive))
        elif not self._may_enter(scope) and scope["path"] not in OPEN_PATHS:
            await send_answer(send, ask_for_secret(scope))
        elif scope["path"] in SIGN_IN_PAGES:
            await send_answer(send, await SIGN_IN_PAGES[scope["path"]](self._open_desk(), scope, receive))
        elif await self._is_known(scope):
            await self._app(scope, receive, send)
        else:
            await send_answer(send, ask_to_sign_in(scope))

    async def _metrics(self, token: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a monitoring system in by its token alone: it has no ticket and no session."""
        if is_bearer(scope, token):
            await self._app(scope, receive, send)
        else:
            await send_answer(send, NO_TOKEN)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refuse(scope, self._policy) is None and self._may_enter(scope):
            await self._app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "refused"})

    async def _is_known(self, scope: Scope) -> bool:
        """Whether nobody has to sign in, this one has, or it is what somebody sees before they do."""
        if scope["path"] in OPEN_PATHS:
            return True
        desk = self._open_desk_if_any()
        if desk is None or not await asyncio.to_thread(desk.accounts.is_required):
            return True
        if self._single_sign_on and not scope["path"].startswith(GUARDED_ALWAYS):
            # The script itself asks who they are: only it can send a browser to the single sign-on.
            return True
        return await holds_session(desk, scope)

    def _open_desk(self) -> Desk:
        """What the sign-in works with, opened with its first use: a gate may stand before there is a store."""
        if self._desk is None:
            services = open_services(self._settings)
            signer = Signer(derive_key(load_master_key(self._settings), "sign-in"), self._now)
            invitations = open_invitations(services.accounts, services.people, self._settings, self._now)
            self._desk = Desk(services.accounts, invitations, signer, AttemptBrake(self._now))
        return self._desk

    def _open_desk_if_any(self) -> Desk | None:
        try:
            return self._open_desk()
        except BellwetherError:
            # Without a store there is nothing to see; where people have to sign in nobody comes in.
            if self._settings.sign_in:
                raise
            return None

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
            return _refusal(f"This server does not answer through a proxy {UNTIL}.")
        here = scope.get("server")
        if here is not None and here[1] is not None and not is_loopback(str(here[0])):
            return _refusal(f"This server answers only on this machine {UNTIL}.")
    for text in header_values(scope, b"origin"):
        origin = parse_origin(text)
        if origin is None or not same_authority(origin, host):
            return _refusal(f"The page {text[:80]!r} must not use this server.")
    return None


def _refusal(reason: str) -> Answer:
    error = NotServable(reason, "Open it under its own address, or see BELLWETHER_ALLOWED_HOSTS in the documentation.")
    return Answer(HTTPStatus.FORBIDDEN, f"{error.message} {error.fix}\n")
