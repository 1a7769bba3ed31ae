"""What a process has one of: made when it is first asked for, then shared by all sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

Made = TypeVar("Made")


class Once(Generic[Made]):
    """One thing of a process; a failure to make it is not kept, so the next one who asks tries again.

    `st.cache_resource` does as much, but looks its key up anew for each of the forty times that a click asks.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        """Make it with a function, later."""
        self._make = make
        self._made: Made | None = None
        self._lock = threading.RLock()
        _ALL.append(self)

    def __call__(self) -> Made:
        """Return the one."""
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = self._make()
        return self._made

    def forget(self) -> None:
        """Let the next one who asks have another."""
        with self._lock:
            self._made = None


_ALL: Final[list[Once[Any]]] = []


def forget_all() -> None:
    """Forget everything that was made so far, as a new process would."""
    for one in _ALL:
        one.forget()
