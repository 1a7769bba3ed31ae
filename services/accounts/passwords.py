"""Passwords: kept as Argon2id with a salt each, checked in a time that tells nothing, made anew when the cost rises."""

from __future__ import annotations

import os
import threading
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from learning.domain.errors import BadOption

SHORTEST: Final = 10
LONGEST: Final = 1000
MEMORY_KIB: Final = 65_536
PASSES: Final = 3
LANES: Final = 2
HASH_BYTES: Final = 32
SALT_BYTES: Final = 16
AT_ONCE: Final = 2
"""Each check takes 64 MiB: more of them at a time wait."""
_turn = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> str:
    """Return what is stored for a password: text that begins with $argon2id$ and names its own cost."""
    derive = Argon2id(
        salt=os.urandom(SALT_BYTES), length=HASH_BYTES, iterations=passes, lanes=LANES, memory_cost=memory_kib
    )
    with _turn:
        return derive.derive_phc_encoded(password.encode())


def is_password(password: str, stored: str) -> bool:
    """Say whether a password is the one that a stored text was made of."""
    if len(password) > LONGEST:
        return False
    try:
        with _turn:
            Argon2id.verify_phc_encoded(password.encode(), stored)
    except (InvalidKey, ValueError):
        return False
    return True


def is_outdated(stored: str) -> bool:
    """Say whether a stored text was made at another cost than today's."""
    parts = stored.split("$")
    return len(parts) < 4 or parts[3] != f"m={MEMORY_KIB},t={PASSES},p={LANES}"


def check_new_password(password: str, name: str) -> str:
    """Return a password that may be used.

    Raises:
        BadOption: It is too short, too long, or the name itself.
    """
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4:
        raise BadOption("password", "(hidden)", f"at least {SHORTEST} characters, and not the same one again and again")
    if password.strip().lower() == name.strip().lower():
        raise BadOption("password", "(hidden)", "something else than the name")
    return password
