from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import Store, open_store
from learning.domain.errors import StoreUnavailable
from services.operations import SystemWatch, flush_operations, read_system_health, track_operation


@pytest.fixture
def store(any_database_url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(any_database_url)
    flush_operations(opened)
    with opened.write() as work:
        work.operations.remove_before(2**60)
        work.commit()
    yield opened
    opened.close()


def test_what_was_tracked_is_written_once_and_summarised(store: Store) -> None:
    with track_operation("page", "home", brand="Acme"):
        pass
    assert flush_operations(store) == 1
    assert flush_operations(store) == 0
    with store.read() as work:
        (found,) = work.operations.list_since(0)
    assert (found.component, found.operation, found.error) == ("page", "home", None)
    assert found.metadata == {"brand": "Acme"}
    assert found.duration_ms >= 0
    assert [one.count for one in read_system_health(store).summaries] == [1, 1]


def test_an_exception_passes_through_and_is_counted(store: Store) -> None:
    with pytest.raises(StoreUnavailable), track_operation("page", "home"):
        raise StoreUnavailable("it sleeps")
    flush_operations(store)
    (total, _) = read_system_health(store).summaries
    assert total.error_types == {"StoreUnavailable": 1}


def test_records_wait_while_the_store_is_away_and_keep_their_order(store: Store, sqlite_url: str) -> None:
    away = open_store(store.url)
    with store.write() as _held:
        for name in ("one", "two"):
            with track_operation("page", name):
                pass
        if away.dialect.name == "sqlite":
            assert flush_operations(away) == 0
    flush_operations(away)
    away.close()
    with store.read() as work:
        assert [one.operation for one in work.operations.list_since(0)] == ["one", "two"]


def test_a_sample_tells_what_this_process_uses(store: Store) -> None:
    sample = SystemWatch("sqlite://", "test").sample()
    assert sample.memory_bytes > 10_000_000
    flush_operations(store, (sample,))
    assert read_system_health(store).samples == (sample,)


def test_the_watch_writes_samples_and_what_waits(store: Store, any_database_url: str, monkeypatch) -> None:
    monkeypatch.setattr("services.operations.FLUSH_SECONDS", 0.05)
    watch = SystemWatch(any_database_url, "test")
    watch.start()
    time.sleep(0.5)
    with track_operation("page", "last"):
        pass
    watch.stop()
    health = read_system_health(store)
    assert health.samples
    assert health.samples[0].process == "test"
    assert [one.operation for one in health.summaries] == ["", "last"]
