"""The launcher under the two programs that may start it, each in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path, *command):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BELLWETHER_")}
    words = [port if word == "PORT" else word for word in command]
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment | {"BELLWETHER_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        ("streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "PORT"),
        ("uvicorn", "app:app", "--host", "0.0.0.0", "--port", "PORT"),
        ("uvicorn", "api.main:app", "--host", "0.0.0.0", "--port", "PORT"),
    ],
    ids=["streamlit", "uvicorn", "the API alone"],
)
def test_no_program_can_serve_it_to_others_without_a_secret(tmp_path, command):
    ended = start(tmp_path, *command)
    assert ended.returncode != 0
    assert "must not listen on 0.0.0.0" in ended.stdout + ended.stderr
    assert "BELLWETHER_SIGN_IN" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_the_entry_script_alone_shows_no_page(monkeypatch):
    monkeypatch.setattr("ui.runtime._launched.is_set", lambda: False)
    script = AppTest.from_file(str(ROOT / "ui" / "entry.py"), default_timeout=30).run()
    assert "without its gate" in script.error[0].value
    assert not script.exception
