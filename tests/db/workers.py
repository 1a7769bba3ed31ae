"""What the processes of the concurrency tests do; module-level, so that a fresh interpreter can import it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Event
from typing import Any

from sqlalchemy import func, select

from db.engine import Store, open_store
from db.schema.observations import observation
from db.schema.rollups import rollup_day
from learning.domain.batches import BatchRecord, BatchResult
from learning.domain.facts import Fact
from learning.domain.observations import ContentRecord
from tests.db.world import HOURLY, Part, Row, chunk_of, draft_of

ROWS_PER_CHUNK = 300
CHUNKS = 4


def parts_of(file: int) -> list[Part]:
    """The chunks of a file; neighbouring files overlap by half."""
    return [
        Part(
            HOURLY,
            tuple(
                Row(ContentRecord("me", str(place % 7)), start=place, facts=((Fact.LIKES, place + file),))
                for place in range(first, first + ROWS_PER_CHUNK)
            ),
        )
        for first in range(file * 600, file * 600 + CHUNKS * ROWS_PER_CHUNK, ROWS_PER_CHUNK)
    ]


def write_file(store: Store, brand_id: int, file: int, *, die_at: str = "") -> str:
    """Import a file; at the named point the process is killed by the system, not by Python."""
    with store.write() as work:
        writer = work.importing.start(draft_of(brand_id, f"file {file}", captured_at=100 + file))
        if isinstance(writer, BatchRecord):
            return writer.id
        for place, part in enumerate(parts_of(file)):
            writer.write(part.cut, chunk_of(part))
            _die(die_at, f"chunk {place}")
        writer.finish(BatchResult({}, "[]", (), None, None))
        _die(die_at, "finished")
        work.commit()
    _die(die_at, "committed")
    return writer.batch_id


def import_and_die(url: str, brand_id: int, die_at: str) -> None:
    """Import one file and be killed on the way."""
    write_file(open_store(url), brand_id, 0, die_at=die_at)


def import_files(url: str, brand_id: int, files: int, done: Event, errors: Queue[str]) -> None:
    """The one importer."""
    with _reporting(errors):
        store = open_store(url)
        for file in range(files):
            write_file(store, brand_id, file)
    done.set()


def write_settings(url: str, brand_id: int, done: Event, errors: Queue[str], written: Queue[int]) -> None:
    """The other writer: reads a number, adds one, writes it."""
    count = 0
    with _reporting(errors):
        store = open_store(url)
        while not done.is_set() or count < 20:
            with store.write() as work:
                found = int(work.settings.find(brand_id, "count") or 0)
                work.settings.put(brand_id, "count", str(found + 1))
                work.commit()
            count += 1
            done.wait(0.02)
    written.put(count)


def read_figures(url: str, brand_id: int, done: Event, errors: Queue[str], torn: Queue[str]) -> None:
    """A reader: rollups and facts of one unit of work always agree."""
    with _reporting(errors):
        store = open_store(url)
        while not done.is_set():
            with store.read() as work:
                facts = work.connection.execute(select(func.count(), func.sum(observation.c.likes))).one()
                sums = work.connection.execute(select(func.sum(rollup_day.c.n), func.sum(rollup_day.c.likes))).one()
                if (facts[0] or None, facts[1]) != (sums[0], sums[1]):
                    torn.put(f"{facts} against {sums}")
                if work.brands.get(brand_id).data_version < 0:
                    torn.put("version")
            done.wait(0.01)


def import_at_once(url: str, brand_id: int, barrier: Barrier, answers: Queue[str]) -> None:
    """One of several that import the same file in the same moment."""
    store = open_store(url)
    barrier.wait()
    answers.put(write_file(store, brand_id, 0))


class _reporting:  # noqa: N801 - reads as a verb
    """Hands an error of a process to the test."""

    def __init__(self, errors: Queue[str]) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is not None:
            self._errors.put(f"{type(error).__name__}: {error}")
        return True


def _die(wanted: str, point: str) -> None:
    if wanted == point:
        os.kill(os.getpid(), signal.SIGKILL)


def drain(queue: Queue[Any]) -> Iterator[Any]:
    """What is left in a queue."""
    while not queue.empty():
        yield queue.get()
