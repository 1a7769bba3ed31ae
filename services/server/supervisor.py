"""Several processes that live and die together: the first death stops all."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

STOP_WITHIN_S = 12.0
STOPPED_WELL, A_CHILD_DIED = 0, 1


@dataclass(frozen=True, slots=True)
class Program:
    """One child: its name in messages, its command without the lifeline, and the descriptors that it inherits."""

    name: str
    command: Sequence[str]
    descriptors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """A child that has ended by itself, or None for the supervisor's own signal to stop."""

    name: str | None
    status: int


class Supervisor:
    """Starts the programs, each in its own session, and waits for the first end or a signal."""

    def __init__(
        self, programs: Sequence[Program], *, environment: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        """Keep what to start; `say` tells the operator one line."""
        self._programs = programs
        self._environment = dict(environment)
        self._say = say
        self._events: queue.SimpleQueue[Ended] = queue.SimpleQueue()
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *, started: Callable[[], None]) -> int:
        """Run until a signal (0) or the first death (1); `started` is called once in the background."""
        with _stop_signals(lambda number: self._events.put(Ended(None, number))), _lifeline() as lifeline:
            try:
                for program in self._programs:
                    self._start(program, lifeline)
                threading.Thread(target=started, name="announcer", daemon=True).start()
                first = self._events.get()
            finally:
                self._stop_all()
        if first.name is None:
            return STOPPED_WELL
        self._say(
            f"bellwether: the {first.name} process ended by itself (status {first.status}); everything is stopped."
        )
        return A_CHILD_DIED

    def alive(self) -> bool:
        """Say whether all children run."""
        return all(child.poll() is None for child in self._children.values())

    def _start(self, program: Program, lifeline: int) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops the children in order.
        child = subprocess.Popen(  # noqa: S603 - our own modules, no shell
            [*program.command, "--lifeline", str(lifeline)],
            env=self._environment,
            pass_fds=(*program.descriptors, lifeline),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._children[program.name] = child
        threading.Thread(target=self._watch, args=(program.name, child), daemon=True).start()

    def _watch(self, name: str, child: subprocess.Popen[bytes]) -> None:
        self._events.put(Ended(name, child.wait()))

    def _stop_all(self) -> None:
        for child in self._children.values():
            _signal_session(child, signal.SIGTERM)
        for child in self._children.values():
            try:
                child.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                _signal_session(child, signal.SIGKILL)
                child.wait()


def _signal_session(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The session is gone when the child has ended and was waited for, which may happen at this moment.
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


@contextmanager
def _lifeline() -> Iterator[int]:
    """Give the end of a pipe that children inherit; its other end exists only here."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


@contextmanager
def _stop_signals(note: Callable[[int], None]) -> Iterator[None]:
    """Turn SIGTERM and SIGINT into a note while the block runs."""
    earlier = {
        number: signal.signal(number, lambda got, _frame: note(got)) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
