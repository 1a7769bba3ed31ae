"""Fewer searches for reference cycles while rows stream: reading makes millions of lists and not one cycle."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

RARE: Final = (200_000, 20, 20)
"""Measured on 500,000 rows: the default thresholds double the time of reading."""
_lock = threading.Lock()
_users: list[tuple[int, int, int]] = []


@contextmanager
def rare_collections() -> Iterator[None]:
    """Search rarely for the length of a block; the last of several imports at once restores what was."""
    with _lock:
        _users.append(gc.get_threshold() if not _users else _users[0])
        gc.set_threshold(*RARE)
    try:
        yield
    finally:
        with _lock:
            before = _users.pop()
            if not _users:
                gc.set_threshold(*before)
