"""The door before the sign-in, where an access secret is set: it asks for it and lets in who knew it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from services.server.access import FORM_SECONDS, TICKET_SECONDS, AttemptBrake, Signer, safe_target, same_secret
from services.server.access_page import access_page
from services.server.requests import (
    Answer,
    Receive,
    Scope,
    cookie_header,
    cookie_value,
    header_values,
    is_encrypted,
    query_value,
    read_form,
)

ACCESS_PATH = "/auth/access"
TICKET_COOKIE = "bellwether_access"
FORM_COOKIE = "bellwether_form"


@dataclass(frozen=True, slots=True)
class Door:
    """What stands behind the access secret: the secret, the signer of tickets, the brake on guessing."""

    secret: str
    signer: Signer
    brake: AttemptBrake


def holds_ticket(door: Door, scope: Scope) -> bool:
    """Say whether the visitor gave the secret before and the ticket has not ended."""
    return door.signer.accepts("ticket", cookie_value(scope, TICKET_COOKIE))


def ask_for_secret(scope: Scope) -> Answer:
    """Return the way to the page that asks; a program or a part of a page gets a plain refusal."""
    for_a_page = header_values(scope, b"sec-fetch-dest")[:1] in {(), ("document",)}
    for_a_part = scope["path"].startswith(("/api/", "/_stcore/", "/media/"))
    if scope["method"] not in {"GET", "HEAD"} or for_a_part or not for_a_page:
        reason = {"error": {"code": "access_secret_needed", "message": "This server asks for its access secret.",
                            "fix": f"Open {ACCESS_PATH} in this browser and give it."}}  # fmt: skip
        return Answer(HTTPStatus.UNAUTHORIZED, json.dumps(reason), "application/json")
    query = scope.get("query_string", b"").decode("latin-1")
    target = quote(scope["path"], safe="/") + (f"?{query}" if query else "")
    return _redirect(f"{ACCESS_PATH}?next={quote(target, safe='')}")


async def answer_access(door: Door, scope: Scope, receive: Receive) -> Answer:
    """Answer the page that asks for the secret: the form, a ticket, or what was wrong."""
    if scope["method"] in {"GET", "HEAD"}:
        return _form(door, scope, safe_target(query_value(scope, "next")))
    if scope["method"] != "POST":
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and POST.", headers=(("allow", "GET, HEAD, POST"),))
    fields = await read_form(receive)
    if fields is None:
        return Answer(HTTPStatus.BAD_REQUEST, "This is not the form of this page.")
    target = safe_target(fields.get("next", ""))
    token = fields.get("form", "")
    if token != cookie_value(scope, FORM_COOKIE) or not door.signer.accepts("form", token):
        return _form(door, scope, target, notice="The page was open for too long. Please try again.")
    visitor = str((scope.get("client") or ("unknown", 0))[0])
    wait = door.brake.wait_seconds(visitor)
    if wait:
        notice = f"Too many wrong answers. Try again in about {wait // 60 + 1} min."
        return _form(door, scope, target, notice=notice, status=HTTPStatus.TOO_MANY_REQUESTS, wait=wait)
    if not same_secret(fields.get("secret", ""), door.secret):
        door.brake.note_wrong(visitor)
        return _form(door, scope, target, notice="That is not the secret.", status=HTTPStatus.FORBIDDEN)
    ticket = door.signer.issue("ticket", TICKET_SECONDS)
    encrypted = is_encrypted(scope)
    return _redirect(
        target,
        cookie_header(TICKET_COOKIE, ticket, seconds=TICKET_SECONDS, encrypted=encrypted),
        cookie_header(FORM_COOKIE, "", seconds=0, encrypted=encrypted),
    )


def _form(
    door: Door, scope: Scope, target: str, *, notice: str = "", status: HTTPStatus = HTTPStatus.OK, wait: int = 0
) -> Answer:
    # A token that still holds is kept: a second tab must not spoil the form of the first.
    token = cookie_value(scope, FORM_COOKIE)
    if not door.signer.accepts("form", token):
        token = door.signer.issue("form", FORM_SECONDS)
    cookie = cookie_header(FORM_COOKIE, token, seconds=FORM_SECONDS, encrypted=is_encrypted(scope))
    headers = (cookie, ("retry-after", str(wait))) if wait else (cookie,)
    page = access_page(form_token=token, target=target, notice=notice)
    return Answer(status, page, "text/html; charset=utf-8", headers)


def _redirect(target: str, *headers: tuple[str, str]) -> Answer:
    location = quote(target, safe="%/?#[]@!$&'()*+,;=:~")
    return Answer(HTTPStatus.SEE_OTHER, "", headers=(("location", location), *headers))
