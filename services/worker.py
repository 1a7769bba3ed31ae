"""The housekeeping that runs beside the dashboard: a clock and the jobs that it starts."""

from __future__ import annotations

import argparse
import logging
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

from db.engine import open_store
from learning.domain.errors import BellwetherError
from services.clock import Clock, SystemClock
from services.imports.drafts import UPLOADS
from services.server.lifeline import follow
from services.settings import Settings, current_settings

log = logging.getLogger("bellwether.worker")


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work and how often it is done; doing it twice must change nothing."""

    name: str
    every_minutes: int
    run: Callable[[Settings, Clock], int]
    """Does the work and returns how many things it touched."""


def remove_expired_uploads(settings: Settings, clock: Clock) -> int:
    """Forget half-done imports that nobody came back to, and their files; return how many."""
    store = open_store(settings.database_url)
    try:
        with store.write() as work:
            tokens = work.drafts.remove_expired(int(clock.now().timestamp()))
            work.commit()
    finally:
        store.close()
    for token in tokens:
        shutil.rmtree(settings.data_dir / UPLOADS / token, ignore_errors=True)
    return len(tokens)


JOBS: Final = (Job("expired uploads", 10, remove_expired_uploads),)


def run_job(job: Job, settings: Settings, clock: Clock) -> bool:
    """Do one job; a failure is logged and waits for the next turn, so that the other jobs go on."""
    try:
        touched = job.run(settings, clock)
    except BellwetherError as error:
        log.warning("job %s: %s %s", job.name, error.message, error.fix)
        return False
    log.info("job %s: %d done", job.name, touched)
    return True


def run_worker(settings: Settings, clock: Clock | None = None) -> int:
    """Run all jobs on their schedules, the first time at once, until SIGTERM or SIGINT; return 0."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    scheduler = BackgroundScheduler(timezone=UTC)
    used = clock or SystemClock()
    for job in JOBS:
        options = {"minutes": job.every_minutes, "next_run_time": used.now(), "name": job.name}
        # One at a time and the missed turns in one: a machine that slept does not run a job ten times.
        scheduler.add_job(
            run_job,
            "interval",
            args=(job, settings, used),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            **options,
        )
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    return 0


def main() -> int:
    """Run as a child of the supervisor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifeline", type=int, required=True)
    follow(parser.parse_args().lifeline)
    return run_worker(current_settings())


if __name__ == "__main__":
    sys.exit(main())
