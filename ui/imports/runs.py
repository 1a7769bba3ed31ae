"""Imports that run beside the page: one per upload, whatever is clicked twice, reloaded or left.

A page script ends with every click; an import must not. So it runs in a thread of this process, and any page that
shows the same upload finds it here by the upload's token. The process may die: then the store has nothing of the file
in hand, the upload is still there, and importing again completes it.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Generic, TypeVar

from learning.domain.errors import BellwetherError, Cancelled

_log = logging.getLogger(__name__)
MOST_KEPT: Final = 50
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RunStage:
    """How far a run is."""

    stage: str = "reading"
    file: str = ""
    done: int = 0
    """Number of the file in hand, from 1."""
    total: int = 0
    share: float = 0.0
    """0-1 of that file."""


@dataclass(frozen=True, slots=True)
class RunView(Generic[Result]):
    """A run as the page sees it at one moment."""

    at: RunStage
    running: bool
    cancelling: bool = False
    result: Result | None = None
    error: BellwetherError | None = None
    fault: str | None = None
    """The id in the log of a failure that is ours."""


@dataclass(slots=True)
class _Run(Generic[Result]):
    view: RunView[Result]
    stop: threading.Event = field(default_factory=threading.Event)


Work = Callable[[Callable[[RunStage], None], Callable[[], bool]], Result]
"""What a run does: it is given a function to report its stage and one that says whether to stop."""


class ImportRuns(Generic[Result]):
    """The runs of this process by token; a second start of the same token is the first one's."""

    def __init__(self) -> None:
        """Begin with none."""
        self._runs: dict[str, _Run[Result]] = {}
        self._lock = threading.Lock()

    def start(self, token: str, work: Work[Result]) -> None:
        """Start the work unless this token's run is under way or done."""
        with self._lock:
            if token in self._runs:
                return
            self._forget_old()
            run: _Run[Result] = _Run(RunView(RunStage(), running=True))
            self._runs[token] = run
        threading.Thread(target=self._work, args=(run, work), name=f"import-{token[:8]}", daemon=True).start()

    def view(self, token: str) -> RunView[Result] | None:
        """Return the state of a token's run, or None where there is none."""
        run = self._runs.get(token)
        return run.view if run else None

    def cancel(self, token: str) -> None:
        """Ask a run to stop at its next step."""
        run = self._runs.get(token)
        if run and run.view.running:
            run.stop.set()
            run.view = replace(run.view, cancelling=True)

    def forget(self, token: str) -> None:
        """Drop a finished run, so that its upload can be imported again."""
        with self._lock:
            run = self._runs.get(token)
            if run and not run.view.running:
                del self._runs[token]

    def _forget_old(self) -> None:
        finished = [token for token, run in self._runs.items() if not run.view.running]
        for token in finished[: max(0, len(finished) - MOST_KEPT + 1)]:
            del self._runs[token]

    def _work(self, run: _Run[Result], work: Work[Result]) -> None:
        def report(at: RunStage) -> None:
            run.view = replace(run.view, at=at)

        try:
            result = work(report, run.stop.is_set)
        except Cancelled as error:
            run.view = replace(run.view, running=False, error=error)
        except BellwetherError as error:
            run.view = replace(run.view, running=False, error=error)
        except Exception:  # noqa: BLE001 - a thread has nobody above it who could show the failure
            fault = secrets.token_hex(4)
            _log.exception("fault %s in an import", fault)
            run.view = replace(run.view, running=False, fault=fault)
        else:
            run.view = replace(run.view, running=False, result=result)
