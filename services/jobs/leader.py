"""Which work is due, and who may do it: decided in one transaction under the lease of the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.jobs import JobRun, JobState, Lease, RunRequest, RunState
from services.jobs.job import CatchUp, Job, wait_before_next
from services.jobs.performing import Ended, Ending
from services.jobs.schedules import Schedule

LEASE_SECONDS: Final = 30
"""So long nobody else takes over from a worker that has gone silent."""
FAILURES_TO_OPEN: Final = 3
SHORTEST_REST_SECONDS: Final = 900
REST_TURNS: Final = 3
"""An open breaker leaves a job alone for so many of its turns."""
MOST_CAUGHT_UP: Final = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """A run that this worker may do now."""

    job: Job
    run: JobRun
    lease: Lease


@dataclass(frozen=True, slots=True)
class _Turn:
    """One look at what is due: the right to act, the moment, and what was decided about the jobs."""

    lease: Lease
    now: int
    states: dict[str, JobState]


class Leader:
    """Takes the lease for one worker and hands out what is due."""

    def __init__(self, store: Store, jobs: Sequence[Job], holder: str) -> None:
        """Work on a store with a catalogue of jobs, under a name that no other worker has."""
        self._store = store
        self._jobs = {job.name: job for job in jobs}
        self._holder = holder

    def renew(self, now: int) -> Lease | None:
        """Take or renew the lease; None while another worker holds it or the clock runs behind."""
        with self._store.write() as work:
            lease = work.leases.take(self._holder, now, LEASE_SECONDS)
            work.commit()
        return lease

    def release(self) -> None:
        """Give the lease back, so that another worker need not wait."""
        with self._store.write() as work:
            lease = work.leases.find()
            if lease is not None and lease.holder == self._holder:
                work.leases.release(lease)
                work.commit()

    def take_next(self, now: int) -> Taken | None:
        """Take the work that is due first; None where there is none or another worker leads."""
        with self._store.write() as work:
            lease = work.leases.take(self._holder, now, LEASE_SECONDS)
            if lease is None:
                return None
            taken = self._reopened(work, lease, now) or self._asked_for(work, lease, now)
            taken = taken or self._due(work, lease, now)
            work.commit()
        return taken

    def settle(self, taken: Taken, ended: Ended, now: int) -> None:
        """Note how a try ended: when it is tried again, and whether the job is left alone for a while.

        Raises:
            LeaseLost: Another worker took over in the meantime.
        """
        if ended.ending is Ending.LOST:
            return
        with self._store.write() as work:
            work.leases.require(taken.lease)
            state = work.jobs.get_state(taken.job.name)
            if ended.ending is Ending.DONE:
                if state.failures:
                    work.jobs.put_state(replace(state, failures=0, open_until=None))
            else:
                self._note_failure(work, taken, ended, now)
            work.commit()

    def _note_failure(self, work: UnitOfWork, taken: Taken, ended: Ended, now: int) -> None:
        wait = wait_before_next(taken.run.attempt)
        retry_at = None if wait is None else now + wait
        work.jobs.finish(taken.run, RunState.FAILED, now, rows=None, outcome=ended.words, retry_at=retry_at)
        if retry_at is not None:
            return
        state = work.jobs.get_state(taken.job.name)
        failures = state.failures + 1
        rest = max(SHORTEST_REST_SECONDS, REST_TURNS * schedule_of(taken.job, state).every)
        open_until = now + rest if failures >= FAILURES_TO_OPEN else None
        work.jobs.put_state(replace(state, failures=failures, open_until=open_until))

    def _reopened(self, work: UnitOfWork, lease: Lease, now: int) -> Taken | None:
        """What a dead worker left behind, and failed tries whose wait is over."""
        for run in work.jobs.list_open():
            job = self._jobs.get(run.job)
            found = work.jobs.claim(run.job, run.slot, lease, now) if job else None
            if job and found:
                return Taken(job, found, lease)
        return None

    def take_request(self, request: RunRequest, now: int) -> Taken | None:
        """Take one request; None where another worker leads or has taken it."""
        with self._store.write() as work:
            lease = work.leases.take(self._holder, now, LEASE_SECONDS)
            if lease is None or request not in work.jobs.list_requests():
                return None
            taken = self._answer(work, request, lease, now)
            work.commit()
        return taken

    def _asked_for(self, work: UnitOfWork, lease: Lease, now: int) -> Taken | None:
        for request in work.jobs.list_requests():
            taken = self._answer(work, request, lease, now)
            if taken is not None:
                return taken
        return None

    def _answer(self, work: UnitOfWork, request: RunRequest, lease: Lease, now: int) -> Taken | None:
        """Take the work that somebody asked for; earlier requests for the same job are answered with it."""
        work.jobs.remove_requests(request.job, request.id)
        job = self._jobs.get(request.job)
        if job is None:
            return None
        slot = now
        while (run := work.jobs.claim(job.name, slot, lease, now)) is None:
            slot += 1
        return Taken(job, run, lease)

    def _due(self, work: UnitOfWork, lease: Lease, now: int) -> Taken | None:
        latest = work.jobs.latest_slots()
        turn = _Turn(lease, now, work.jobs.list_states(tuple(self._jobs)))
        for job in self._jobs.values():
            state = turn.states[job.name]
            if state.paused or (state.open_until is not None and state.open_until > now):
                continue
            for slot in due_slots(job, state, latest.get(job.name), now):
                if not self._ready(work, job, slot, turn):
                    break
                run = work.jobs.claim(job.name, slot, lease, now)
                if run is not None:
                    return Taken(job, run, lease)
        return None

    def _ready(self, work: UnitOfWork, job: Job, slot: int, turn: _Turn) -> bool:
        """Whether what a step builds on is done; a step without its ground is left out and says why."""
        for name in job.after:
            before = self._jobs[name]
            run = work.jobs.find(name, schedule_of(before, turn.states[name]).latest_slot(slot))
            if run is not None and run.state is RunState.DONE:
                continue
            given_up = run is not None and run.finished_at is not None and run.retry_at is None
            if given_up or turn.states[name].paused:
                reason = "is paused" if not given_up else "was not done"
                words = f"'{before.title}', which this builds on, {reason}."
                work.jobs.skip(job.name, slot, turn.lease, turn.now, words)
            return False
        return True


def schedule_of(job: Job, state: JobState) -> Schedule:
    """The rhythm of a job with an interval of one's own where there is one."""
    return job.schedule if state.every_seconds is None else Schedule(state.every_seconds)


def due_slots(job: Job, state: JobState, newest: int | None, now: int) -> tuple[int, ...]:
    """The slots of a job that have come and were not begun, the earliest first; of a new job the latest one."""
    schedule = schedule_of(job, state)
    latest = schedule.latest_slot(now)
    if newest is None:
        return (latest,)
    if job.catch_up is CatchUp.EVERY:
        return schedule.slots_between(newest, now)[:MOST_CAUGHT_UP]
    return (latest,) if latest > newest else ()
