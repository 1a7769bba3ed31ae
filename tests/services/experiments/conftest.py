"""A bench on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.experiments.bench import Bench, open_bench


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[Bench]:
    """A brand with an empty store of either kind."""
    with open_bench(tmp_path, any_database_url) as opened:
        yield opened


@pytest.fixture
def small_bench(tmp_path: Path) -> Iterator[Bench]:
    """One on SQLite alone, for what does not depend on the engine."""
    with open_bench(tmp_path) as opened:
        yield opened
