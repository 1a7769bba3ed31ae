"""Scheduled work: who may do it, what was done for each slot, and what people asked for."""

from dataclasses import dataclass
from enum import StrEnum


class RunState(StrEnum):
    """What became of the work of one slot."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not done because a step that it builds on failed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run jobs; whoever takes it over raises the fence, so that a late holder can no longer commit."""

    holder: str
    fence: int
    expires_at: int
    """UTC seconds, like all times here."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """The work of one job for one slot; there is one per slot, however often it was tried."""

    id: int
    job: str
    slot: int
    """The moment that it stands for."""
    state: RunState
    attempt: int
    """From 1; raised by every try, part of the right to finish it."""
    fence: int
    started_at: int
    finished_at: int | None = None
    rows: int | None = None
    """How many things it touched."""
    outcome: str | None = None
    """In words: what was done, or why not."""
    retry_at: int | None = None
    """Of a failed try: when the next one is due; None after the last."""


@dataclass(frozen=True, slots=True)
class JobState:
    """What people and the circuit breaker decided about a job."""

    job: str
    paused: bool = False
    failures: int = 0
    """Slots that failed in a row."""
    open_until: int | None = None
    """While the breaker is open the job is left alone."""
    every_seconds: int | None = None
    """An interval of one's own in place of the default."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Somebody asked for a job to run now."""

    id: int
    job: str
    who: str
    requested_at: int
