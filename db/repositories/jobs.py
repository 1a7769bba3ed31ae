"""The runs of scheduled work: one per job and slot, finished only by whoever still holds the right to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from db.dialects import Dialect
from db.schema.jobs import job_request, job_run, job_state
from learning.domain.errors import LeaseLost
from learning.domain.jobs import JobRun, JobState, Lease, RunRequest, RunState


class Jobs:
    """Runs, states and requests of a store."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def claim(self, job: str, slot: int, lease: Lease, now: int) -> JobRun | None:
        """Take the work of a slot; None where it is done, given up, waits for its next try, or was just taken.

        A run that an earlier holder of the lease left running is taken over, with the next attempt.
        """
        values = {"job": job, "slot": slot, "state": RunState.RUNNING, "attempt": 1, "fence": lease.fence}
        fresh = self._dialect.upsert(job_run).values(**values, started_at=now).on_conflict_do_nothing()
        # The row count of an insert that did nothing is not told by every driver; what it returns is.
        if self._connection.execute(fresh.returning(job_run.c.id)).first():
            return self.find(job, slot)
        found = self.find(job, slot)
        if found is None or not _may_be_taken(found, lease, now):
            return None
        retaken = (
            job_run.update()
            .where(*_is(found))
            .values(
                state=RunState.RUNNING,
                attempt=found.attempt + 1,
                fence=lease.fence,
                started_at=now,
                finished_at=None,
                retry_at=None,
            )
        )
        return self.find(job, slot) if self._connection.execute(retaken).rowcount else None

    def finish(
        self, run: JobRun, state: RunState, now: int, *, rows: int | None, outcome: str, retry_at: int | None = None
    ) -> None:
        """Note the end of a run, in the transaction of its effects.

        Raises:
            LeaseLost: Somebody else took the run over; whatever this transaction did must not stand.
        """
        ended = (
            job_run.update()
            .where(*_is(run))
            .values(state=state, finished_at=now, rows=rows, outcome=outcome, retry_at=retry_at)
        )
        if not self._connection.execute(ended).rowcount:
            raise LeaseLost(run.job)

    def skip(self, job: str, slot: int, lease: Lease, now: int, outcome: str) -> None:
        """Note that the work of a slot is left out, and why."""
        values = {"job": job, "slot": slot, "state": RunState.SKIPPED, "attempt": 0, "fence": lease.fence}
        times = {"started_at": now, "finished_at": now, "outcome": outcome}
        self._connection.execute(self._dialect.upsert(job_run).values(**values, **times).on_conflict_do_nothing())

    def find(self, job: str, slot: int) -> JobRun | None:
        """The run of a slot."""
        row = self._connection.execute(select(job_run).where(job_run.c.job == job, job_run.c.slot == slot))
        found = row.mappings().first()
        return None if found is None else _run(found)

    def list_open(self) -> tuple[JobRun, ...]:
        """Runs under way and failed ones that will be tried again, the earliest slot first."""
        waiting = (job_run.c.state == RunState.FAILED) & job_run.c.retry_at.is_not(None)
        rows = self._connection.execute(
            select(job_run).where((job_run.c.state == RunState.RUNNING) | waiting).order_by(job_run.c.slot)
        )
        return tuple(_run(row) for row in rows.mappings())

    def latest_slots(self) -> dict[str, int]:
        """The newest slot of each job that has any run."""
        rows = self._connection.execute(select(job_run.c.job, func.max(job_run.c.slot)).group_by(job_run.c.job))
        return {job: int(slot) for job, slot in rows}

    def list_history(self, job: str | None = None, *, limit: int = 100) -> tuple[JobRun, ...]:
        """Runs, the newest first."""
        wanted = select(job_run).order_by(job_run.c.started_at.desc(), job_run.c.id.desc()).limit(limit)
        if job is not None:
            wanted = wanted.where(job_run.c.job == job)
        return tuple(_run(row) for row in self._connection.execute(wanted).mappings())

    def remove_history(self, before: int) -> int:
        """Forget finished runs that began before a moment; returns how many."""
        old = (job_run.c.started_at < before) & job_run.c.finished_at.is_not(None) & job_run.c.retry_at.is_(None)
        return int(self._connection.execute(job_run.delete().where(old)).rowcount)

    def get_state(self, job: str) -> JobState:
        """What was decided about a job; the default where nothing was."""
        row = self._connection.execute(select(job_state).where(job_state.c.job == job)).mappings().first()
        return JobState(job) if row is None else JobState(**row)

    def list_states(self, names: Sequence[str]) -> dict[str, JobState]:
        """The same for several jobs."""
        rows = self._connection.execute(select(job_state).where(job_state.c.job.in_(names))).mappings()
        known = {row["job"]: JobState(**row) for row in rows}
        return {name: known.get(name, JobState(name)) for name in names}

    def list_failing(self, failures: int) -> tuple[JobState, ...]:
        """Jobs that failed so many times in a row, or more."""
        rows = self._connection.execute(select(job_state).where(job_state.c.failures >= failures).order_by("job"))
        return tuple(JobState(**row) for row in rows.mappings())

    def put_state(self, state: JobState) -> None:
        """Keep what was decided about a job."""
        values = {
            "paused": state.paused,
            "failures": state.failures,
            "open_until": state.open_until,
            "every_seconds": state.every_seconds,
        }
        statement = self._dialect.upsert(job_state).values(job=state.job, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["job"], set_=values))

    def add_request(self, job: str, who: str, now: int) -> RunRequest:
        """Ask for a job to run now."""
        stored = self._connection.execute(
            job_request.insert().values(job=job, who=who, requested_at=now).returning(job_request.c.id)
        )
        return RunRequest(int(stored.scalar_one()), job, who, now)

    def list_requests(self) -> tuple[RunRequest, ...]:
        """What was asked for and not yet taken, the earliest first."""
        rows = self._connection.execute(select(job_request).order_by(job_request.c.id)).mappings()
        return tuple(RunRequest(**row) for row in rows)

    def remove_requests(self, job: str, up_to: int) -> None:
        """Drop the requests for a job that one run answers."""
        self._connection.execute(job_request.delete().where(job_request.c.job == job, job_request.c.id <= up_to))


def _may_be_taken(run: JobRun, lease: Lease, now: int) -> bool:
    if run.state is RunState.RUNNING:
        return run.fence < lease.fence
    return run.state is RunState.FAILED and run.retry_at is not None and run.retry_at <= now


def _is(run: JobRun) -> tuple[ColumnElement[bool], ...]:
    """The very run, as it was read: nobody else has touched it since."""
    return (
        job_run.c.id == run.id,
        job_run.c.state == run.state,
        job_run.c.attempt == run.attempt,
        job_run.c.fence == run.fence,
    )


def _run(row: RowMapping) -> JobRun:
    return JobRun(**{**row, "state": RunState(row["state"])})
