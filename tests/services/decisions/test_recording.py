"""Lines of programs in the store, on either engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.services.actions.bench import ActionBench, open_action_bench

LINES = 1_500
AT_ONCE = 4


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url) as opened:
        yield opened


def test_the_same_lines_from_several_programs_at_once_are_taken_once(bench: ActionBench, tmp_path: Path):
    decisions, outcomes = tmp_path / "decisions.jsonl", tmp_path / "outcomes.jsonl"
    at = "2026-11-20T10:00:00Z"
    lines = [{"decision_id": f"d{number}", "timestamp": at, "component": "content"} for number in range(LINES)]
    decisions.write_text("\n".join(map(json.dumps, lines)))
    outcomes.write_text("\n".join(json.dumps(line | {"metrics": {"clicks": 1}}) for line in lines))
    for record, path in (
        (bench.decisions.record_decisions, decisions),
        (bench.decisions.record_outcomes, outcomes),
    ):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            reports = list(pool.map(lambda _, record=record, path=path: record(bench.brand, path), range(AT_ONCE)))
        assert sum(report.accepted for report in reports) == LINES
        assert sum(report.duplicate for report in reports) == LINES * (AT_ONCE - 1)
        assert not any(report.rejected for report in reports)
