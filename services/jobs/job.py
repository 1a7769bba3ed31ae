"""What a job is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from db.unit import UnitOfWork
from learning.domain.jobs import JobRun, RunState
from services.bootstrap import Services
from services.jobs.schedules import Schedule

TRIES: Final = 3
FIRST_WAIT_SECONDS: Final = 30
WAIT_GROWTH: Final = 4


class CatchUp(StrEnum):
    """What is done after a pause or a crash about the slots that went by."""

    LATEST = "latest"
    """One run answers for all of them: the work looks at what there is."""
    EVERY = "every"
    """Each slot is work of its own."""


class JobContext:
    """What the work of one slot has at hand."""

    def __init__(self, services: Services, run: JobRun) -> None:
        """Give the services of this process and the run that is being done."""
        self.services = services
        self.run = run
        self.completed = False

    def now(self) -> datetime:
        """The present moment."""
        return self.services.clock.now()

    def complete(self, work: UnitOfWork, *, rows: int, outcome: str = "") -> None:
        """Note the run as done in the transaction of its effects, so that both stand or neither does.

        Raises:
            LeaseLost: Somebody else took the run over; the transaction must be left without a commit.
        """
        moment = int(self.now().timestamp())
        work.jobs.finish(self.run, RunState.DONE, moment, rows=rows, outcome=outcome)
        self.completed = True


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work, its rhythm and its limits."""

    name: str
    title: str
    """What a person reads."""
    schedule: Schedule
    run: Callable[[JobContext], int]
    """Does the work and returns how many things it touched. Work that must not be done twice notes its own end with
    `complete`; doing other work twice must change nothing."""
    limit_seconds: int = 300
    """After this long it is stopped."""
    after: tuple[str, ...] = ()
    """Jobs whose newest slot up to this one must be done first."""
    catch_up: CatchUp = CatchUp.LATEST


def wait_before_next(attempt: int) -> int | None:
    """How many seconds to wait after a failed try, counted from 1; None after the last."""
    return FIRST_WAIT_SECONDS * WAIT_GROWTH ** (attempt - 1) if attempt < TRIES else None
