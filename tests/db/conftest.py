"""Stores with the newest schema, one of each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Store, open_store


@pytest.fixture
def store(any_database_url: str) -> Iterator[Store]:
    """An empty store of either kind."""
    yield from _opened(any_database_url)


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[Store]:
    """An empty store on Postgres."""
    yield from _opened(postgres_url)


def _opened(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()
