"""Who may see a page at all: asked before everything else, on every run, and watched while a page stands open."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.errors import BellwetherError, RuleRefused
from services.accounts.sessions import session_id
from services.server.sign_in import SIGN_IN_PATH
from services.server.single_sign_on import sign_on_token
from ui import runtime
from ui.problems import show_error

OWNER: Final = "_owner"
WATCH_SECONDS: Final = 4
NO_ISSUER: Final = "unknown"


def admitted() -> bool:
    """Say whether this run may go on; else say what to do to sign in."""
    try:
        if not runtime.has_to_sign_in():
            return True
    except BellwetherError:
        # A store that does not answer is told in the place of what cannot be read; it shows nothing to anybody.
        return True
    try:
        found = runtime.signed_in(works=True)
    except RuleRefused as refused:
        return _opened_by_sign_on() or _ask(refused)
    if runtime.open_to_all().accounts.adopt_brands(found.person):
        runtime.open_to_all().accounts.sessions.forget(found.session.id)
    owner = st.session_state.setdefault(OWNER, found.person.id)
    if owner != found.person.id:
        # A page that somebody else left open: nothing of theirs is shown.
        st.session_state.clear()
        st.session_state[OWNER] = found.person.id
    return True


def watch_session() -> None:
    """Look every few seconds whether the session holds, so that a page that nobody touches ends with it."""
    try:
        required = runtime.has_to_sign_in()
    except BellwetherError:
        return
    if required:
        _watch()


def sign_out() -> None:
    """End the session, here and wherever else it is open."""
    for token in {runtime.session_token(), *runtime.session_tokens()}:
        runtime.open_to_all().accounts.sign_out(token)


@st.fragment(run_every=WATCH_SECONDS)
def _watch() -> None:
    try:
        runtime.signed_in()
    except RuleRefused:
        st.rerun()


def _opened_by_sign_on() -> bool:
    """Open the session of somebody who comes from the single sign-on; its own cookie is the session's secret."""
    cookie = sign_on_token(st.context.cookies.to_dict())
    if not runtime.single_sign_on() or not cookie or not st.user.is_logged_in:
        return False
    accounts = runtime.open_to_all().accounts
    if accounts.sessions.is_known(session_id(cookie)):
        # It was used before and has ended: the single sign-on has to ask again.
        return False
    try:
        accounts.open_for_subject(str(st.user.get("iss", NO_ISSUER)), str(st.user.get("sub", "")), cookie)
    except RuleRefused as refused:
        show_error(refused)
        return False
    return True


def _ask(refused: RuleRefused) -> bool:
    st.title("Signed out", anchor=False)
    st.markdown(f"{refused.message} {refused.fix}")
    with st.container(horizontal=True, gap="small"):
        if runtime.single_sign_on():
            st.button("Sign in with your organisation", type="primary", on_click=st.login, key="single_sign_on")
        st.link_button("Sign in with name and password", SIGN_IN_PATH, icon=":material/login:")
    return False
