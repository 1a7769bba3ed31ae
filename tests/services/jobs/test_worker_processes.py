"""Real workers, killed at any moment: every slot has its effect once, none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from db.engine import Store, open_store
from learning.domain.jobs import RunState
from services.brands import add_brand
from services.clock import SystemClock
from services.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]
KILLS = 5
PROGRAM = """
import sys
from services.jobs import leader
leader.LEASE_SECONDS = 2
from services import worker
worker.TURN_SECONDS = 0.2
from services.settings import current_settings
sys.exit(worker.run_worker(current_settings(), catalogue=sys.argv[1]))
"""


def start(url: str, folder: Path, catalogue: str) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "BELLWETHER_DATA_DIR": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, f"tests.services.jobs.counting:{catalogue}"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    """The whole session: the process that does the job dies with the one that hands it out."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def effects(store: Store) -> Counter[int]:
    with store.read() as work:
        brand = work.brands.list_all()[0]
        return Counter(int(note.text) for note in work.annotations.list_between(brand.id, 0, 2))


def runs(store: Store) -> dict[int, RunState]:
    with store.read() as work:
        return {run.slot: run.state for run in work.jobs.list_history("counted", limit=10_000)}


def wait_for(check: object, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not check():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


@pytest.fixture
def store(any_database_url: str, tmp_path: Path):
    opened = open_store(any_database_url)
    add_brand(opened, "Acme", SystemClock())
    yield opened
    opened.close()


def test_workers_that_are_killed_lose_nothing_and_double_nothing(store: Store, any_database_url, tmp_path) -> None:
    choose = random.Random(7)
    workers = [start(any_database_url, tmp_path, "COUNTING") for _ in range(2)]
    try:
        wait_for(lambda: effects(store))
        for _ in range(KILLS):
            time.sleep(choose.uniform(0.2, 1.0))
            victim = choose.randrange(2)
            kill(workers[victim])
            workers[victim] = start(any_database_url, tmp_path, "COUNTING")
        before = sum(effects(store).values())
        wait_for(lambda: sum(effects(store).values()) > before + 2)
    finally:
        for worker in workers:
            kill(worker)
    found, noted = effects(store), runs(store)
    assert set(found.values()) == {1}
    assert set(found) == {slot for slot, state in noted.items() if state is RunState.DONE}
    assert sorted(found) == list(range(min(found), max(found) + 1)), "a slot was lost"


def test_a_worker_stops_on_a_signal_and_gives_its_lease_back(store: Store, any_database_url, tmp_path) -> None:
    worker = start(any_database_url, tmp_path, "COUNTING")
    try:
        wait_for(lambda: effects(store))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(120) == 0
    finally:
        if worker.poll() is None:
            kill(worker)
    with store.read() as work:
        lease = work.leases.find()
    assert lease is not None
    assert lease.expires_at <= time.time() + 1, "whole seconds"


def test_a_job_that_takes_too_long_is_stopped_and_one_that_refuses_says_why(sqlite_url: str, tmp_path: Path) -> None:
    from services.jobs.executor import Executor  # noqa: PLC0415 - spawns, so only here
    from tests.services.jobs.counting import STUBBORN  # noqa: PLC0415

    settings = load_settings({"DATABASE_URL": sqlite_url, "BELLWETHER_DATA_DIR": str(tmp_path)})
    store = open_store(sqlite_url)
    executor = Executor(settings, "tests.services.jobs.counting:STUBBORN")
    try:
        with store.write() as work:
            lease = work.leases.take("me", 1000, 30)
            assert lease
            claimed = [work.jobs.claim(job.name, 1, lease, 1000) for job in STUBBORN]
            work.commit()
        ended = [executor.run(job, run) for job, run in zip(STUBBORN, claimed, strict=True) if run]
    finally:
        executor.stop()
        store.close()
    assert ended[0].words == "It is asleep. Wake it."
    assert "longer than 1 seconds" in ended[1].words
