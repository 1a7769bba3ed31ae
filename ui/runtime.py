"""What the pages share for the life of the process: settings, services, and the imports under way."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from learning.domain.accounts import SessionKey, SignedIn
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.imports import FileReport
from learning.domain.people import Person
from learning.domain.policies import Role
from services.accounts.invitations import open_invitations
from services.accounts.local import LOCAL_ADMINISTRATOR
from services.bootstrap import Services, open_services
from services.callers import Caller, Operator, Who
from services.server.sign_in import INVITATION_PATH, SESSION_COOKIE
from services.server.single_sign_on import is_sign_on_configured, sign_on_token
from services.settings import Settings, current_settings
from ui.imports.runs import ImportRuns
from ui.once import Once

Reports = tuple[FileReport, ...]
ACTING_AS: Final = "_acting_as"
"""Where nobody signs in: the person that the session plays."""


@Once
def settings() -> Settings:
    """Return the settings of this process."""
    return current_settings()


def services() -> Services:
    """Return the services on the one store, to a session that holds: every call of a page passes here.

    Raises:
        RuleRefused: People have to sign in, and this session is none that holds.
    """
    found = open_to_all()
    if has_to_sign_in():
        signed_in()
    return found


@Once
def open_to_all() -> Services:
    """Return the services without asking who calls; a failure to open them is not kept, so the next run tries again."""
    return open_services(settings())


@Once
def previews() -> ImportRuns[Reports]:
    """Return the looks at uploads that run in this process."""
    return ImportRuns()


@Once
def imports() -> ImportRuns[Reports]:
    """Return the imports that run in this process."""
    return ImportRuns()


def has_to_sign_in() -> bool:
    """Say whether people have to sign in here; where there is no page, our own work goes on."""
    return get_script_run_ctx() is not None and open_to_all().accounts.is_required()


def single_sign_on() -> bool:
    """Say whether a single sign-on is configured, in Streamlit's own secrets."""
    return is_sign_on_configured()


def invitation_path(person: Person) -> str:
    """Return the path with which a person chooses a password."""
    found = services()
    return f"{INVITATION_PATH}?token={open_invitations(found.accounts, found.people, found.settings).invite(person)}"


def session_token() -> str:
    """Return what the browser holds of a session that holds, else of any; '' where it holds nothing."""
    held = session_tokens()
    for token in held:
        with suppress(RuleRefused):
            open_to_all().accounts.sessions.check(token)
            return token
    return held[0] if held else ""


def session_tokens() -> list[str]:
    """Return what the browser holds of sessions: of a sign-in with a password, and of a single sign-on."""
    cookies = st.context.cookies.to_dict()
    return [token for token in (cookies.get(SESSION_COOKIE, ""), sign_on_token(cookies)) if token]


def signed_in(*, works: bool = False) -> SignedIn:
    """Return whose session this is.

    Raises:
        RuleRefused: It is none, or it has ended.
    """
    return open_to_all().accounts.sessions.check(session_token(), works=works)


def who() -> str:
    """Return the name of the person of this session.

    Raises:
        RuleRefused: People have to sign in, and this session is none that holds.
    """
    if has_to_sign_in():
        return signed_in().person.name
    return str(st.session_state.get(ACTING_AS, LOCAL_ADMINISTRATOR))


def caller() -> Caller:
    """Return who calls a service, for it to look up where it writes."""
    return services().caller(_who_calls())


def _who_calls() -> Who:
    if has_to_sign_in():
        return SessionKey(signed_in(works=True).session.id, int(now().timestamp()))
    name = who()
    # Whoever sits at a machine that nobody signs in to may do everything, in a brand of a moment ago too.
    return Operator(name) if name == LOCAL_ADMINISTRATOR else name


def role(brand: Brand) -> Role | None:
    """Return what the person may do in a brand."""
    name = who()
    with services().store.read() as work:
        person = work.people.find(name)
    return None if person is None or not person.active else person.roles.get(brand.id)


def now() -> datetime:
    """Return the present moment."""
    return open_to_all().clock.now()


def today(brand: Brand) -> date:
    """Return the present day where the brand is."""
    return now().astimezone(ZoneInfo(brand.time_zone)).date()


_launched = threading.Event()


def mark_launched() -> None:
    """Note that the launcher, and with it the gate, stands before this process."""
    _launched.set()


def require_launcher() -> None:
    """End the run where Streamlit was started on the entry script itself: no gate would stand before it."""
    if not _launched.is_set():
        st.error("Bellwether was started without its gate. Start it with `bellwether serve` or `streamlit run app.py`.")
        st.stop()
