"""The pipe that ties a child to its supervisor: when it ends, the supervisor has died and the child goes too."""

from __future__ import annotations

import os
import signal
import threading

GRACE_S = 15.0


def follow(descriptor: int) -> None:
    """Watch the pipe in the background; at its end ask this process to stop, and force it after a while."""
    threading.Thread(target=_wait, args=(descriptor,), name="lifeline", daemon=True).start()


def _wait(descriptor: int) -> None:
    # Nothing is ever written: this returns only when the last holder of the other end is gone.
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_S)
    os._exit(1)
