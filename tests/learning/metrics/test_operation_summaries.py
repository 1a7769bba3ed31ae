from __future__ import annotations

import pytest

from learning.domain.operations import OperationRecord
from learning.metrics.operation_summaries import summarise_operations


def record(second: float, duration: float = 10.0, error: str | None = None, operation: str = "read") -> OperationRecord:
    return OperationRecord(int(second * 1000), "page", operation, duration, error)


def test_no_operations_have_no_summary() -> None:
    assert summarise_operations((), 60) == ()


def test_a_component_stands_before_its_operations() -> None:
    found = summarise_operations([record(0), record(1, operation="draw")], 60)
    assert [(one.operation, one.count) for one in found] == [("", 2), ("draw", 1), ("read", 1)]


def test_times_are_summarised_by_percentiles() -> None:
    total = summarise_operations([record(place, float(place + 1)) for place in range(101)], 101)[0]
    assert (total.p50_ms, total.p90_ms, total.p99_ms, total.maximum_ms) == (51.0, 91.0, 100.0, 101.0)
    assert total.average_ms == 51.0
    assert total.throughput == 1.0
    assert total.peak_throughput == 1.0


def test_failures_are_counted_by_kind_with_the_time_between_and_to_recover() -> None:
    records = [
        record(0),
        record(10, error="Timeout"),
        record(12, error="Timeout"),
        record(20),
        record(40, error="Refused"),
        record(43),
    ]
    total = summarise_operations(records, 60)[0]
    assert total.errors == 3
    assert total.error_types == {"Refused": 1, "Timeout": 2}
    assert total.success_rate == pytest.approx(0.5)
    assert total.seconds_between_failures == pytest.approx(15.0)
    assert total.recovery_seconds == pytest.approx(6.5)


def test_a_slowdown_shows_as_trend_and_few_operations_show_none() -> None:
    slower = [record(place, 10.0 if place < 30 else 15.0) for place in range(60)]
    assert summarise_operations(slower, 60)[0].trend == pytest.approx(0.5)
    assert summarise_operations(slower[25:35], 60)[0].trend is None
