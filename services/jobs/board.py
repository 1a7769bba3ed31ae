"""The jobs as people see them: what is next, what was last, and what they may ask for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.errors import BadOption, NotFound
from learning.domain.jobs import JobRun, JobState, RunRequest
from learning.domain.outbox import OutboxDepth
from learning.domain.permissions import Permission
from services.bootstrap import Services
from services.callers import Caller
from services.jobs.catalogue import JOBS
from services.jobs.job import Job
from services.jobs.leader import Leader, schedule_of
from services.jobs.performing import perform
from services.jobs.schedules import DAY, Schedule

SHORTEST_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job on the board."""

    name: str
    title: str
    schedule: Schedule
    state: JobState
    last: JobRun | None
    next_slot: int | None
    """None while it is paused."""


@dataclass(frozen=True, slots=True)
class Board:
    """All jobs, and whether a worker is there to do them."""

    lines: tuple[JobLine, ...]
    worker_alive: bool
    queue: tuple[RunRequest, ...]
    lease_renewed_at: int | None = None
    """UTC seconds; None where no worker was ever up."""
    outbox: OutboxDepth = field(default_factory=lambda: OutboxDepth(0, 0))


class JobBoard:
    """Shows the jobs and takes what people ask for."""

    def __init__(self, store: Store, jobs: Sequence[Job] = JOBS) -> None:
        """Work on a store with a catalogue."""
        self._store = store
        self._jobs = {job.name: job for job in jobs}

    @property
    def titles(self) -> dict[str, str]:
        """What people call each job, by its name."""
        return {name: job.title for name, job in self._jobs.items()}

    def show(self, now: datetime) -> Board:
        """Every job with its last run and its next slot."""
        moment = int(now.timestamp())
        with self._store.read() as work:
            states = work.jobs.list_states(tuple(self._jobs))
            lines = tuple(self._line(work, job, states[job.name], moment) for job in self._jobs.values())
            lease = work.leases.find()
            return Board(
                lines=lines,
                worker_alive=lease is not None and lease.expires_at > moment,
                queue=work.jobs.list_requests(),
                lease_renewed_at=work.leases.find_tick(),
                outbox=work.outbox.measure(),
            )

    def history(self, name: str | None = None, *, limit: int = 100) -> tuple[JobRun, ...]:
        """Runs, the newest first."""
        if name is not None:
            self._job(name)
        with self._store.read() as work:
            return work.jobs.list_history(name, limit=limit)

    def request(self, name: str, who: Caller, now: datetime) -> RunRequest:
        """Ask the worker to run a job now.

        Raises:
            NotFound: There is no such job.
            RuleRefused: They are no administrator of any brand.
        """
        self._job(name)
        with who.write(self._store, None, Permission.JOB, f"job:{name}") as (work, actor):
            request = work.jobs.add_request(name, actor.name, int(now.timestamp()))
            work.commit()
        return request

    def run_here(self, name: str, who: Caller, services: Services) -> JobRun | None:
        """Run a job in this process as the worker would; None where a worker leads, which then has the request."""
        request = self.request(name, who, services.clock.now())
        leader = Leader(self._store, tuple(self._jobs.values()), f"{os.getpid()}-{secrets.token_hex(6)}")
        moment = int(services.clock.now().timestamp())
        if leader.renew(moment) is None:
            return None
        try:
            taken = leader.take_request(request, moment)
            if taken is None:
                return None
            leader.settle(taken, perform(taken.job, taken.run, services), int(services.clock.now().timestamp()))
            with self._store.read() as work:
                return work.jobs.find(taken.run.job, taken.run.slot)
        finally:
            leader.release()

    def pause(self, name: str, who: Caller, *, paused: bool) -> JobState:
        """Leave a job alone, or take it up again; its breaker closes with that."""
        return self._change(name, who, lambda state: replace(state, paused=paused, failures=0, open_until=None))

    def set_interval(self, name: str, who: Caller, seconds: int | None) -> JobState:
        """Give a job an interval of its own; None is its default."""
        if seconds is not None and not SHORTEST_EVERY <= seconds <= DAY:
            raise BadOption("every", str(seconds), f"seconds from {SHORTEST_EVERY} to {DAY}")
        if seconds is not None and self._job(name).schedule.every >= DAY:
            raise BadOption("every", str(seconds), "an interval only for jobs that run several times a day")
        return self._change(name, who, lambda state: replace(state, every_seconds=seconds))

    def _change(self, name: str, who: Caller, change: Callable[[JobState], JobState]) -> JobState:
        self._job(name)
        with who.write(self._store, None, Permission.JOB, f"job:{name}") as (work, _):
            state = change(work.jobs.get_state(name))
            work.jobs.put_state(state)
            work.commit()
        return state

    def _job(self, name: str) -> Job:
        if name not in self._jobs:
            raise NotFound("job", name)
        return self._jobs[name]

    def _line(self, work: UnitOfWork, job: Job, state: JobState, now: int) -> JobLine:
        schedule = schedule_of(job, state)
        history = work.jobs.list_history(job.name, limit=1)
        rests = max(now, state.open_until or now)
        following = None if state.paused else schedule.latest_slot(rests) + schedule.every
        return JobLine(job.name, job.title, schedule, state, history[0] if history else None, following)
