"""Connections to a file that others open at the same moment."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from db.sqlite_pragmas import set_pragmas


def test_many_can_open_a_new_file_at_once(tmp_path: Path) -> None:
    modes: list[str] = []
    ready = threading.Barrier(8)

    def open_file(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            ready.wait()
            set_pragmas(connection)
            modes.append(connection.execute("PRAGMA journal_mode").fetchone()[0])

    for place in range(20):
        threads = [threading.Thread(target=open_file, args=(tmp_path / f"{place}.db",)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert modes == ["wal"] * 160


def test_a_file_that_stays_locked_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.sqlite_pragmas.BUSY_TIMEOUT_SECONDS", 0.1)
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as holder, closing(sqlite3.connect(path, timeout=0)) as late:
        holder.execute("CREATE TABLE t (a)")
        holder.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("db.sqlite_pragmas.PRAGMAS", ("journal_mode=WAL",))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            set_pragmas(late)
