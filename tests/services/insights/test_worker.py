"""The real worker finds insights within a minute after a change of data."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import open_store
from learning.domain.insights import Insight, Tier
from tests.services.hand_made import HandMade
from tests.services.insights.planted import POSTS, insights, is_video, posts

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "import sys; from services.worker import run_worker; from services.settings import current_settings; "
PROGRAM += "sys.exit(run_worker(current_settings()))"
PATIENCE_S = 180
MINUTE_S = 60


@pytest.fixture
def made(sqlite_url: str, tmp_path: Path) -> Iterator[HandMade]:
    store = open_store(sqlite_url)
    with store.write() as work:
        brand = work.brands.add("Acme", time_zone="UTC", created_at=0)
        work.commit()
    yield HandMade(store, brand.id)
    store.close()


def wait_for_video(made: HandMade) -> Insight:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = [one for one in insights(made) if is_video(one)]
        if found:
            return found[0]
        assert time.monotonic() < deadline, "no insight was found"
        time.sleep(0.2)


def test_an_import_is_looked_at_within_a_minute(made: HandMade, sqlite_url: str, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": sqlite_url, "BELLWETHER_DATA_DIR": str(tmp_path)}
    worker = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment)
    try:
        made.put(POSTS, posts())
        imported_at = time.time()
        found = wait_for_video(made)
    finally:
        worker.terminate()
        worker.wait(timeout=PATIENCE_S)
    assert found.finding.tier is Tier.CONFIRMED
    # The run notes when it began, which a slow machine does not put off: the next minute, once the worker is up.
    assert found.first_seen - imported_at <= 2 * MINUTE_S
