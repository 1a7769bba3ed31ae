"""Processes that are killed, that meet, and that come too late: nothing is lost, nothing doubled, the trail holds."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import StoreUnavailable
from learning.domain.parameters import SettingKind
from learning.domain.policies import Role, SystemActor
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.actions.situations import day_start
from services.actions.ticking import tick
from services.parameters.serving import ParameterService
from tests.services.actions.bench import DAY, HOUR, QUICK, ActionBench
from tests.services.actions.faults import Child, approval_of, at_once, killed_at, open_again, order_of
from tests.services.actions.invariants import Seen, check_all

MANY = replace(QUICK, starts_a_day=1_000, starts_a_cycle=1_000)
MOST_STATEMENTS = 80
PROBE = 0.2
AFTER = {Command.SUBMIT: State.IN_REVIEW, Command.START: State.ROLLING, Command.ROLLBACK: State.ROLLED_BACK}


@pytest.fixture(autouse=True)
def policy(bench: ActionBench) -> None:
    bench.set_policy(MANY)


def ready_for(bench: ActionBench, command: Command, name: str) -> int:
    """Lead an action of its own parameter up to a command."""
    if command is Command.SUBMIT:
        return bench.propose(name=name)
    return bench.approved(name=name) if command is Command.START else bench.started(name=name)


def kill_at_statements(bench: ActionBench, command: Command, *, every: int) -> int:
    """Kill a command at its statements, one life each; afterwards the same command has to lead to the same end."""
    lives = 0
    for number in range(1, MOST_STATEMENTS, every):
        for after in (False, True):
            action = ready_for(bench, command, f"{command.value} {number} {after}")
            before = bench.get(action).state
            order = order_of(bench, command, action, "ann" if command is Command.SUBMIT else "bob")
            if not killed_at(bench, order, number, after=after):
                return lives
            lives += 1
            assert bench.get(action).state is before, "half a command was left"
            assert bench.service.perform(order).state is AFTER[command]
    raise AssertionError("the command never came to its end")


@pytest.mark.parametrize("command", list(AFTER))
def test_a_command_that_is_killed_at_some_of_its_statements_is_there_whole_or_not_at_all(bench, command: Command):
    assert kill_at_statements(bench, command, every=8) >= 2
    check_all(bench, Seen())


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("command", list(AFTER))
def test_a_command_that_is_killed_at_any_of_its_statements_is_there_whole_or_not_at_all(bench, command: Command):
    assert kill_at_statements(bench, command, every=1) >= 20
    check_all(bench, Seen())


@pytest.mark.parametrize("lives", [6, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(1_800)])])
def test_what_a_busy_writer_was_told_is_there_however_often_it_is_killed(bench: ActionBench, lives: int):
    chance = random.Random(4)
    told: list[dict[str, Any]] = []
    for life in range(lives):

        def work(say: Callable[[object], None], life: int = life) -> None:
            store, service = open_again(bench)
            del store
            bench.service = service
            for number in range(1_000):
                action = bench.propose(name=f"p{life}.{number}", key=f"{life}.{number}.propose")
                say({"action": action, "command": "propose"})
                for command, who in ((Command.SUBMIT, "ann"), (Command.APPROVE, "bob"), (Command.START, "bob")):
                    order = (
                        approval_of(bench, action, who)
                        if command is Command.APPROVE
                        else order_of(bench, command, action, who)
                    )
                    service.perform(order)
                    say({"action": action, "command": command.value})

        child = Child(bench, work)
        child.kill(chance.uniform(0, 0.3))
        told += child.end()[1]
    assert told
    with bench.store.read() as unit:
        done = {
            (record.id, each.command.value)
            for record in unit.actions.list_of(bench.brand.id)
            for each in unit.action_log.list_events(record.id)
        }
    assert {(each["action"], each["command"]) for each in told} <= done, "an answer was lost"
    check_all(bench, Seen())


@pytest.mark.parametrize("count", [2, 6, pytest.param(16, marks=pytest.mark.slow)])
def test_of_several_approvers_at_once_one_decides_and_one_start_is_applied(bench: ActionBench, count: int):
    names = [f"approver {number}" for number in range(count)]
    for name in names:
        bench.people.add(bench.brand, name, Role.APPROVER)
    action = bench.propose()
    bench.submit(action)
    told = at_once(bench, [approval_of(bench, action, name) for name in names])
    assert Counter("answer" in each for each in told) == {True: 1, False: count - 1}
    assert {each["code"] for each in told if "code" in each} == {"already_decided"}
    starts = at_once(bench, [order_of(bench, Command.START, action, name, f"start {name}") for name in names])
    assert Counter("answer" in each for each in starts) == {True: 1, False: count - 1}
    with bench.store.read() as work:
        versions = work.parameters.list_versions(bench.get(action).progress.parameter_id)
    assert [each.kind for each in versions] == [SettingKind.APPLY]
    check_all(bench, Seen())


@pytest.mark.parametrize("count", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_the_same_command_many_times_at_once_has_one_effect_and_equal_answers(bench: ActionBench, count: int):
    action = bench.approved()
    told = at_once(bench, [order_of(bench, Command.START, action, key="once")] * count)
    assert len({json.dumps(each, sort_keys=True) for each in told}) == 1
    assert told[0]["answer"]["state"] == "rolling"
    check_all(bench, Seen())


def test_a_scheduler_that_dies_between_the_look_and_the_step_two_at_once_and_a_late_one_advance_once(bench):
    action = bench.started(ramp=(0.25, 0.5, 1.0))
    bench.clock.wait(hours=1)
    bench.feed(action)
    late = bench.get(action)

    def dies(say: Callable[[object], None]) -> None:
        store, service = open_again(bench)

        def perform(order: Order) -> None:
            say("judged")
            os.kill(os.getpid(), signal.SIGKILL)

        service.perform = perform  # type: ignore[method-assign,assignment]  # where the scheduler dies
        tick(store, service, bench.clock, bench.brand)

    def ticks(say: Callable[[object], None]) -> None:
        store, service = open_again(bench)
        say(tick(store, service, bench.clock, bench.brand))

    assert Child(bench, dies).end() == (-signal.SIGKILL, ["judged"])
    assert bench.get(action).progress.stage == 0
    assert [status for status, _ in [child.end() for child in [Child(bench, ticks), Child(bench, ticks)]]] == [0, 0]
    assert bench.get(action).progress.stage == 1
    # A leader of before, who saw stage 0, comes with his step at last: it is the step that was taken.
    key = f"scheduler:{late.id}:{late.row_version}:advance"
    order = Order(bench.brand, Command.ADVANCE, SystemActor.SCHEDULER, key, late.id, Wish(seen_stage=0))
    assert bench.service.perform(order).stage == 1
    assert bench.get(action).progress.stage == 1
    check_all(bench, Seen())


@contextmanager
def away(bench: ActionBench) -> Iterator[None]:
    """Take the database away: no new connection, and none of the open ones."""
    url = bench.store.url
    bench.store._engine.dispose()
    if bench.store.dialect.name == "sqlite":
        file = Path(str(url.database))
        aside = file.with_suffix(".aside")
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{file}{suffix}").rename(f"{aside}{suffix}")
        file.mkdir()
        yield
        file.rmdir()
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{aside}{suffix}").rename(f"{file}{suffix}")
        return
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'))
        stop = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(stop, {"name": url.database})
        yield
        connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'))
    admin.dispose()


def test_while_the_database_is_away_in_the_middle_of_a_ramp_the_last_approved_values_serve(bench: ActionBench):
    bench.parameters = ParameterService(bench.store, bench.workshop.settings, clock=bench.clock, probe_seconds=PROBE)
    action = bench.started()
    units = [f"u{number}" for number in range(20)]
    values = {unit: bench.parameters.get(bench.brand, "content", unit=unit).values["hook"] for unit in units}
    assert set(values.values()) == {"story", "question"}
    bench.clock.wait(hours=1)
    bench.feed(action)
    with away(bench):
        told = [bench.parameters.get(bench.brand, "content", unit=unit) for unit in units]
        assert {each.values["hook"] for each in told} == {"story"}, "never a half-ramped value"
        assert {each.source for each in told} == {"last approved"}
        assert not any(each.exposures for each in told)
        with pytest.raises(StoreUnavailable):
            bench.tick()
        with pytest.raises(StoreUnavailable):
            bench.do(Command.ADVANCE, "bob", action)
        bench.clock.wait(hours=5)
    # What was fresh before is not any more: nothing goes on, and nothing is caught up with.
    bench.tick()
    assert (bench.get(action).state, bench.get(action).progress.stage) == (State.PAUSED, 0)
    time.sleep(PROBE)
    later = {unit: bench.parameters.get(bench.brand, "content", unit=unit).values["hook"] for unit in units}
    assert later == values
    check_all(bench, Seen())


def test_a_clock_that_jumps_neither_advances_early_nor_expires_twice(bench: ActionBench):
    action, waiting = bench.started(), bench.propose(name="other")
    bench.submit(waiting)
    bench.clock.wait(hours=1)
    bench.feed(action)
    bench.tick()
    assert bench.get(action).progress.stage == 1
    now = bench.clock.at
    bench.clock.at = now - timedelta(hours=2)
    assert bench.tick() == 0
    bench.clock.at = now + timedelta(days=15)
    assert bench.tick() >= 1
    assert bench.get(waiting).state is State.EXPIRED
    assert bench.get(action).state is State.PAUSED, "two weeks without data are no pass"
    assert bench.tick() == 0
    with bench.store.read() as work:
        commands = [each.command for each in work.action_log.list_events(waiting)]
    assert commands.count(Command.EXPIRE) == 1


def test_a_day_of_23_or_25_hours_is_one_day_for_the_limit(bench: ActionBench):
    brand = replace(bench.brand, time_zone="Europe/Berlin")
    for midnight, hours in ((1_774_738_800, 23), (1_792_879_200, 25)):
        assert day_start(brand, midnight) == midnight
        assert day_start(brand, midnight + hours * HOUR - 1) == midnight
        assert day_start(brand, midnight + hours * HOUR) == midnight + hours * HOUR
    assert DAY == 24 * HOUR
