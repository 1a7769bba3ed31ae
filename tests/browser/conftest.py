"""A real browser, and a real server in a process of its own."""

from __future__ import annotations

import fcntl
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A page that asks for anything elsewhere fails at once, and the test sees that it asked.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
READY_WITHIN_S = 180
PATIENCE_MS = 180_000
"""How long a page may take on a machine that does other things too: a hang is found, a slow moment is not one."""
SAID_WITHIN_MS = 300
DEMO_DAYS = "60"
StartServer = Callable[..., str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file of tests; each context is a fresh profile.

    Not for the whole run: its event loop would stand in the way of tests that start one of their own.
    """
    with sync_playwright() as playwright:
        path = next((found for name in NAMES if (found := shutil.which(name))), None)
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield fresh
    fresh.close()


def settle(page: Page) -> None:
    """Wait until the script that a click started has ended: what is drawn now stays until the next click."""
    app = page.get_by_test_id("stApp")
    # A browser tells the server of a click a moment after it; a script shows as running from then on.
    page.wait_for_timeout(SAID_WITHIN_MS)
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


@contextmanager
def running_server(folder: Path, port: int = 0, **environment: str) -> Iterator[str]:
    """Start a fresh server on the database of a folder, on a free port unless one is named; give its address."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("BELLWETHER_", "STREAMLIT_"))
    }
    own = {
        "BELLWETHER_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bellwether.db'}",
        "BELLWETHER_DEMO": "0",
    }
    log = (folder / "server.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [Path(sys.executable).with_name("bellwether"), "serve", "--port", str(port)],
        cwd=ROOT,
        env=inherited | own | environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    try:
        yield _address_of(process, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=READY_WITHIN_S)
        log.close()


def _address_of(process: subprocess.Popen[str], folder: Path) -> str:
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    assert process.stdout is not None
    threading.Thread(target=lambda pipe: lines.put(pipe.readline()), args=(process.stdout,), daemon=True).start()
    try:
        line = lines.get(timeout=READY_WITHIN_S)
    except queue.Empty:
        line = ""
    if "http://" not in line:
        pytest.fail(f"the server did not start: {(folder / 'server.log').read_text(encoding='utf-8')[-2000:]}")
    return line.split()[-1]


def run_command(folder: Path, *words: str, told: str = "") -> dict[str, Any]:
    """Run `bellwether` on the store of a server in a folder, and give what it answers."""
    own = {
        "BELLWETHER_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bellwether.db'}",
        "BELLWETHER_DEMO": "0",
    }
    done = subprocess.run(
        [Path(sys.executable).with_name("bellwether"), *words, "--json"],
        cwd=ROOT,
        env=os.environ | own,
        input=told,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a made-up brand, its changes and its tests, drawn once for all files: to be copied."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            drawn = shared / "demo-drawn"
            drawn.mkdir()
            run_command(drawn, "migrate")
            run_command(
                drawn, "simulate", "--seed", "20", "--days", DEMO_DAYS, "--out", str(drawn / "simulated"), "--load"
            )
            drawn.rename(made)
    return made


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Start servers that stop with the test."""
    running = []

    def start(**environment: str) -> str:
        manager = running_server(tmp_path, **environment)
        running.append(manager)
        return manager.__enter__()

    yield start
    for manager in running:
        manager.__exit__(None, None, None)
