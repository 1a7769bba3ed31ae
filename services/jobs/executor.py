"""The process that does the jobs: it can be stopped when one takes too long, and its memory goes with it."""

from __future__ import annotations

import importlib
import multiprocessing
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

from learning.domain.errors import BellwetherError
from learning.domain.jobs import JobRun
from services.bootstrap import Services, open_services
from services.jobs.job import Job
from services.jobs.performing import Ended, Ending, perform
from services.log_lines import configure_logging
from services.operations import flush_operations
from services.settings import Settings

STOP_SECONDS: Final = 5


class Executor:
    """Runs one job at a time in a child process, which is started when it is first needed."""

    def __init__(self, settings: Settings, catalogue: str) -> None:
        """Work with settings; the catalogue is named as 'module:constant', since the child loads it itself."""
        self._settings = settings
        self._catalogue = catalogue
        self._child: SpawnProcess | None = None
        self._line: Connection | None = None
        self._guard = threading.Lock()

    def run(self, job: Job, run: JobRun) -> Ended:
        """Do a run; one that passes its limit is stopped and has failed."""
        line = self._started()
        try:
            line.send((job.name, run))
            if not line.poll(job.limit_seconds):
                self.stop()
                return Ended(Ending.FAILED, f"It took longer than {job.limit_seconds} seconds and was stopped.")
            ended: Ended = line.recv()
        except (EOFError, OSError):
            self.stop()
            return Ended(Ending.FAILED, "The process that did it ended by itself.")
        return ended

    def stop(self) -> None:
        """End the child, whatever it does."""
        with self._guard:
            if self._line is not None:
                self._line.close()
            if self._child is not None:
                self._child.kill()
                self._child.join(STOP_SECONDS)
            self._child = self._line = None

    def _started(self) -> Connection:
        with self._guard:
            if self._child is not None and self._child.is_alive() and self._line is not None:
                return self._line
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            self._child = context.Process(
                target=serve_jobs, args=(theirs, self._settings, self._catalogue), name="jobs", daemon=True
            )
            self._child.start()
            theirs.close()
            self._line = ours
            return ours


def serve_jobs(line: Connection, settings: Settings, catalogue: str) -> None:
    """Do what comes down the line until it is closed: the child's whole life."""
    configure_logging(settings, "worker")
    jobs = {job.name: job for job in load_catalogue(catalogue)}
    services: Services | None = None
    # The end of the line says that the worker has gone; an interrupt in the terminal is the worker's to hear.
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            name, run = line.recv()
            try:
                services = services or open_services(settings)
            except BellwetherError as error:
                line.send(Ended(Ending.FAILED, f"{error.message} {error.fix}"))
                continue
            line.send(perform(jobs[name], run, services))
            flush_operations(services.store)


def load_catalogue(name: str) -> Sequence[Job]:
    """Return the jobs that 'module:constant' names."""
    module, _, constant = name.partition(":")
    jobs: Sequence[Job] = getattr(importlib.import_module(module), constant)
    return jobs
