"""Whose turn is it to draw? Of many people who click at once, one after another is served.

Drawing is work for one processor at a time. Shared among all, each would wait for the slowest; one after another,
half of them have their page in half the time, and no switching to and fro is paid for. Whoever has to read data first
gives the turn away meanwhile, and nobody waits for long: after that everybody draws at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LONGEST_WAIT_S: Final = 5.0


class Turns:
    """One turn that threads take."""

    def __init__(self, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        """Let nobody wait longer than that."""
        self._free = threading.Lock()
        self._own = threading.local()
        self._longest_wait_s = longest_wait_s

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn for as long as a block lasts, if it becomes free in time."""
        self._own.holds = self._free.acquire(timeout=self._longest_wait_s)
        try:
            yield
        finally:
            self.give_away()

    def give_away(self) -> None:
        """Let the next one begin; nothing happens where this thread does not hold the turn."""
        if getattr(self._own, "holds", False):
            self._own.holds = False
            self._free.release()


TURNS: Final = Turns()
