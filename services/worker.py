"""The worker beside the dashboard: a clock that asks again and again what is due, and one process that does it."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import sys
import threading
from datetime import UTC
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

from db.engine import Store, open_store
from learning.domain.errors import BellwetherError, LeaseLost
from services.clock import Clock, SystemClock
from services.jobs.catalogue import CATALOGUE
from services.jobs.executor import Executor, load_catalogue
from services.jobs.leader import LEASE_SECONDS, Leader
from services.log_lines import configure_logging, logged_with
from services.operations import SystemWatch
from services.server.lifeline import follow
from services.settings import Settings, current_settings

log = logging.getLogger("bellwether.worker")

TURN_SECONDS: Final = 2
RENEWALS_A_LEASE: Final = 3


class Worker:
    """One worker: it leads where no other does, and does what is due, one job at a time."""

    def __init__(self, store: Store, settings: Settings, clock: Clock, *, catalogue: str = CATALOGUE) -> None:
        """Work on a store under a name of its own."""
        self._clock = clock
        self._leader = Leader(store, load_catalogue(catalogue), f"{os.getpid()}-{secrets.token_hex(6)}")
        self._executor = Executor(settings, catalogue)
        self._stopping = threading.Event()

    def renew(self) -> None:
        """Keep the lease while a long job runs."""
        try:
            self._leader.renew(self._moment())
        except BellwetherError as error:
            log.warning("the lease could not be renewed: %s", error.message)

    def turn(self) -> None:
        """Do everything that is due; a store that does not answer is asked again at the next turn."""
        try:
            while not self._stopping.is_set() and self._do_one():
                pass
        except LeaseLost as lost:
            log.warning("%s", lost.message)
        except BellwetherError as error:
            log.warning("nothing could be done: %s", error.message)

    def stop(self) -> None:
        """Stop what runs, without noting it as failed: whoever leads next takes it up."""
        self._stopping.set()
        self._executor.stop()
        try:
            self._leader.release()
        except BellwetherError as error:
            log.warning("the lease stays until it runs out: %s", error.message)

    def _do_one(self) -> bool:
        taken = self._leader.take_next(self._moment())
        if taken is None:
            return False
        ended = self._executor.run(taken.job, taken.run)
        if self._stopping.is_set():
            return False
        with logged_with(run=f"{taken.job.name}@{taken.run.slot}", attempt=str(taken.run.attempt)):
            log.info("%s %s", ended.ending.value, ended.words)
        self._leader.settle(taken, ended, self._moment())
        return True

    def _moment(self) -> int:
        return int(self._clock.now().timestamp())


def run_worker(settings: Settings, clock: Clock | None = None, *, catalogue: str = CATALOGUE) -> int:
    """Do what is due until SIGTERM or SIGINT; return 0."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    configure_logging(settings, "worker")
    used = clock or SystemClock()
    store = open_store(settings.database_url)
    worker = Worker(store, settings, used, catalogue=catalogue)
    scheduler = BackgroundScheduler(timezone=UTC)
    # One at a time and the missed turns in one: a machine that slept does not catch up on turns.
    rules = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None, "next_run_time": SystemClock().now()}
    scheduler.add_job(worker.turn, "interval", seconds=TURN_SECONDS, name="turn", **rules)
    scheduler.add_job(worker.renew, "interval", seconds=LEASE_SECONDS // RENEWALS_A_LEASE, name="renew", **rules)
    # A turn that is still at work when the next one is due is no fault.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    watch = SystemWatch(settings.database_url, "worker")
    watch.start()
    scheduler.start()
    stop.wait()
    worker.stop()
    watch.stop()
    scheduler.shutdown(wait=True)
    store.close()
    return 0


def main() -> int:
    """Run as a child of the supervisor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifeline", type=int, required=True)
    follow(parser.parse_args().lifeline)
    return run_worker(current_settings())


if __name__ == "__main__":
    sys.exit(main())
