"""The words of a note as they were said: sealed under a key of its own, which the master key wraps."""

from __future__ import annotations

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from learning.domain.errors import Refused
from services.master_key import derive_key, load_master_key
from services.settings import Settings

PURPOSE: Final = "words of customers"


def seal_words(settings: Settings, words: str) -> tuple[bytes, bytes]:
    """Return a fresh key, wrapped, and the words sealed under it: with the key gone, nobody reads them again."""
    return seal_bytes(settings, words.encode("utf-8", "replace"))


def unseal_words(settings: Settings, wrapped_key: bytes, sealed: bytes) -> str:
    """Return the words that `seal_words` sealed.

    Raises:
        Refused: They were sealed under another master key.
    """
    return unseal_bytes(settings, wrapped_key, sealed).decode()


def seal_bytes(settings: Settings, content: bytes) -> tuple[bytes, bytes]:
    """Return a fresh key, wrapped, and the content sealed under it."""
    key = Fernet.generate_key()
    return _wrapper(settings).encrypt(key), Fernet(key).encrypt(content)


def unseal_bytes(settings: Settings, wrapped_key: bytes, sealed: bytes) -> bytes:
    """Return the content that `seal_bytes` sealed.

    Raises:
        Refused: It was sealed under another master key.
    """
    try:
        return Fernet(_wrapper(settings).decrypt(wrapped_key)).decrypt(sealed)
    except InvalidToken as error:
        refusal = Refused(
            "These words were sealed under another key than this installation has.",
            "Restore the key from where you keep it; the masked words can be read as before.",
        )
        refusal.code = "other_key"
        raise refusal from error


def _wrapper(settings: Settings) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derive_key(load_master_key(settings), PURPOSE)))
