"""One way to show errors: what a person can act on in its own words, anything else as our fault with an id."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from learning.domain.errors import BellwetherError
from ui.imports.wording import plain

_log = logging.getLogger(__name__)


@contextmanager
def shown_problems(what: str) -> Iterator[None]:
    """Run one block of a page: its failure is shown in its place and the other blocks stay.

    `what` names the block in the log and in the message ('the trend'). Streamlit's own signals to stop or to run again
    are no `Exception`s and pass.
    """
    try:
        yield
    except BellwetherError as error:
        show_error(error)
    except Exception:  # noqa: BLE001 - the one place where anything else becomes 'our fault, with an id'
        show_fault(what)


@contextmanager
def kept_problem(place: str) -> Iterator[None]:
    """Run what a click asks for, before the page is drawn: what it refuses is kept for `show_kept_problem`."""
    try:
        yield
    except BellwetherError as error:
        st.session_state[place] = error


def show_kept_problem(place: str) -> None:
    """Show what the last click was refused at this place of the page, once."""
    error: BellwetherError | None = st.session_state.pop(place, None)
    if error is not None:
        show_error(error)


def show_error(error: BellwetherError) -> None:
    """Show what happened and what to do."""
    st.error(plain(error.fix), title=plain(error.message), icon=":material/error:")


def show_fault(what: str) -> None:
    """Log the exception in flight under a new id and show that id."""
    fault = secrets.token_hex(4)
    _log.exception("fault %s in %s", fault, what)
    st.error(
        f"We could not show {what}. The rest of the page is not affected. "
        f"If it happens again, tell your administrator the number **{fault}**: it finds the entry in the log.",
        title="This is our fault, not yours",
        icon=":material/bug_report:",
    )


def show_failed_run(fault: str | None) -> None:
    """Show that work beside the page failed; its entry in the log has the id."""
    st.error(
        f"Nothing of the file in hand was stored. Tell your administrator the number **{fault}**: it finds the entry.",
        title="This is our fault, not yours",
        icon=":material/bug_report:",
    )
