"""The key of this installation: signs what the server hands out, so that nobody else can make it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from learning.domain.errors import NotServable
from services.settings import Settings

KEY_FILE = "secret.key"
KEY_BYTES = 32


def load_master_key(settings: Settings) -> bytes:
    """Return the key that the environment gives, else that of `secret.key`, which the first start writes (0600)."""
    if settings.master_key is not None:
        return hashlib.sha256(settings.master_key.encode()).digest()
    path = settings.data_dir / KEY_FILE
    try:
        return _read(path)
    except FileNotFoundError:
        return _write(path)


def derive_key(master_key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose; knowing it tells nothing about the master key or another purpose."""
    return hmac.new(master_key, purpose.encode(), hashlib.sha256).digest()


def _read(path: Path) -> bytes:
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NotServable(
            f"{path} does not hold a key of {KEY_BYTES} bytes.",
            "Restore it from where you keep it, or remove it to get a new one (open browsers must sign in again).",
        )
    return key


def _write(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(KEY_BYTES)
    # Written aside and linked into place: a second process starting at the same moment sees no file or a whole one.
    aside = path.with_name(f"{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    try:
        os.link(aside, path)
    except FileExistsError:
        return _read(path)
    finally:
        aside.unlink()
    return key
