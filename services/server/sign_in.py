"""The pages of the sign-in: name and password, and the link with which somebody chooses a password."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from learning.domain.errors import BellwetherError, NotFound, RuleRefused
from services.accounts.invitations import FIRST, Invitations
from services.accounts.sessions import LONGEST_SECONDS
from services.accounts.signing_in import AccountService
from services.server.access import FORM_SECONDS, AttemptBrake, Signer, safe_target
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
from services.server.sign_in_page import password_page, sign_in_page

SIGN_IN_PATH: Final = "/auth/sign-in"
INVITATION_PATH: Final = "/auth/invitation"
SESSION_COOKIE: Final = "bellwether_session"
SIGN_ON_COOKIE: Final = "_streamlit_user"
"""In which Streamlit keeps who a single sign-on says somebody is."""
FORM_COOKIE: Final = "bellwether_form"
FORM_PURPOSE: Final = "sign-in form"
TOO_OLD: Final = "The page was open for too long. Please try again."


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands behind the sign-in."""

    accounts: AccountService
    invitations: Invitations
    signer: Signer
    brake: AttemptBrake


async def holds_session(desk: Desk, scope: Scope) -> bool:
    """Say whether the visitor has a session that has not ended."""
    for name in (SESSION_COOKIE, SIGN_ON_COOKIE):
        token = cookie_value(scope, name)
        if token:
            try:
                await asyncio.to_thread(desk.accounts.sessions.check, token)
            except RuleRefused:
                continue
            return True
    return False


def ask_to_sign_in(scope: Scope) -> Answer:
    """Return the way to the sign-in; a program or a part of a page gets a plain refusal."""
    for_a_page = header_values(scope, b"sec-fetch-dest")[:1] in {(), ("document",)}
    for_a_part = scope["path"].startswith(("/api/", "/_stcore/", "/media/"))
    if scope["method"] not in {"GET", "HEAD"} or for_a_part or not for_a_page:
        error = {"code": "signed_out", "message": "You are not signed in.", "fix": f"Sign in at {SIGN_IN_PATH}."}
        return Answer(HTTPStatus.UNAUTHORIZED, json.dumps({"error": error}), "application/json")
    query = scope.get("query_string", b"").decode("latin-1")
    target = quote(scope["path"], safe="/") + (f"?{query}" if query else "")
    return _redirect(f"{SIGN_IN_PATH}?next={quote(target, safe='')}")


async def answer_sign_in(desk: Desk, scope: Scope, receive: Receive) -> Answer:
    """Answer the page that asks who somebody is."""
    if scope["method"] in {"GET", "HEAD"}:
        return await _sign_in_form(desk, scope, safe_target(query_value(scope, "next")))
    fields = await _fields(scope, receive)
    if isinstance(fields, Answer):
        return fields
    target = safe_target(fields.get("next", ""))
    if not _is_own_form(desk, scope, fields):
        return await _sign_in_form(desk, scope, target, notice=TOO_OLD)
    visitor = _visitor(scope)
    wait = desk.brake.wait_seconds(visitor)
    if wait:
        notice = f"Too many wrong answers. Try again in about {wait // 60 + 1} min."
        return await _sign_in_form(desk, scope, target, notice=notice, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        token = await asyncio.to_thread(desk.accounts.sign_in, fields.get("name", ""), fields.get("password", ""))
    except BellwetherError as refused:
        desk.brake.note_wrong(visitor)
        notice = f"{refused.message} {refused.fix}"
        return await _sign_in_form(desk, scope, target, notice=notice, status=HTTPStatus.FORBIDDEN)
    earlier = cookie_value(scope, SESSION_COOKIE)
    if earlier:
        # Whatever was known before the sign-in is good for nothing after it.
        await asyncio.to_thread(desk.accounts.sessions.end, earlier, "somebody signed in anew")
    encrypted = is_encrypted(scope)
    return _redirect(
        target,
        cookie_header(SESSION_COOKIE, token, seconds=LONGEST_SECONDS, encrypted=encrypted),
        cookie_header(FORM_COOKIE, "", seconds=0, encrypted=encrypted),
    )


async def answer_invitation(desk: Desk, scope: Scope, receive: Receive) -> Answer:
    """Answer the page on which somebody who has a link chooses a password."""
    if scope["method"] in {"GET", "HEAD"}:
        return await _password_form(desk, scope, query_value(scope, "token"))
    fields = await _fields(scope, receive)
    if isinstance(fields, Answer):
        return fields
    token = fields.get("token", "")
    if not _is_own_form(desk, scope, fields):
        return await _password_form(desk, scope, token, notice=TOO_OLD)
    if fields.get("password", "") != fields.get("again", ""):
        return await _password_form(desk, scope, token, notice="The two passwords differ.")
    try:
        await asyncio.to_thread(desk.invitations.use, token, fields.get("name", ""), fields.get("password", ""))
    except BellwetherError as refused:
        notice = f"{refused.message} {refused.fix}"
        return await _password_form(desk, scope, token, notice=notice, status=HTTPStatus.FORBIDDEN)
    return _redirect(SIGN_IN_PATH)


async def _sign_in_form(
    desk: Desk, scope: Scope, target: str, *, notice: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    first = await asyncio.to_thread(desk.accounts.needs_first)
    return _form(
        desk,
        scope,
        lambda form: sign_in_page(form_token=form, target=target, notice=notice, nobody_yet=first),
        status,
    )


async def _password_form(
    desk: Desk, scope: Scope, token: str, *, notice: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    try:
        name = await asyncio.to_thread(desk.invitations.name_of, token)
    except (RuleRefused, NotFound) as refused:
        return Answer(HTTPStatus.FORBIDDEN, f"{refused.message} {refused.fix}\n")
    return _form(
        desk,
        scope,
        lambda form: password_page(
            form_token=form, token=token, name="" if name == FIRST else name, notice=notice, is_first=name == FIRST
        ),
        status,
    )


def _form(desk: Desk, scope: Scope, draw: Callable[[str], str], status: HTTPStatus) -> Answer:
    # A token that still holds is kept: a second tab must not spoil the form of the first.
    token = cookie_value(scope, FORM_COOKIE)
    if not desk.signer.accepts(FORM_PURPOSE, token):
        token = desk.signer.issue(FORM_PURPOSE, FORM_SECONDS)
    cookie = cookie_header(FORM_COOKIE, token, seconds=FORM_SECONDS, encrypted=is_encrypted(scope))
    return Answer(status, draw(token), "text/html; charset=utf-8", (cookie,))


async def _fields(scope: Scope, receive: Receive) -> dict[str, str] | Answer:
    if scope["method"] != "POST":
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and POST.", headers=(("allow", "GET, HEAD, POST"),))
    fields = await read_form(receive)
    return Answer(HTTPStatus.BAD_REQUEST, "This is not the form of this page.") if fields is None else fields


def _is_own_form(desk: Desk, scope: Scope, fields: dict[str, str]) -> bool:
    token = fields.get("form", "")
    return bool(token) and token == cookie_value(scope, FORM_COOKIE) and desk.signer.accepts(FORM_PURPOSE, token)


def _visitor(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown", 0))[0])


def _redirect(target: str, *headers: tuple[str, str]) -> Answer:
    location = quote(target, safe="%/?#[]@!$&'()*+,;=:~")
    return Answer(HTTPStatus.SEE_OTHER, "", headers=(("location", location), *headers))
