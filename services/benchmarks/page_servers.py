"""The two servers whose pages are compared: the dashboard on a store, and a page of Streamlit that only says hello."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from learning.domain.errors import Refused
from services.settings import Settings, settings_environment

ROOT: Final = Path(__file__).resolve().parents[2]
READY_WITHIN_S: Final = 90.0
STOP_WITHIN_S: Final = 30.0
HELLO: Final = """import streamlit as st

st.title("Hello")
clicks = st.session_state.get("clicks", 0)
if st.button("Click me"):
    clicks += 1
    st.session_state["clicks"] = clicks
st.write(f"Clicked {clicks} times")
"""
HELLO_APPLICATION: Final = """import streamlit as st

app = st.App({script!r})
"""


@contextmanager
def dashboard(settings: Settings) -> Iterator[str]:
    """Serve the dashboard as an operator would, without the worker; give its address."""
    port = _free_port()
    program = str(Path(sys.executable).with_name("bellwether"))
    command = [program, "serve", "--port", str(port), "--without-worker"]
    with _serving(command, settings_environment(settings), port, ROOT) as address:
        yield address


@contextmanager
def hello_page(folder: Path) -> Iterator[str]:
    """Serve the smallest page in the same way: one ASGI application under uvicorn; give its address."""
    script = folder / "hello_page.py"
    script.write_text(HELLO, encoding="utf-8")
    (folder / "hello_application.py").write_text(HELLO_APPLICATION.format(script=str(script)), encoding="utf-8")
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "hello_application:app", "--app-dir", str(folder)]
    command += ["--port", str(port), "--ws", "websockets-sansio", "--log-level", "warning"]
    options = {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false", "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"}
    with _serving(command, options, port, folder) as address:
        yield address


def with_own_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a child: this process's own (paths, home), and what it is told beside."""
    return {**os.environ, **variables}


@contextmanager
def _serving(command: Sequence[str], environment: Mapping[str, str], port: int, folder: Path) -> Iterator[str]:
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=folder,
        env=with_own_environment(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WITHIN_S)
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Refused(f"The server at {address} did not start.", "Run `bellwether serve` to see why.")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
