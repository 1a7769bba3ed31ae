"""The plain pages of the sign-in; no script, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Final

from services.server.access_page import STYLE

PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Bellwether: {title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>Bellwether</h1>
<p>{words}</p>
{notice}<form method="post" action="{action}">
<input type="hidden" name="form" value="{form}">
{fields}
<button type="submit">{button}</button>
</form>
</main>
</body>
</html>
"""
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
    fields = f'<input type="hidden" name="next" value="{escape(target)}">\n'
    return PAGE.format(
        title="sign in",
        style=STYLE,
        words=NOBODY_YET if nobody_yet else "Sign in to go on.",
        notice=_alert(notice),
        action="/auth/sign-in",
        form=escape(form_token),
        fields=fields + NAME.format(name="", fixed="") + KNOWN_FIELDS,
        button="Sign in",
    )


def password_page(*, form_token: str, token: str, name: str, notice: str, is_first: bool) -> str:
    """Return the page on which a password is chosen; the first administrator chooses a name, too."""
    fields = f'<input type="hidden" name="token" value="{escape(token)}">\n'
    fixed = "" if is_first else " readonly"
    return PAGE.format(
        title="choose a password",
        style=STYLE,
        words="You become the first administrator." if is_first else "Choose the password that you sign in with.",
        notice=_alert(notice),
        action="/auth/invitation",
        form=escape(form_token),
        fields=fields + NAME.format(name=escape(name), fixed=fixed) + CHOSEN_FIELDS,
        button="Keep it",
    )


def _alert(notice: str) -> str:
    return f'<p role="alert">{escape(notice)}</p>\n' if notice else ""
