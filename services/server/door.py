"""The door before the sign-in, where an access secret is set: it asks for it and lets in who knew it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from services.server.access import TICKET_SECONDS, AttemptBrake, Signer, safe_target, same_secret
from services.server.access_page import access_page
from services.server.forms import (
    TOO_OLD,
    drop_form,
    is_own_form,
    read_fields,
    redirect,
    show_form,
    told_to_wait,
    turn_away,
    visitor_of,
)
from services.server.requests import Answer, Receive, Scope, cookie_header, cookie_value, is_encrypted, query_value

ACCESS_PATH = "/auth/access"
TICKET_COOKIE = "bellwether_access"


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
    message, fix = "This server asks for its access secret.", f"Open {ACCESS_PATH} in this browser and give it."
    return turn_away(scope, ACCESS_PATH, code="access_secret_needed", message=message, fix=fix)


async def answer_access(door: Door, scope: Scope, receive: Receive) -> Answer:
    """Answer the page that asks for the secret: the form, a ticket, or what was wrong."""
    if scope["method"] in {"GET", "HEAD"}:
        return _form(door, scope, safe_target(query_value(scope, "next")))
    fields = await read_fields(scope, receive)
    if isinstance(fields, Answer):
        return fields
    target = safe_target(fields.get("next", ""))
    if not is_own_form(door.signer, scope, fields):
        return _form(door, scope, target, notice=TOO_OLD)
    wait, notice = told_to_wait(door.brake, scope)
    if wait:
        return _form(door, scope, target, notice=notice, status=HTTPStatus.TOO_MANY_REQUESTS, wait=wait)
    if not same_secret(fields.get("secret", ""), door.secret):
        door.brake.note_wrong(visitor_of(scope))
        return _form(door, scope, target, notice="That is not the secret.", status=HTTPStatus.FORBIDDEN)
    ticket = door.signer.issue("ticket", TICKET_SECONDS)
    kept = cookie_header(TICKET_COOKIE, ticket, seconds=TICKET_SECONDS, encrypted=is_encrypted(scope))
    return redirect(target, kept, drop_form(scope))


def _form(
    door: Door, scope: Scope, target: str, *, notice: str = "", status: HTTPStatus = HTTPStatus.OK, wait: int = 0
) -> Answer:
    def draw(token: str) -> str:
        return access_page(form_token=token, target=target, notice=notice)

    return show_form(door.signer, scope, draw, status, wait=wait)
