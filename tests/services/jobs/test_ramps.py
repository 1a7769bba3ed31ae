"""The job of the worker that leads changes on, as the worker performs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.errors import RuleRefused
from learning.domain.parameters import SettingKind, SettingVersion
from services.bootstrap import open_services
from services.jobs.catalogue import JOBS
from services.jobs.leader import Leader
from services.jobs.performing import Ending, perform
from services.jobs.schedules import MINUTE
from tests.services.actions.bench import HOUR, ActionBench, open_action_bench

RAMPS = next(job for job in JOBS if job.name == "ramps")


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url) as opened:
        yield opened


def work(bench: ActionBench, who: str = "a worker") -> int | None:
    """Do the slot that is due now; None where it was done."""
    services = open_services(bench.workshop.settings, bench.clock)
    try:
        leader = Leader(services.store, (RAMPS,), who)
        taken = leader.take_next(bench.now)
        if taken is None:
            return None
        ended = perform(taken.job, taken.run, services)
        leader.settle(taken, ended, bench.now)
        assert ended.ending is Ending.DONE
        return ended.rows
    finally:
        services.close()


def test_the_worker_starts_what_is_due_and_advances_what_holds(bench: ActionBench):
    assert RAMPS.schedule.every == MINUTE
    action = bench.approved()
    bench.do(ActionCommand.SCHEDULE, "bob", action, at=bench.now + HOUR)
    assert work(bench) == 0
    bench.clock.wait(hours=1)
    assert work(bench) == 1
    assert (bench.get(action).state, bench.get(action).progress.stage) == (ActionState.ROLLING, 0)
    bench.clock.wait(hours=1)
    assert work(bench) == 0
    bench.clock.wait(hours=1)
    bench.feed(action)
    assert work(bench) == 1
    assert bench.get(action).progress.stage == 1
    assert bench.trail.verify(bench.store).sound


def test_what_was_done_before_a_crash_is_not_done_again_and_the_data_are_judged_anew(bench: ActionBench):
    action = bench.started()
    bench.clock.wait(hours=1)
    bench.feed(action)
    # The worker dies after the advance, before it can note the run as done.
    assert bench.tick() == 1
    assert work(bench) == 0
    assert bench.get(action).progress.stage == 1
    bench.clock.wait(hours=1)
    bench.feed(action, lift=-0.9)
    assert work(bench) == 1
    assert bench.get(action).state is ActionState.ROLLED_BACK


def test_a_brand_that_was_stopped_is_left_alone_and_waiting_leaves_nothing_in_the_trail(bench: ActionBench):
    action, rolling = bench.approved(name="other"), bench.started()
    bench.do(ActionCommand.SCHEDULE, "bob", action, at=bench.now + HOUR)
    bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    bench.clock.wait(hours=1)
    bench.feed(rolling)
    before = bench.trail.verify(bench.store).rows
    assert work(bench) == 0
    assert (bench.get(action).state, bench.get(rolling).state) == (ActionState.SCHEDULED, ActionState.PAUSED)
    assert bench.trail.verify(bench.store).rows == before


def test_a_limit_holds_a_start_back_without_a_row_in_the_trail_each_minute(bench: ActionBench):
    for number in range(5):
        bench.started(name=f"hook {number}")
    sixth = bench.approved(name="hook 6")
    bench.do(ActionCommand.SCHEDULE, "bob", sixth, at=bench.now + 1)
    bench.clock.wait(hours=1)
    before = len(bench.audit("refused"))
    work(bench)
    assert bench.get(sixth).state is ActionState.SCHEDULED
    assert len(bench.audit("refused")) == before


def test_a_start_that_breaks_off_again_and_again_fails_and_keeps_other_starts_back_but_no_other_step(
    bench: ActionBench,
):
    broken, other = bench.approved(name="broken"), bench.started(name="other")
    bench.do(ActionCommand.SCHEDULE, "bob", broken, at=bench.now + 1)
    with bench.store.write() as unit:
        # A version of another parameter that says it was applied by this action: its own cannot be written.
        parameter = unit.actions.get(bench.brand.id, other).progress.parameter_id
        unit.parameters.add_version(SettingVersion(parameter, 2, "x", broken, SettingKind.APPLY, "bob", bench.now))
        unit.commit()
    for attempt in range(1, 4):
        bench.clock.wait(hours=1)
        if attempt == 1:
            bench.feed(other)
        assert work(bench) == (1 if attempt == 1 else 0)
        assert bench.get(broken).progress.attempts == attempt
    assert bench.get(other).progress.stage == 1
    bench.clock.wait(hours=1)
    work(bench)
    assert bench.get(broken).state is ActionState.FAILED
    assert [row["breaker_open"] for row in bench.audit("start_failed")] == [False, False, True]
    third = bench.approved(name="third")
    with pytest.raises(RuleRefused, check=lambda error: error.code == "breaker_open"):
        bench.do(ActionCommand.START, "bob", third)
    bench.stops.unkill(bench.brand, "bob", "found the fault", "close it")
    assert bench.do(ActionCommand.START, "bob", third).state is ActionState.ROLLING
    assert bench.trail.verify(bench.store).sound
