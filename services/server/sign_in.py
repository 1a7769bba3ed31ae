"""The pages of the sign-in: name and password, and the link with which somebody chooses a password."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from learning.domain.errors import BellwetherError, NotFound, RuleRefused
from services.accounts.invitations import FIRST, Invitations
from services.accounts.sessions import LONGEST_SECONDS
from services.accounts.signing_in import AccountService
from services.server.access import AttemptBrake, Signer, safe_target
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
from services.server.requests import (
    Answer,
    Receive,
    Scope,
    cookie_header,
    cookie_value,
    cookie_values,
    is_encrypted,
    query_value,
)
from services.server.sign_in_page import password_page, sign_in_page
from services.server.single_sign_on import sign_on_token

SIGN_IN_PATH: Final = "/auth/sign-in"
INVITATION_PATH: Final = "/auth/invitation"
SESSION_COOKIE: Final = "bellwether_session"


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands behind the sign-in."""

    accounts: AccountService
    invitations: Invitations
    signer: Signer
    brake: AttemptBrake


async def holds_session(desk: Desk, scope: Scope) -> bool:
    """Say whether the visitor has a session that has not ended."""
    cookies = cookie_values(scope)
    for token in (cookies.get(SESSION_COOKIE, ""), sign_on_token(cookies)):
        if token:
            try:
                await asyncio.to_thread(desk.accounts.sessions.check, token)
            except RuleRefused:
                continue
            return True
    return False


def ask_to_sign_in(scope: Scope) -> Answer:
    """Return the way to the sign-in; a program or a part of a page gets a plain refusal."""
    fix = f"Sign in at {SIGN_IN_PATH}."
    return turn_away(scope, SIGN_IN_PATH, code="signed_out", message="You are not signed in.", fix=fix)


async def answer_sign_in(desk: Desk, scope: Scope, receive: Receive) -> Answer:
    """Answer the page that asks who somebody is."""
    if scope["method"] in {"GET", "HEAD"}:
        return await _sign_in_form(desk, scope, safe_target(query_value(scope, "next")))
    fields = await read_fields(scope, receive)
    if isinstance(fields, Answer):
        return fields
    target = safe_target(fields.get("next", ""))
    if not is_own_form(desk.signer, scope, fields):
        return await _sign_in_form(desk, scope, target, notice=TOO_OLD)
    wait, notice = told_to_wait(desk.brake, scope)
    if wait:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return await _sign_in_form(desk, scope, target, notice=notice, status=status, wait=wait)
    try:
        token = await asyncio.to_thread(desk.accounts.sign_in, fields.get("name", ""), fields.get("password", ""))
    except BellwetherError as refused:
        desk.brake.note_wrong(visitor_of(scope))
        notice = f"{refused.message} {refused.fix}"
        return await _sign_in_form(desk, scope, target, notice=notice, status=HTTPStatus.FORBIDDEN)
    earlier = cookie_value(scope, SESSION_COOKIE)
    if earlier:
        # Whatever was known before the sign-in is good for nothing after it.
        await asyncio.to_thread(desk.accounts.sessions.end, earlier, "somebody signed in anew")
    kept = cookie_header(SESSION_COOKIE, token, seconds=LONGEST_SECONDS, encrypted=is_encrypted(scope))
    return redirect(target, kept, drop_form(scope))


async def answer_invitation(desk: Desk, scope: Scope, receive: Receive) -> Answer:
    """Answer the page on which somebody who has a link chooses a password."""
    if scope["method"] in {"GET", "HEAD"}:
        return await _password_form(desk, scope, query_value(scope, "token"))
    fields = await read_fields(scope, receive)
    if isinstance(fields, Answer):
        return fields
    token = fields.get("token", "")
    if not is_own_form(desk.signer, scope, fields):
        return await _password_form(desk, scope, token, notice=TOO_OLD)
    if fields.get("password", "") != fields.get("again", ""):
        return await _password_form(desk, scope, token, notice="The two passwords differ.")
    try:
        await asyncio.to_thread(desk.invitations.use, token, fields.get("name", ""), fields.get("password", ""))
    except BellwetherError as refused:
        notice = f"{refused.message} {refused.fix}"
        return await _password_form(desk, scope, token, notice=notice, status=HTTPStatus.FORBIDDEN)
    return redirect(SIGN_IN_PATH)


async def _sign_in_form(
    desk: Desk, scope: Scope, target: str, *, notice: str = "", status: HTTPStatus = HTTPStatus.OK, wait: int = 0
) -> Answer:
    first = await asyncio.to_thread(desk.accounts.needs_first)

    def draw(form: str) -> str:
        return sign_in_page(form_token=form, target=target, notice=notice, nobody_yet=first)

    return show_form(desk.signer, scope, draw, status, wait=wait)


async def _password_form(
    desk: Desk, scope: Scope, token: str, *, notice: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    try:
        name = await asyncio.to_thread(desk.invitations.name_of, token)
    except (RuleRefused, NotFound) as refused:
        return Answer(HTTPStatus.FORBIDDEN, f"{refused.message} {refused.fix}\n")
    is_first = name == FIRST

    def draw(form: str) -> str:
        return password_page(
            form_token=form, token=token, name="" if is_first else name, notice=notice, is_first=is_first
        )

    return show_form(desk.signer, scope, draw, status)
