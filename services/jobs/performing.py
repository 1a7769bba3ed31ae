"""Doing the work of one run, and saying in words how it ended."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from enum import StrEnum

from learning.domain.errors import BellwetherError, LeaseLost
from learning.domain.jobs import JobRun
from services.bootstrap import Services
from services.jobs.job import Job, JobContext
from services.log_lines import logged_with
from services.operations import track_operation

log = logging.getLogger("bellwether.jobs")


class Ending(StrEnum):
    """How a try ended."""

    DONE = "done"
    FAILED = "failed"
    LOST = "lost"
    """Another worker had taken the run over: nothing of this try stands, and nothing is to be noted."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of one try, in words."""

    ending: Ending
    words: str = ""
    rows: int | None = None


def perform(job: Job, run: JobRun, services: Services) -> Ended:
    """Do the work of a run and note it as done; a failure is told, never raised."""
    context = JobContext(services, run)
    try:
        with logged_with(run=f"{job.name}@{run.slot}", attempt=str(run.attempt)), track_operation("jobs", job.name):
            rows = job.run(context)
        if not context.completed:
            with services.store.write() as work:
                context.complete(work, rows=rows)
                work.commit()
    except LeaseLost as lost:
        log.warning("job %s: %s", job.name, lost.message)
        return Ended(Ending.LOST, lost.message)
    except BellwetherError as error:
        return Ended(Ending.FAILED, f"{error.message} {error.fix}")
    except Exception:
        incident = secrets.token_hex(4)
        log.exception("job %s failed, incident %s", job.name, incident)
        return Ended(Ending.FAILED, f"A fault of ours; the log names it {incident}.")
    return Ended(Ending.DONE, rows=rows)
