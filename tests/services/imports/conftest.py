from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.imports.workshop import Workshop, open_workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A brand with an empty store on SQLite."""
    with open_workshop(tmp_path) as opened:
        yield opened
