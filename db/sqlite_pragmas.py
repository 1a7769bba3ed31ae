"""How every connection to SQLite is set up."""

from __future__ import annotations

import sqlite3
import time
from typing import Final

BUSY_TIMEOUT_SECONDS: Final = 10
PAUSE_SECONDS: Final = 0.02
PRAGMAS: Final = (
    f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


def set_pragmas(connection: sqlite3.Connection) -> None:
    """Set up a new connection; transactions are begun by hand.

    Two connections that open a new file at the same moment both want to change its journal. SQLite tells the later one
    at once that the file is locked, without waiting for the busy timeout, so it is asked again here until that is over.

    Raises:
        sqlite3.OperationalError: The file stays locked for longer, or cannot be opened.
    """
    connection.isolation_level = None
    for pragma in PRAGMAS:
        _set(connection, pragma)


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= deadline:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return
