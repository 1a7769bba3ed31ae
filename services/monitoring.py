"""What a monitoring system reads: jobs, lease, queues, operations and processes, in the text format of Prometheus."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from db.engine import Store, open_store
from db.unit import UnitOfWork
from learning.domain.errors import BellwetherError
from learning.domain.jobs import RunState
from learning.domain.operations import OperationRecord
from services.clock import Clock, SystemClock
from services.jobs.board import Board, JobBoard
from services.settings import Settings

BUCKETS_MS: Final = (5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0, 60_000.0)
FIRST_LOOK_SECONDS: Final = 3_600
"""A page that was just started begins its counters with the last hour."""
SAMPLE_SECONDS: Final = 120
MOST_READ: Final = 100_000
PREFIX: Final = "bellwether"
Labels = tuple[str, str]
"""Component and operation."""


class Timings:
    """Counts the operations of all processes, as they come into the store; numbers only grow."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = {}
        self._errors: dict[tuple[str, str, str], int] = {}
        self._seen: int | None = None

    def read(self, work: UnitOfWork, now_ms: int) -> None:
        """Count what came since the last time."""
        if self._seen is None:
            self._seen = work.operations.find_last_before(now_ms - FIRST_LOOK_SECONDS * 1_000)
        for row_id, record in work.operations.list_after(self._seen, limit=MOST_READ):
            self._seen = row_id
            self.add(record)

    def add(self, record: OperationRecord) -> None:
        """Count one operation."""
        key = (record.component, record.operation)
        own = self._counts.setdefault(key, [0] * (len(BUCKETS_MS) + 1))
        own[bisect_left(BUCKETS_MS, record.duration_ms)] += 1
        self._sums[key] = self._sums.get(key, 0.0) + record.duration_ms / 1_000
        if record.error is not None:
            named = (*key, record.error)
            self._errors[named] = self._errors.get(named, 0) + 1

    def collect(self) -> Iterator[Metric]:
        """The histogram of durations and the counts of errors."""
        timings = HistogramMetricFamily(
            f"{PREFIX}_operation_seconds", "Duration of operations", labels=("component", "operation")
        )
        for key, counts in sorted(self._counts.items()):
            total, buckets = 0, []
            for edge, count in zip((*(f"{one / 1_000:g}" for one in BUCKETS_MS), "+Inf"), counts, strict=True):
                total += count
                buckets.append((edge, float(total)))
            timings.add_metric(key, buckets, self._sums[key])
        yield timings
        errors = CounterMetricFamily(
            f"{PREFIX}_operation_errors", "Failed operations", labels=("component", "operation", "error")
        )
        for named, count in sorted(self._errors.items()):
            errors.add_metric(named, count)
        yield errors


class Monitor(Collector):
    """Answers one scrape at a time; a database that does not answer is told as such, never raised."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        """Watch the store of these settings, which is opened when it is first asked for."""
        self._url = settings.database_url
        self._clock = clock or SystemClock()
        self._store: Store | None = None
        self._timings = Timings()
        self._guard = threading.Lock()
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def render(self) -> bytes:
        """Return the text of a scrape."""
        return generate_latest(self._registry)

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()

    def collect(self) -> Iterable[Metric]:
        """Every figure; without a database only that there is none."""
        with self._guard:
            try:
                return [_gauge("database_up", "Whether the database answers", 1.0), *self._read()]
            except BellwetherError:
                return [_gauge("database_up", "Whether the database answers", 0.0)]

    def _read(self) -> list[Metric]:
        self._store = self._store or open_store(self._url)
        now = self._clock.now()
        board = JobBoard(self._store).show(now)
        with self._store.read() as work:
            now_ms = int(now.timestamp() * 1_000)
            self._timings.read(work, now_ms)
            return [*_jobs(board, now), *_queues(work, now), *_processes(work, now_ms), *self._timings.collect()]


def _jobs(board: Board, now: datetime) -> Iterator[Metric]:
    yield _gauge("worker_up", "Whether a worker holds the lease", float(board.worker_alive))
    yield _gauge("run_requests_waiting", "Runs that somebody asked for", float(len(board.queue)))
    age = GaugeMetricFamily(f"{PREFIX}_job_last_run_age_seconds", "Since the last run began", labels=("job",))
    taken = GaugeMetricFamily(f"{PREFIX}_job_last_run_seconds", "How long the last run took", labels=("job",))
    failed = GaugeMetricFamily(f"{PREFIX}_job_last_run_failed", "Whether the last run failed", labels=("job",))
    paused = GaugeMetricFamily(f"{PREFIX}_job_paused", "Whether the job is paused", labels=("job",))
    failures = GaugeMetricFamily(f"{PREFIX}_job_failures_in_a_row", "Runs given up in a row", labels=("job",))
    for line in board.lines:
        name = (line.name,)
        paused.add_metric(name, float(line.state.paused))
        failures.add_metric(name, float(line.state.failures))
        if line.last is not None:
            age.add_metric(name, now.timestamp() - line.last.started_at)
            failed.add_metric(name, float(line.last.state is RunState.FAILED))
            if line.last.finished_at is not None:
                taken.add_metric(name, float(line.last.finished_at - line.last.started_at))
    yield from (age, taken, failed, paused, failures)


def _queues(work: UnitOfWork, now: datetime) -> Iterator[Metric]:
    lease = work.leases.find_tick()
    if lease is not None:
        yield _gauge("worker_lease_age_seconds", "Since the worker last renewed its lease", now.timestamp() - lease)
    depth = work.outbox.measure()
    yield _gauge("outbox_waiting", "Messages that wait", float(depth.waiting))
    yield _gauge("outbox_given_up", "Messages that were given up", float(depth.failed))
    oldest = 0.0 if depth.oldest_waiting_at is None else now.timestamp() - depth.oldest_waiting_at
    yield _gauge("outbox_oldest_seconds", "Age of the oldest message that waits", oldest)


def _processes(work: UnitOfWork, now_ms: int) -> Iterator[Metric]:
    latest = {one.process: one for one in work.operations.list_samples(now_ms - SAMPLE_SECONDS * 1_000)}
    memory = GaugeMetricFamily(f"{PREFIX}_memory_bytes", "Resident memory", labels=("process",))
    cpu = GaugeMetricFamily(f"{PREFIX}_cpu_percent", "Of one core", labels=("process",))
    hits = CounterMetricFamily(f"{PREFIX}_cache_hits", "Questions that the cache answered", labels=("process",))
    misses = CounterMetricFamily(f"{PREFIX}_cache_misses", "Questions that were computed", labels=("process",))
    for name, sample in sorted(latest.items()):
        memory.add_metric((name,), float(sample.memory_bytes))
        cpu.add_metric((name,), sample.cpu_percent)
        hits.add_metric((name,), float(sample.cache_hits))
        misses.add_metric((name,), float(sample.cache_misses))
    yield from (memory, cpu, hits, misses)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, value=value)
