from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.actions.bench import ActionBench, open_action_bench


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    """A brand with people, on either engine."""
    with open_action_bench(tmp_path, any_database_url) as opened:
        yield opened
