"""A worker that is killed between sending and noting: the message is there, at most repeated under the same id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from learning.domain.outbox import OutboxStatus
from services.delivery.channels import ask_for_test
from tests.services.callers import caller
from tests.services.delivery.conftest import MASTER_KEY, Post
from tests.services.delivery.sinks import HttpSink

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 60
PROGRAM = """
from services.bootstrap import open_services
from services.delivery import delivering
from services.settings import current_settings
delivering.WAITS = (0,) * 20
services = open_services(current_settings())
while True:
    delivering.deliver_due(services)
    print("turn", flush=True)
"""


def start(url: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "BELLWETHER_DATA_DIR": str(folder),
        "BELLWETHER_MASTER_KEY": MASTER_KEY,
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )


def status_of(post: Post) -> OutboxStatus:
    with post.services.store.read() as work:
        return work.outbox.list_of(post.brand_id)[0].status


def test_a_kill_while_sending_loses_nothing_and_repeats_only_the_id(
    any_post: Post, http_sink: HttpSink, any_database_url: str, tmp_path: Path
) -> None:
    taken = http_sink.taken
    # The receiver has the message, the worker waits for an answer that never comes, and is killed there.
    taken.faults = ["hold"]
    channel = any_post.hook(http_sink.address)
    ask_for_test(any_post.services.store, any_post.brand_id, channel.id, who=caller(), now=any_post.watch.now())
    worker = start(any_database_url, tmp_path)
    assert taken.reached.wait(PATIENCE_S)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    taken.released.set()
    assert status_of(any_post) is OutboxStatus.WAITING
    next_worker = start(any_database_url, tmp_path)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while status_of(any_post) is not OutboxStatus.SENT:
            assert time.monotonic() < deadline, "it was never sent"
            time.sleep(0.05)
    finally:
        os.killpg(next_worker.pid, signal.SIGKILL)
        next_worker.wait()
    assert len(taken.copies) == 1, "every copy carries the same id"
    assert set(taken.copies.values()) == {2}
