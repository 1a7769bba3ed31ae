"""Tracking what the system does: cheap where it is measured, written to the store now and then by a thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psutil

from db.engine import Store, open_store
from learning.domain.errors import BellwetherError
from learning.domain.operations import OperationRecord, OperationSummary, SystemSample
from learning.metrics.operation_summaries import summarise_operations
from services.clock import SystemClock
from services.log_lines import logged_with, new_id

log = logging.getLogger("bellwether.operations")

MOST_WAITING: Final = 20_000
"""Beyond this the oldest records are dropped: a store that is away must not fill the memory."""
FLUSH_SECONDS: Final = 10.0
STOP_SECONDS: Final = 3.0
WRITE_WAIT_SECONDS: Final = 1.0
DEFAULT_WINDOW_SECONDS: Final = 86_400
LONGEST_TEXT: Final = 200

_waiting: deque[OperationRecord] = deque(maxlen=MOST_WAITING)


@contextmanager
def track_operation(
    component: str, operation: str, *, no_failures: tuple[type[BaseException], ...] = (), **metadata: str
) -> Iterator[None]:
    """Record how long a block takes and whether it fails; an exception passes through as it is.

    `no_failures` are exceptions that only say where to go on, such as a page's signal to stop drawing.
    """
    began, started = _now_ms(), time.perf_counter()
    error: str | None = None
    try:
        with logged_with(operation=new_id()):
            yield
    except BaseException as raised:
        error = None if isinstance(raised, no_failures) else type(raised).__name__
        raise
    finally:
        details = {key: value[:LONGEST_TEXT] for key, value in metadata.items()}
        taken = (time.perf_counter() - started) * 1000
        _waiting.append(OperationRecord(began, component, operation, taken, error, details))


def flush_operations(store: Store, samples: tuple[SystemSample, ...] = ()) -> int:
    """Write what waits; what cannot be written now waits on. Returns how many operations were written."""
    records = [_waiting.popleft() for _ in range(len(_waiting))]
    if not records and not samples:
        return 0
    try:
        with store.write(wait_seconds=WRITE_WAIT_SECONDS) as work:
            work.operations.add(records, samples)
            work.commit()
    except BellwetherError as error:
        log.info("%d measurements wait: %s", len(records), error.message)
        _waiting.extendleft(reversed(records[-(MOST_WAITING - len(_waiting)) :]))
        return 0
    return len(records)


@dataclass(frozen=True, slots=True)
class CacheCount:
    """How often a cache could answer, since the start of the process."""

    hits: int = 0
    misses: int = 0


class SystemWatch:
    """Samples this process and its machine every ten seconds, and writes them with the operations that wait."""

    def __init__(self, database_url: str, process: str, *, cache: Callable[[], CacheCount] = CacheCount) -> None:
        """Watch under the name of a process ('dashboard', 'worker'); the store is opened when there is something."""
        self._url = database_url
        self._name = process
        self._cache = cache
        self._process = psutil.Process()
        self._process.cpu_percent()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="system watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End, after what waits has been written."""
        self._stopped.set()
        self._thread.join(STOP_SECONDS)

    def sample(self) -> SystemSample:
        """Measure once."""
        disk, network = psutil.disk_io_counters(), psutil.net_io_counters()
        cache = self._cache()
        return SystemSample(
            at_ms=_now_ms(),
            process=self._name,
            cpu_percent=self._process.cpu_percent(),
            memory_bytes=self._process.memory_info().rss,
            disk_read_bytes=disk.read_bytes if disk else None,
            disk_written_bytes=disk.write_bytes if disk else None,
            network_bytes=network.bytes_sent + network.bytes_recv if network else None,
            cache_hits=cache.hits,
            cache_misses=cache.misses,
        )

    def _watch(self) -> None:
        store: Store | None = None
        while not self._stopped.wait(FLUSH_SECONDS):
            try:
                store = store or open_store(self._url)
                flush_operations(store, (self.sample(),))
            except BellwetherError as error:
                log.info("the system is not sampled: %s", error.message)
            except Exception:
                # Measuring must never end what is measured.
                log.exception("the system could not be sampled")
        if store is not None:
            flush_operations(store)
            store.close()


@dataclass(frozen=True, slots=True)
class SystemHealth:
    """The last window in figures."""

    window_seconds: int
    summaries: tuple[OperationSummary, ...]
    samples: tuple[SystemSample, ...]


def read_system_health(store: Store, *, window_seconds: int = DEFAULT_WINDOW_SECONDS) -> SystemHealth:
    """Summarise the operations and samples of the last day, or of another window."""
    since = _now_ms() - window_seconds * 1000
    with store.read() as work:
        records, samples = work.operations.list_since(since), work.operations.list_samples(since)
    return SystemHealth(window_seconds, summarise_operations(records, window_seconds), samples)


def _now_ms() -> int:
    return int(SystemClock().now().timestamp() * 1000)
