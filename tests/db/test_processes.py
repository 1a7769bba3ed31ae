"""Several processes on one database, and processes that are killed."""

from __future__ import annotations

import multiprocessing
import signal
import time

import pytest
from sqlalchemy import func, select

from db.engine import Store
from db.schema.catalogue import TABLES
from db.schema.observations import observation
from tests.db import workers
from tests.db.world import add_brand, differences, import_parts, state_of

spawn = multiprocessing.get_context("spawn")


@pytest.fixture
def url(store: Store, any_database_url: str) -> str:
    """The address of the migrated store."""
    return any_database_url


def test_one_importer_one_writer_and_ten_readers_never_meet_a_lock_or_half_a_file(store: Store, url: str) -> None:
    brand_id = add_brand(store, "B")
    done, errors, torn, written = spawn.Event(), spawn.Queue(), spawn.Queue(), spawn.Queue()
    people = [spawn.Process(target=workers.read_figures, args=(url, brand_id, done, errors, torn)) for _ in range(10)]
    people.append(spawn.Process(target=workers.write_settings, args=(url, brand_id, done, errors, written)))
    people.append(spawn.Process(target=workers.import_files, args=(url, brand_id, 4, done, errors)))
    for person in people:
        person.start()
    count = written.get(timeout=120)
    for person in people:
        person.join(timeout=60)
    assert list(workers.drain(errors)) == []
    assert list(workers.drain(torn)) == []
    with store.read() as work:
        assert work.settings.find(brand_id, "count") == str(count)
        assert work.brands.get(brand_id).data_version == 4
        rows = work.connection.execute(select(func.count()).select_from(observation)).scalar()
    assert rows == 3 * 600 + workers.CHUNKS * workers.ROWS_PER_CHUNK
    assert differences(store) == []


@pytest.mark.parametrize("point", ["chunk 0", "chunk 3", "finished", "committed"])
def test_an_import_that_is_killed_is_there_whole_or_not_at_all_and_the_next_run_completes_it(
    store: Store, url: str, point: str
) -> None:
    brand_id = add_brand(store, "B")
    before = _counts(store)
    process = spawn.Process(target=workers.import_and_die, args=(url, brand_id, point))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL
    if point != "committed":
        assert _counts(store) == before
    workers.write_file(store, brand_id, 0)
    again = add_brand(store, "untouched")
    import_parts(store, again, "file 0", workers.parts_of(0), captured_at=100)
    assert state_of(store, brand_id) == state_of(store, again)
    assert differences(store) == []


def test_a_process_killed_at_any_moment_leaves_a_sound_database(store: Store, url: str) -> None:
    brand_id = add_brand(store, "B")
    done, errors = spawn.Event(), spawn.Queue()
    for wait in (0.05, 0.15, 0.3):
        process = spawn.Process(target=workers.import_files, args=(url, brand_id, 6, done, errors))
        process.start()
        deadline = time.monotonic() + 30
        while not _batches(store, brand_id) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(wait)
        process.kill()
        process.join(timeout=60)
        assert differences(store) == []
    for file in range(6):
        workers.write_file(store, brand_id, file)
    assert len(_batches(store, brand_id)) == 6
    assert differences(store) == []


def test_the_same_file_imported_by_several_at_once_is_one_batch(store: Store, url: str) -> None:
    brand_id = add_brand(store, "B")
    barrier, answers = spawn.Barrier(3), spawn.Queue()
    people = [spawn.Process(target=workers.import_at_once, args=(url, brand_id, barrier, answers)) for _ in range(3)]
    for person in people:
        person.start()
    found = {answers.get(timeout=60) for _ in people}
    for person in people:
        person.join(timeout=60)
    assert len(found) == 1
    assert len(_batches(store, brand_id)) == 1
    assert differences(store) == []


def _batches(store: Store, brand_id: int) -> list[str]:
    with store.read() as work:
        return [batch.id for batch in work.batches.list_of(brand_id)]


def _counts(store: Store) -> dict[str, int]:
    with store.read() as work:
        return {
            table.name: int(work.connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in TABLES
        }
