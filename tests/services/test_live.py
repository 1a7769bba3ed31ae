"""The last half hour of programs, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.live import LiveWindow
from services import live
from services.live import live_window
from tests.services.actions.bench import ActionBench, open_action_bench

MINUTE = 60


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url) as opened:
        yield opened


def decide(bench: ActionBench, key: str, at: int, component: str = "content", **outcomes: float) -> None:
    with bench.store.write() as work:
        work.decisions.add(bench.brand.id, [DecisionLine(key=key, at=at, component=component)])
        id_ = work.decisions.find_ids(bench.brand.id, [key])[key]
        if outcomes:
            work.decisions.add_outcomes(bench.brand.id, [(id_, OutcomeLine(f"{key}-o", key, at, outcomes))])
        work.commit()


def look(bench: ActionBench, at: int) -> LiveWindow | None:
    with bench.store.read() as work:
        return live_window(work, bench.brand.id, at)


def test_the_window_rolls_counts_by_minute_and_sums_what_came_of_it(bench: ActionBench) -> None:
    now = bench.now
    assert look(bench, now) is None, "no program decides for the brand"
    decide(bench, "old", now - 31 * MINUTE, clicks=50)
    decide(bench, "first", now - 30 * MINUTE + 1, "timing", clicks=1)
    decide(bench, "last", now, clicks=3, satisfaction=8)
    decide(bench, "silent", now - 5)
    found = look(bench, now)
    assert found is not None
    assert (found.decisions, found.per_minute[0], found.per_minute[-1], sum(found.per_minute[1:-1])) == (3, 1, 2, 0)
    assert found.by_component == (("content", 2), ("timing", 1))
    clicks, satisfaction = found.outcomes
    assert (clicks.metric, clicks.mean, clicks.n) == ("clicks", 2.0, 2)
    assert clicks.low is None, "two reports have no range that says anything"
    assert (satisfaction.mean, satisfaction.low, satisfaction.n) == (8.0, None, 1)
    later = look(bench, now + 31 * MINUTE)
    assert later is not None
    assert (later.decisions, later.outcomes, later.latest) == (0, (), now)


def test_the_range_of_a_mean_is_that_of_student(bench: ActionBench) -> None:
    for number, clicks in enumerate((1, 2, 3, 4, 5)):
        decide(bench, f"d{number}", bench.now, clicks=clicks)
    found = look(bench, bench.now)
    assert found is not None
    # Four degrees: 2.7764 x standard error .70711.
    assert (found.outcomes[0].low, found.outcomes[0].high) == (
        pytest.approx(3 - 1.9632, abs=1e-3),
        pytest.approx(3 + 1.9632, abs=1e-3),
    )


def test_more_than_is_looked_at_is_told(bench: ActionBench, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        decide(bench, f"d{number}", bench.now)
    monkeypatch.setattr(live, "MOST_LOOKED_AT", 3)
    found = look(bench, bench.now)
    assert found is not None
    assert (found.decisions, found.is_cut) == (3, True)


def test_a_range_that_holds_what_cannot_be_is_not_given(bench: ActionBench) -> None:
    now = bench.now
    times = (90.0, 110.0, 95.0, 105.0, 6_000.0, 100.0)
    for place, seconds in enumerate(times):
        decide(bench, f"d{place}", now - 60, seconds=seconds, success=float(place > 0), steady=100.0 + place)
    found = look(bench, now)
    assert found is not None
    told = {one.metric: (one.low is None, one.high is None, one.n) for one in found.outcomes}
    assert told == {"seconds": (True, True, 6), "success": (True, True, 6), "steady": (False, False, 6)}
