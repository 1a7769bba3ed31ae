"""Writing in the background: the rows of some chunks are written while the next ones are read and converted."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, event

MOST_WAITING: Final = 4
"""So many calls may wait for their turn: enough to even out slow ones, few enough to bound the memory."""


class Background:
    """Runs calls one after another beside the caller, who waits for all of them before the connection is used again."""

    def __init__(self) -> None:
        """Begin with nothing to wait for."""
        self._calls: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None

    def start(self, call: Callable[[], None]) -> None:
        """Put a call behind those that wait; raises what an earlier one raised, and waits while too many are there."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._calls) < MOST_WAITING or self._error is not None)
            if self._error is None:
                self._calls.append(call)
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="write-rows", daemon=True)
                    self._thread.start()
                return
        self.wait()

    def wait(self) -> None:
        """Wait for the calls, if there are any, and raise what one of them raised; a call itself does not wait."""
        if self._thread is threading.current_thread():
            return
        self._join()
        error, self._error = self._error, None
        if error is not None:
            raise error

    def settle(self) -> None:
        """Drop the calls that wait and let the running one end, without raising: before a transaction is rolled back.

        Nothing is left to be raised either.
        """
        if self._thread is threading.current_thread():
            return
        with self._changed:
            self._calls.clear()
        self._join()
        self._error = None

    @property
    def busy(self) -> bool:
        """Whether a call waits or runs, or went wrong and nobody was told."""
        return self._thread is not None or self._error is not None

    def _join(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._thread is None)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._calls:
                    self._thread = None
                    self._changed.notify_all()
                    return
                call = self._calls.popleft()
                self._changed.notify_all()
            try:
                call()
            except BaseException as error:  # noqa: BLE001 - handed to the waiting thread, which raises it
                with self._changed:
                    self._error = error
                    # What follows would meet a broken transaction.
                    self._calls.clear()


def guarded_background(connection: Connection) -> Background:
    """Give the background of a connection: whoever else uses the connection waits for it first."""
    background = Background()
    event.listen(connection, "before_cursor_execute", lambda *_: background.wait())
    event.listen(connection, "commit", lambda _: background.wait())
    event.listen(connection, "rollback", lambda _: background.settle())
    return background
