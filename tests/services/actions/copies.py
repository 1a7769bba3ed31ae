"""Copies of an empty brand with people, for stories that need one each."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from db.engine import open_store
from learning.domain.policies import Policy
from services.clock import MovedClock
from services.settings import load_settings
from tests.services.actions.bench import ActionBench, open_action_bench
from tests.services.imports.workshop import NOW, Workshop


@functools.cache
def empty_brand() -> Path:
    """Make a brand with people once for this process."""
    folder = Path(tempfile.mkdtemp(prefix="story-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with open_action_bench(folder):
        return folder


@contextmanager
def copied_bench(folder: Path, policy: Policy) -> Iterator[ActionBench]:
    """Give a copy of an empty brand in SQLite."""
    shutil.copytree(empty_brand(), folder, dirs_exist_ok=True)
    made = load_settings({"BELLWETHER_DATA_DIR": str(folder / "data")})
    store = open_store(made.database_url)
    # Nothing of a story outlives it: waiting for the disk proves nothing here.
    event.listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    store._engine.dispose()
    try:
        with store.read() as work:
            (brand,) = work.brands.list_all()
        workshop = Workshop(folder, made, store, MovedClock(NOW), brand)
        yield ActionBench(workshop, policy, with_people=False)
    finally:
        store.close()
