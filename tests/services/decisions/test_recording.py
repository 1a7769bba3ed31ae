"""Lines of programs in the store, on either engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command

from db.migrations.upgrade import alembic_config, upgrade
from learning.domain.judgements import Before, Span
from tests.services.actions.bench import DRAFT, ActionBench, open_action_bench

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


def test_exposures_and_outcomes_survive_the_way_to_the_older_schema_and_back(bench: ActionBench):
    action = bench.started()
    bench.feed(action, lift=0.3)

    def sums() -> object:
        with bench.store.read() as work:
            before = Before(bench.brand.id, DRAFT.component, 0, 1)
            found = work.decisions.sum_metrics(action, Span(0), ("clicks",), {"clicks"}, before=before)
            return found, work.decisions.count_units(action, Span(0))

    before = sums()
    with bench.store.connect(writes=True) as connection:
        command.downgrade(alembic_config(connection), "0020")
        connection.commit()
    upgrade(bench.store)
    assert sums() == before


def test_a_decision_falls_into_each_change_that_is_tried_on_its_component(bench: ActionBench, tmp_path: Path):
    first, second = bench.started(), bench.started(name="length", from_value="short", to_value="long")
    file = tmp_path / "decisions.jsonl"
    for number in range(60):
        told = bench.parameters.get(bench.brand, "content", unit=f"u{number}")
        sides = [{"action_id": each.action_id, "cohort": each.cohort.value} for each in told.exposures]
        assert [each["action_id"] for each in sides] == [first, second]
        line = {"decision_id": f"d{number}", "timestamp": bench.clock.now().isoformat(), "component": "content"}
        with file.open("a") as lines:
            lines.write(json.dumps(line | {"unit": f"u{number}", "exposures": sides}) + "\n")
    assert bench.decisions.record_decisions(bench.brand, file).accepted == 60
    with bench.store.read() as work:
        one, two = (work.decisions.count_units(action, Span(0)) for action in (first, second))
        now = int(bench.clock.now().timestamp())
        asked = [
            work.decisions.count_asking(bench.brand.id, component, since, most=most)
            for component, since, most in (
                ("content", now, 90),
                ("content", now + 1, 90),
                ("x", 0, 90),
                ("content", 0, 7),
            )
        ]
    assert one != two
    assert min(*one, *two) > 0
    assert asked == [60, 0, 0, 7]
