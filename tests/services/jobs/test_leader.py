"""Which work is handed out, on both engines; the clock is a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from db.engine import Store, open_store
from learning.domain.errors import LeaseLost
from learning.domain.jobs import JobState, RunState
from services.jobs.job import CatchUp, Job
from services.jobs.leader import FAILURES_TO_OPEN, LEASE_SECONDS, Leader, Taken
from services.jobs.performing import Ended, Ending
from services.jobs.schedules import DAY, Schedule, daily_at

NOON = 20_000 * DAY + 12 * 3600


def nothing(_context: object) -> int:
    return 0


EVERY_TEN = Job("ten", "Every ten minutes", Schedule(600), nothing)
EACH = Job("each", "Each slot", Schedule(600), nothing, catch_up=CatchUp.EVERY)
FIRST = Job("first", "First step", daily_at(0), nothing)
SECOND = Job("second", "Second step", daily_at(0, 30), nothing, after=("first",))
DONE = Ended(Ending.DONE, rows=1)
FAILED = Ended(Ending.FAILED, "It is asleep.")


@pytest.fixture
def store(any_database_url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(any_database_url)
    yield opened
    opened.close()


def leader(store: Store, jobs: Sequence[Job], holder: str = "one") -> Leader:
    return Leader(store, jobs, holder)


def finish(store: Store, taken: Taken, now: int) -> None:
    with store.write() as work:
        work.jobs.finish(taken.run, RunState.DONE, now, rows=1, outcome="")
        work.commit()


def take(found: Leader, now: int) -> Taken:
    taken = found.take_next(now)
    assert taken is not None
    return taken


def test_a_slot_is_handed_out_once(store: Store) -> None:
    one = leader(store, [EVERY_TEN])
    taken = take(one, NOON)
    assert (taken.run.slot, taken.run.attempt) == (NOON, 1)
    finish(store, taken, NOON)
    assert one.take_next(NOON + 599) is None
    assert take(one, NOON + 600).run.slot == NOON + 600


def test_only_one_worker_leads_and_the_next_one_waits_for_the_lease_to_run_out(store: Store) -> None:
    one, two = leader(store, [EVERY_TEN]), leader(store, [EVERY_TEN], "two")
    assert one.renew(NOON)
    assert two.take_next(NOON + LEASE_SECONDS - 1) is None
    taken = two.take_next(NOON + LEASE_SECONDS)
    assert taken is not None
    assert taken.lease.fence == 2
    assert one.renew(NOON + LEASE_SECONDS) is None


def test_a_late_leader_cannot_finish_what_another_has_taken_over(store: Store) -> None:
    one, two = leader(store, [EVERY_TEN]), leader(store, [EVERY_TEN], "two")
    late = take(one, NOON)
    taken = take(two, NOON + LEASE_SECONDS)
    assert (taken.run.slot, taken.run.attempt) == (late.run.slot, 2)
    with pytest.raises(LeaseLost):
        finish(store, late, NOON + LEASE_SECONDS)
    with pytest.raises(LeaseLost):
        one.settle(late, FAILED, NOON + LEASE_SECONDS)
    finish(store, taken, NOON + LEASE_SECONDS)


def test_a_clock_that_goes_back_does_nothing(store: Store) -> None:
    one = leader(store, [EVERY_TEN])
    finish(store, take(one, NOON), NOON)
    assert one.take_next(NOON - 7200) is None
    assert one.renew(NOON - 1) is None
    assert leader(store, [EVERY_TEN], "two").take_next(NOON - 1) is None


def test_after_a_stop_one_run_answers_for_the_missed_slots_or_each_is_caught_up(store: Store) -> None:
    one = leader(store, [EVERY_TEN, EACH])
    for _ in range(2):
        finish(store, take(one, NOON), NOON)
    later = NOON + 3 * 600
    slots: dict[str, list[int]] = {"ten": [], "each": []}
    while (taken := one.take_next(later)) is not None:
        slots[taken.job.name].append(taken.run.slot)
        finish(store, taken, later)
    assert slots == {"ten": [later], "each": [NOON + 600, NOON + 1200, later]}


def test_a_failed_try_is_repeated_after_a_growing_wait_and_then_given_up(store: Store) -> None:
    one, now, waits = leader(store, [EVERY_TEN]), NOON, []
    for attempt in (1, 2, 3):
        taken = take(one, now)
        assert taken.run.attempt == attempt
        one.settle(taken, FAILED, now)
        with store.read() as work:
            run = work.jobs.find("ten", NOON)
        assert run is not None
        assert run.outcome == "It is asleep."
        if run.retry_at is not None:
            assert one.take_next(run.retry_at - 1) is None
            waits.append(run.retry_at - now)
            now = run.retry_at
    assert waits == [30, 120]
    assert one.take_next(now + 1) is None


def fail_slots(store: Store, one: Leader, count: int) -> int:
    now = NOON
    for _ in range(count):
        while (taken := one.take_next(now)) is not None:
            one.settle(taken, FAILED, now)
            now += 150
        now = (now // 600 + 1) * 600
    return now


def test_the_breaker_rests_a_job_that_keeps_failing_and_one_success_closes_it(store: Store) -> None:
    one = leader(store, [EVERY_TEN])
    now = fail_slots(store, one, FAILURES_TO_OPEN)
    with store.read() as work:
        state = work.jobs.get_state("ten")
    assert state.open_until is not None
    assert one.take_next(now) is None
    probe = take(one, state.open_until + 600)
    finish(store, probe, state.open_until + 600)
    one.settle(probe, DONE, state.open_until + 600)
    with store.read() as work:
        assert work.jobs.get_state("ten") == JobState("ten")


def test_a_request_runs_even_a_paused_job_and_answers_earlier_ones(store: Store) -> None:
    one = leader(store, [EVERY_TEN])
    with store.write() as work:
        work.jobs.put_state(JobState("ten", paused=True))
        for _ in range(3):
            work.jobs.add_request("ten", "anna", NOON)
        work.commit()
    runs = 0
    while (taken := one.take_next(NOON + 7)) is not None:
        finish(store, taken, NOON + 7)
        runs += 1
    assert 1 <= runs <= 3
    with store.read() as work:
        assert work.jobs.list_requests() == ()
    assert one.take_next(NOON + 600) is None


def test_a_step_waits_for_the_one_before_it(store: Store) -> None:
    midnight = 20_000 * DAY
    one = leader(store, [SECOND, FIRST])
    now = midnight + 1800
    first = take(one, now)
    assert first.job is FIRST
    assert one.take_next(now + 10) is None
    finish(store, first, now + 10)
    assert take(one, now + 20).job is SECOND


def test_a_step_whose_ground_failed_is_left_out_and_says_so(store: Store) -> None:
    one, now = leader(store, [SECOND, FIRST]), 20_000 * DAY + 1800
    for _ in range(3):
        one.settle(take(one, now), FAILED, now)
        now += 150
    assert one.take_next(now) is None
    with store.read() as work:
        run = work.jobs.find("second", 20_000 * DAY + 1800)
    assert run is not None
    assert run.state is RunState.SKIPPED
    assert "First step" in (run.outcome or "")
