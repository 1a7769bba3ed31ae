"""Decisions of programs reach the detectors, by the hour and by night; an undo of an import leaves what they showed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from learning.domain.insights import Insight, InsightKind, InsightStatus
from services.decisions.recording import parts_of
from services.insights.decision_frames import decision_frame
from services.insights.running import run_insights
from services.insights.upkeep import look_again, look_at_operations
from tests.services.actions.bench import ActionBench, open_action_bench
from tests.services.insights.planted import table

DAYS = 40


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url) as opened:
        yield opened


def tell(bench: ActionBench, *, days: int = DAYS, first: int = 0) -> int:
    """Decisions of one program by the hour, of which the slow ones on tablets fail."""
    rng = np.random.default_rng(first)
    decisions, outcomes = list[dict[str, Any]](), list[dict[str, Any]]()
    begin = bench.clock.now() - timedelta(days=days)
    for number in range(days * 24):
        at = (begin + timedelta(hours=number)).isoformat()
        device = ("mobile", "tablet")[number % 2]
        fails = rng.random() < (0.4 if device == "tablet" else 0.1)
        own = {
            "decision_id": f"d{first}-{number}",
            "timestamp": at,
            "component": "writer",
            "user_id": f"person {number % 37}",
            "session_id": f"session {number // 3}",
            "context": {"device": device, "persona": "Founders"},
            "total_ms": 900.0,
            "generation_ms": 700.0,
            "enhancement_applied": True,
            "complexity_score": 0.4,
        }
        decisions.append(own | ({"error": "Timeout"} if fails else {}))
        outcomes.append({"decision_id": own["decision_id"], "timestamp": at, "quality_score": 7.5})
    bench.decisions.take_decisions(bench.brand, parts_of(decisions))
    return bench.decisions.take_outcomes(bench.brand, parts_of(outcomes)).accepted


def found(bench: ActionBench) -> dict[tuple[str, str], Insight]:
    with bench.store.read() as work:
        rows = [one for one in work.insights.list_of(bench.brand.id) if one.finding.candidate.detector]
    operations = [one for one in rows if one.finding.candidate.subject.kind is InsightKind.OPERATION]
    what = [dict(one.finding.candidate.subject.what) for one in operations]
    return {(each["pattern"], each.get("level", "")): one for each, one in zip(what, operations, strict=True)}


def test_words_of_requests_tell_the_complexity_only_where_the_component_rates_none(bench: ActionBench) -> None:
    at = (bench.clock.now() - timedelta(hours=5)).isoformat()
    asked = {"timestamp": at, "raw_input": "The dog runs home. It sleeps outside tonight!"}
    lines = [
        {"decision_id": "a", "component": "rates", "complexity_score": 0.9},
        {"decision_id": "b", "component": "rates"},
        {"decision_id": "c", "component": "asks"},
    ]
    bench.decisions.take_decisions(bench.brand, parts_of([asked | one for one in lines]))
    with bench.store.read() as work:
        frame = decision_frame(work, bench.brand.id, bench.clock.now().date(), int(bench.clock.now().timestamp()))
    told = {(row.component, str(row.complexity)) for row in frame.itertuples()}
    assert told == {("rates", "0.9"), ("rates", "nan"), ("asks", "0.29")}


def test_words_of_requests_tell_the_domain_only_where_the_component_tells_none(bench: ActionBench) -> None:
    at = (bench.clock.now() - timedelta(hours=5)).isoformat()
    asked = {"timestamp": at, "raw_input": "A recipe for dinner"}
    lines = [
        {"decision_id": "a", "component": "tells", "domain": "catering"},
        {"decision_id": "b", "component": "tells"},
        {"decision_id": "c", "component": "asks"},
        {"decision_id": "d", "component": "asks", "raw_input": "Hello there"},
    ]
    bench.decisions.take_decisions(bench.brand, parts_of([asked | one for one in lines]))
    with bench.store.read() as work:
        frame = decision_frame(work, bench.brand.id, bench.clock.now().date(), int(bench.clock.now().timestamp()))
    told = {(row.component, row.domain) for row in frame.itertuples()}
    assert told == {("tells", "catering"), ("tells", ""), ("asks", "food"), ("asks", "")}


def test_what_was_told_stands_in_the_frame_and_what_was_not_is_empty(bench: ActionBench) -> None:
    assert tell(bench) == DAYS * 24
    moment = int(bench.clock.now().timestamp())
    with bench.store.read() as work:
        frame = decision_frame(work, bench.brand.id, bench.clock.now().date(), moment)
    assert len(frame) == DAYS * 24
    row = frame.iloc[0]
    assert (row["component"], row["device"], row["total_ms"], row["quality"]) == ("writer", "mobile", 900.0, 7.5)
    assert (row["bypassed"], row["arm"]) == (0.0, "")
    assert np.isnan(row["satisfaction"])
    assert set(frame["failed"]) == {0.0, 1.0}
    assert (frame["error"][frame["failed"] > 0] == "Timeout").all()
    assert frame["person"].nunique() == 37
    assert not frame["person"].str.contains("person").any(), "who it was is hashed"


def test_a_program_that_tells_of_no_failure_is_not_said_to_succeed(bench: ActionBench) -> None:
    at = (bench.clock.now() - timedelta(days=1)).isoformat()
    bench.decisions.take_decisions(
        bench.brand, parts_of([{"decision_id": "d", "timestamp": at, "component": "quiet", "total_ms": 5}])
    )
    with bench.store.read() as work:
        frame = decision_frame(work, bench.brand.id, bench.clock.now().date(), int(bench.clock.now().timestamp()))
    assert np.isnan(frame["failed"]).all()


def test_a_brand_without_any_import_hears_of_its_programs_within_the_hour(bench: ActionBench) -> None:
    tell(bench)
    assert look_at_operations(bench.store, bench.clock.now()) > 0
    known = found(bench)
    assert known["stage", ""].finding.effect == pytest.approx(0.55, abs=0.05)
    assert known["failures where", "mobile"].finding.candidate.good
    bench.clock.wait(minutes=5)
    assert look_at_operations(bench.store, bench.clock.now()) == 0, "nothing was decided since"
    assert run_insights(bench.store, bench.brand.id, bench.clock.now(), again=True) is None


def test_a_run_by_the_hour_leaves_one_line_for_what_was_looked_at_anew(bench: ActionBench) -> None:
    shop = bench.workshop
    shop.commit(shop.file("posts.csv", table(0, 90, 0.8)))
    tell(bench)
    look_again(bench.store, bench.clock.now())
    with bench.store.read() as work:
        before = {
            one.id: len(work.insights.list_sightings(bench.brand.id, one.id))
            for one in work.insights.list_of(bench.brand.id)
        }
    bench.clock.wait(hours=2)
    tell(bench, days=1, first=1)
    assert look_at_operations(bench.store, bench.clock.now()) > 0
    with bench.store.read() as work:
        for one in work.insights.list_of(bench.brand.id):
            is_operation = one.finding.candidate.subject.kind is InsightKind.OPERATION
            lines = len(work.insights.list_sightings(bench.brand.id, one.id))
            assert one.id not in before or lines == before[one.id] + is_operation


def test_an_undo_of_an_import_leaves_what_programs_showed(bench: ActionBench) -> None:
    shop = bench.workshop
    (report,) = shop.commit(shop.file("posts.csv", table(0, 60, 0.0)))
    tell(bench)
    look_again(bench.store, bench.clock.now())
    assert found(bench)
    shop.undo(str(report.batch_id))
    assert all(one.status is not InsightStatus.WITHDRAWN for one in found(bench).values())
