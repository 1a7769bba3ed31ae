"""One statement in the background: the rows of a chunk are written while the next chunk is read and converted."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import Connection, event


class Background:
    """Runs one call at a time beside the caller, who waits for it before the connection is used again."""

    def __init__(self) -> None:
        """Begin with nothing to wait for."""
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None

    def start(self, call: Callable[[], None]) -> None:
        """Start a call, after the one before has ended."""
        self.wait()
        self._thread = threading.Thread(target=self._run, args=(call,), name="write-rows", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for the call, if there is one, and raise what it raised."""
        self.settle()
        error, self._error = self._error, None
        if error is not None:
            raise error

    def settle(self) -> None:
        """Wait for the call without raising: for the end of a transaction that is rolled back anyway."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    @property
    def busy(self) -> bool:
        """Whether a call is still running or was not waited for."""
        return self._thread is not None

    def _run(self, call: Callable[[], None]) -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - handed to the waiting thread, which raises it
            self._error = error


def guarded_background(connection: Connection) -> Background:
    """Give the background of a connection: whoever else uses the connection waits for it first."""
    background = Background()
    event.listen(connection, "before_cursor_execute", lambda *_: background.wait())
    event.listen(connection, "commit", lambda _: background.wait())
    event.listen(connection, "rollback", lambda _: background.settle())
    return background
