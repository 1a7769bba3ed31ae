"""Secrets of channels: encrypted in the store, or named there and kept in the environment; never shown in clear."""

from __future__ import annotations

import base64
import re
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from learning.domain.errors import BadOption, Refused
from services.master_key import derive_key, load_master_key
from services.settings import SECRET_PREFIX, Settings

REFERENCE: Final = "env:"
PURPOSE: Final = "secrets of channels"


def seal(settings: Settings, secret: str) -> str:
    """Return a secret as the store may hold it; 'env:NAME' stays a reference to BELLWETHER_SECRET_NAME.

    Raises:
        BadOption: The reference names nothing that the environment of this process has.
    """
    if secret.startswith(REFERENCE):
        _referred(settings, secret)
        return secret
    return _box(settings).encrypt(secret.encode()).decode("ascii")


def unseal(settings: Settings, sealed: str) -> str:
    """Return the secret behind what `seal` gave.

    Raises:
        BadOption: The environment no longer has what it refers to.
        Refused: It was sealed under another key.
    """
    if sealed.startswith(REFERENCE):
        return _referred(settings, sealed)
    try:
        return _box(settings).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        refusal = Refused(
            "The secret of this channel was sealed under another key than this installation has.",
            "Restore the key from where you keep it, or enter the secret again under Settings, Notifications.",
        )
        refusal.code = "other_key"
        raise refusal from error


def _box(settings: Settings) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive_key(load_master_key(settings), PURPOSE)))


def _referred(settings: Settings, reference: str) -> str:
    name = reference.removeprefix(REFERENCE)
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
        raise BadOption("the name after env:", name, "capital letters, digits and underscores")
    found = dict(settings.secrets).get(name)
    if not found:
        raise BadOption("the secret", reference, f"a variable {SECRET_PREFIX}{name} to server and worker, and restart")
    return found
