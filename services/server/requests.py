"""What the gate reads of a request and how it answers, in the terms of ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from services.server.access import same_secret

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FORM_LIMIT_BYTES = 8_192


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer that the gate gives itself."""

    status: HTTPStatus
    body: str
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def header_values(scope: Scope, name: bytes) -> tuple[str, ...]:
    """Return every value of one header."""
    return tuple(value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name)


def has_forwarding_header(scope: Scope) -> bool:
    """Say whether the request names a proxy that it came through."""
    names = (key.lower() for key, _ in scope["headers"])
    return any(name == b"forwarded" or name.startswith(b"x-forwarded") for name in names)


def is_encrypted(scope: Scope) -> bool:
    """Say whether the browser's own connection is encrypted; used only to mark cookies more strictly."""
    return scope.get("scheme") in {"https", "wss"} or header_values(scope, b"x-forwarded-proto")[:1] == ("https",)


def is_bearer(scope: Scope, token: str) -> bool:
    """Say whether the request carries a token, compared in a time that tells nothing of it."""
    found = header_values(scope, b"authorization")
    kind, _, given = found[0].partition(" ") if len(found) == 1 else ("", "", "")
    return kind.lower() == "bearer" and same_secret(given.strip(), token)


def cookie_value(scope: Scope, name: str) -> str:
    """Return a cookie's value, or nothing."""
    return cookie_values(scope).get(name, "")


def cookie_values(scope: Scope) -> dict[str, str]:
    """Return every cookie by its name; none where they cannot be read."""
    try:
        jar = SimpleCookie("; ".join(header_values(scope, b"cookie")))
    except CookieError:
        return {}
    return {name: str(morsel.value) for name, morsel in jar.items()}


def cookie_header(name: str, value: str, *, seconds: int, encrypted: bool) -> tuple[str, str]:
    """Return the header that sets a cookie which scripts cannot read and other sites cannot send."""
    secure = "; Secure" if encrypted else ""
    return ("set-cookie", f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")


def query_value(scope: Scope, name: str) -> str:
    """Return a value of the query string, or nothing."""
    query: bytes = scope.get("query_string", b"")
    return parse_qs(query.decode("latin-1")).get(name, [""])[0]


async def read_form(receive: Receive) -> dict[str, str] | None:
    """Return the fields of a short form, or None where it is too long or no form."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > FORM_LIMIT_BYTES:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}


async def send_answer(send: Send, answer: Answer) -> None:
    """Send a whole answer; nothing of it may be kept by a cache."""
    body = answer.body.encode()
    own = [("content-type", answer.content_type), ("content-length", str(len(body))), ("cache-control", "no-store")]
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in (*own, *answer.headers)]
    await send({"type": "http.response.start", "status": int(answer.status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
