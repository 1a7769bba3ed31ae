"""The page that asks for the access secret."""

from __future__ import annotations

from typing import Final

from services.server.plain_page import plain_page

FIELDS: Final = """<label for="secret">Access secret</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required autofocus>"""


def access_page(*, form_token: str, target: str, notice: str = "") -> str:
    """Return the page; `notice` says what was wrong with the last answer."""
    return plain_page(
        title="access",
        words="This server asks for its access secret. The person who set it up knows it.",
        notice=notice,
        action="/auth/access",
        form_token=form_token,
        kept={"next": target},
        fields=FIELDS,
        button="Continue",
    )
