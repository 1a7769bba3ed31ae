"""Stores with the newest schema and nothing in them, without migrating anew: that costs a fifth of a second each."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from db.engine import open_unchecked
from db.migrations.upgrade import upgrade


def migrate_store(url: str) -> None:
    """Bring the store at an address to the newest schema."""
    store = open_unchecked(url)
    upgrade(store)
    store.close()


def put_migrated_file(file: Path) -> str:
    """Write an empty SQLite store to a file and give its address."""
    file.write_bytes(_migrated_bytes())
    return f"sqlite:///{file}"


@cache
def _migrated_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bellwether.db"
        migrate_store(f"sqlite:///{file}")
        return file.read_bytes()
