"""Forms of the pages before the dashboard: a token of their own, what was filled in, and the way there and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from services.server.access import FORM_SECONDS, AttemptBrake, Signer
from services.server.requests import (
    Answer,
    Receive,
    Scope,
    cookie_header,
    cookie_value,
    header_values,
    is_encrypted,
    read_form,
)

FORM_COOKIE: Final = "bellwether_form"
PURPOSE: Final = "form"
TOO_OLD: Final = "The page was open for too long. Please try again."


def turn_away(scope: Scope, page: str, *, code: str, message: str, fix: str) -> Answer:
    """Return the way to a page that asks; a program or a part of a page gets a plain refusal."""
    for_a_page = header_values(scope, b"sec-fetch-dest")[:1] in {(), ("document",)}
    for_a_part = scope["path"].startswith(("/api/", "/_stcore/", "/media/"))
    if scope["method"] not in {"GET", "HEAD"} or for_a_part or not for_a_page:
        reason = {"error": {"code": code, "message": message, "fix": fix}}
        return Answer(HTTPStatus.UNAUTHORIZED, json.dumps(reason), "application/json")
    query = scope.get("query_string", b"").decode("latin-1")
    target = quote(scope["path"], safe="/") + (f"?{query}" if query else "")
    return redirect(f"{page}?next={quote(target, safe='')}")


def redirect(target: str, *headers: tuple[str, str]) -> Answer:
    """Send a browser on to an address of this server."""
    location = quote(target, safe="%/?#[]@!$&'()*+,;=:~")
    return Answer(HTTPStatus.SEE_OTHER, "", headers=(("location", location), *headers))


def show_form(
    signer: Signer, scope: Scope, draw: Callable[[str], str], status: HTTPStatus = HTTPStatus.OK, *, wait: int = 0
) -> Answer:
    """Answer with a page drawn around its form's token; `wait` are the seconds until another try is looked at."""
    # A token that still holds is kept: a second tab must not spoil the form of the first.
    token = cookie_value(scope, FORM_COOKIE)
    if not signer.accepts(PURPOSE, token):
        token = signer.issue(PURPOSE, FORM_SECONDS)
    cookie = cookie_header(FORM_COOKIE, token, seconds=FORM_SECONDS, encrypted=is_encrypted(scope))
    headers = (cookie, ("retry-after", str(wait))) if wait else (cookie,)
    return Answer(status, draw(token), "text/html; charset=utf-8", headers)


async def read_fields(scope: Scope, receive: Receive) -> dict[str, str] | Answer:
    """Return what was filled in, or why that cannot be told."""
    if scope["method"] != "POST":
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and POST.", headers=(("allow", "GET, HEAD, POST"),))
    fields = await read_form(receive)
    return Answer(HTTPStatus.BAD_REQUEST, "This is not the form of this page.") if fields is None else fields


def is_own_form(signer: Signer, scope: Scope, fields: dict[str, str]) -> bool:
    """Say whether the form is one that this server gave to this browser, not long ago."""
    token = fields.get("form", "")
    return bool(token) and token == cookie_value(scope, FORM_COOKIE) and signer.accepts(PURPOSE, token)


def drop_form(scope: Scope) -> tuple[str, str]:
    """Return the header that forgets the form's token: the form was answered."""
    return cookie_header(FORM_COOKIE, "", seconds=0, encrypted=is_encrypted(scope))


def visitor_of(scope: Scope) -> str:
    """Return the address that a request comes from."""
    return str((scope.get("client") or ("unknown", 0))[0])


def told_to_wait(brake: AttemptBrake, scope: Scope) -> tuple[int, str]:
    """Return for how many seconds the tries of a visitor are not looked at, and a sentence about it; 0 and none."""
    wait = brake.wait_seconds(visitor_of(scope))
    return wait, f"Too many wrong answers. Try again in about {wait // 60 + 1} min." if wait else ""
