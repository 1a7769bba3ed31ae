"""Whether a single sign-on is configured: Streamlit's own login, by the [auth] part of its secrets."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Final

PLACES: Final = (Path(".streamlit/secrets.toml"), Path.home() / ".streamlit" / "secrets.toml")


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
