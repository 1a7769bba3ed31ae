"""What programs report of their operations is watched like the system's own, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.alerts.operation_troubles import OperationMarks, troubles_of_operations
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url, replace(QUICK, window_seconds=0)) as opened:
        yield opened


def troubles(bench: ActionBench, **marks: float) -> list[tuple[str, bool, int, int]]:
    with bench.store.read() as work:
        found = troubles_of_operations(work, bench.brand, OperationMarks(**marks), bench.now)
        return [(one.part, one.is_slow, one.beyond, one.count) for one in found if one.of_program]


def test_a_program_that_fails_is_told_with_its_numbers_and_one_that_tells_nothing_is_not(bench: ActionBench) -> None:
    bench.report("silent", 40, details={})
    bench.report("content", 15, details={"error": "Timeout"})
    bench.report("content", 30, details={"error": ""})
    assert troubles(bench) == [("content", False, 15, 45)]
    assert troubles(bench, failing=0.3) == [], "a third may be chance where three in ten are put up with"
    bench.clock.wait(hours=1)
    assert troubles(bench) == [], "what is over is no trouble of now"


def test_a_program_is_slow_where_its_95th_percentile_surely_lies_beyond_the_limit(bench: ActionBench) -> None:
    bench.report("content", 30, details={"error": "", "total_ms": 100})
    bench.report("content", 10, details={"error": "", "total_ms": 6_000})
    assert troubles(bench) == [("content", True, 10, 40)]
    assert troubles(bench, slow_ms=7_000) == []
