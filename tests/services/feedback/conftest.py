"""A desk for the notes of one brand, on both engines, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.engine import Store, open_store
from services.brands import add_brand
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.settings import load_settings


@pytest.fixture
def clock(now: datetime) -> MovedClock:
    return MovedClock(now)


@pytest.fixture
def store(any_database_url: str) -> Iterator[Store]:
    opened = open_store(any_database_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, clock: MovedClock, tmp_path: Path) -> FeedbackDesk:
    settings = load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})
    return FeedbackDesk(store, settings, add_brand(store, "Own", clock), clock)
