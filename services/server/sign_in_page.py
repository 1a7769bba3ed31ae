"""The pages of the sign-in: name and password, and the choice of a password."""

from __future__ import annotations

from html import escape
from typing import Final

from services.server.plain_page import plain_page

NAME: Final = """<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" required autofocus maxlength="200" value="{name}"{fixed}>"""
KNOWN_FIELDS: Final = """<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1000">"""
CHOSEN_FIELDS: Final = """<label for="password">New password (at least 10 characters)</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="10"
 maxlength="1000">
<label for="again">The same again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required maxlength="1000">"""
NOBODY_YET: Final = (
    "Nobody can sign in yet. The link for the first administrator stands in the log of the server, and "
    "<code>bellwether user password NAME</code> makes one, too."
)


def sign_in_page(*, form_token: str, target: str, notice: str, nobody_yet: bool) -> str:
    """Return the page that asks for name and password; `notice` says what was wrong with the last answer."""
    return plain_page(
        title="sign in",
        words=NOBODY_YET if nobody_yet else "Sign in to go on.",
        notice=notice,
        action="/auth/sign-in",
        form_token=form_token,
        kept={"next": target},
        fields=NAME.format(name="", fixed="") + KNOWN_FIELDS,
        button="Sign in",
    )


def password_page(*, form_token: str, token: str, name: str, notice: str, is_first: bool) -> str:
    """Return the page on which a password is chosen; the first administrator chooses a name, too."""
    return plain_page(
        title="choose a password",
        words="You become the first administrator." if is_first else "Choose the password that you sign in with.",
        notice=notice,
        action="/auth/invitation",
        form_token=form_token,
        kept={"token": token},
        fields=NAME.format(name=escape(name), fixed="" if is_first else " readonly") + CHOSEN_FIELDS,
        button="Keep it",
    )
