"""The benchmark's look at the pages: every page stands, and what it reads is told."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from db.engine import open_store
from services.benchmarks.page_store import Size, fill_store
from services.clock import SystemClock
from services.schema import migrate
from ui.bench import timing as page_timing


def test_every_page_is_timed_without_an_error(
    store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate(store_url, backup_dir=tmp_path)
    store = open_store(store_url)
    fill_store(store, Size(7_000, 1, posts=600, days=70), SystemClock())
    store.close()
    assert page_timing.main(["--rounds", "1", "--raw"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert logging.getLogger("services").isEnabledFor(logging.WARNING), "the log stays quiet afterwards"
    assert list(found) == ["home", "engagement", "audience"]
    for page, times in found.items():
        assert times["questions"] > 0, page
        assert 0 < times["first_view"] <= times["data"], page
        assert times["raw"] > 0, page
    assert found["engagement"]["first_view"] < found["engagement"]["data"]
