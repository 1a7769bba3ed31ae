from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, datetime

import pytest

from learning.domain.errors import StoreUnavailable
from services.settings import load_settings
from services.worker import JOBS, Job, run_job, run_worker


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    return load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})


def test_a_job_that_fails_is_reported_and_does_not_stop_the_worker(settings, caplog):
    def fail(_settings, _clock):
        raise StoreUnavailable("it is asleep")

    assert run_job(Job("sleepy", 1, fail), settings, FixedClock()) is False
    assert "sleepy" in caplog.text
    assert "it is asleep" in caplog.text


def test_every_job_has_its_own_name_and_a_turn():
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(job.every_minutes > 0 for job in JOBS)


def test_the_worker_runs_its_jobs_at_once_and_ends_on_a_signal(settings, monkeypatch):
    ran = threading.Event()

    def run(_settings, _clock):
        ran.set()
        os.kill(os.getpid(), signal.SIGTERM)
        return 1

    monkeypatch.setattr("services.worker.JOBS", (Job("once", 60, run),))
    earlier = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert run_worker(settings) == 0
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
    assert ran.is_set()
