"""How the system itself does: one record per operation, samples of the machine, and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OperationRecord:
    """One operation that was done, or failed."""

    at_ms: int
    """When it began, UTC milliseconds."""
    component: str
    operation: str
    duration_ms: float
    error: str | None = None
    """The class of the error that it raised; None where it succeeded."""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SystemSample:
    """What one process and its machine used at a moment; counters grow since the start of the process or machine."""

    at_ms: int
    process: str
    cpu_percent: float
    """Of one core, since the sample before."""
    memory_bytes: int
    disk_read_bytes: int | None
    disk_written_bytes: int | None
    network_bytes: int | None
    cache_hits: int
    cache_misses: int


@dataclass(frozen=True, slots=True)
class OperationCount:
    """How many operations of a component failed or took long."""

    component: str
    count: int
    """Of which it is known whether they failed."""
    errors: int
    timed: int
    """Of which it is known how long they took."""
    slow: int


@dataclass(frozen=True, slots=True)
class OperationSummary:
    """What the operations of one kind add up to; times in milliseconds."""

    component: str
    operation: str
    """'' stands for all operations of the component."""
    count: int
    errors: int
    error_types: Mapping[str, int]
    average_ms: float
    p50_ms: float
    p90_ms: float
    p95_ms: float
    p99_ms: float
    maximum_ms: float
    trend: float | None
    """Relative change of the median from the first to the second half of the window; None with under 20 in either."""
    throughput: float
    """Operations a second over the window."""
    peak_throughput: float
    """In the busiest minute."""
    seconds_between_failures: float | None
    """Mean; None with fewer than two failures."""
    recovery_seconds: float | None
    """Mean from a failure to the next success; None without one."""

    @property
    def success_rate(self) -> float:
        """Share that did not fail, 0-1."""
        return 1 - self.errors / self.count
