"""Whether a single sign-on is configured: Streamlit's own login, by the [auth] part of its secrets."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PLACES: Final = (Path(".streamlit/secrets.toml"), Path.home() / ".streamlit" / "secrets.toml")

SIGN_ON_COOKIE: Final = "_streamlit_user"
"""In which Streamlit keeps who a single sign-on says somebody is; a long one goes on in `_streamlit_user_1`, and on."""
_PART: Final = re.compile(rf"{SIGN_ON_COOKIE}(_\d+)?")


def sign_on_token(cookies: Mapping[str, str]) -> str:
    """Return what a browser holds of a single sign-on, with every part of it; '' where it holds nothing.

    Of a long one the first cookie only counts the others: alone it would be no secret.
    """
    return "\n".join(f"{name}={cookies[name]}" for name in sorted(cookies) if _PART.fullmatch(name))


@functools.cache
def is_sign_on_configured() -> bool:
    """Say whether the secrets name a sign-on; read once, as Streamlit does."""
    for place in PLACES:
        try:
            if "auth" in tomllib.loads(place.read_text(encoding="utf-8")):
                return True
        except (OSError, ValueError):
            continue
    return False
