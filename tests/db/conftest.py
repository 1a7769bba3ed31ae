"""Stores with the newest schema, one of each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Store, open_store, open_unchecked
from db.migrations.upgrade import upgrade


@pytest.fixture
def store(any_database_url: str) -> Iterator[Store]:
    """An empty store of either kind."""
    fresh = open_unchecked(any_database_url)
    upgrade(fresh)
    fresh.close()
    opened = open_store(any_database_url)
    yield opened
    opened.close()
