"""A database that can store nothing: its disk full, read-only or broken (fault 8).

It refuses in words, what was approved serves, and once there is room again it goes on without any repair.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import StoreCannotWrite, StoreUnavailable
from services.parameters.serving import LAST_APPROVED, ParameterService
from services.upkeep import check
from tests.services.actions.bench import ActionBench, open_action_bench
from tests.services.actions.faults import Child, open_again
from tests.services.actions.invariants import Seen, check_all

UNITS = tuple(f"u{number}" for number in range(20))
MOST = 400
FULL, BROKEN = "53100", "58030"
"""What Postgres calls a full disk and an I/O error."""
SMALL_DISK_MB = 12


@contextmanager
def each_connection(bench: ActionBench, pragma: str) -> Iterator[None]:
    """Say something to every connection of SQLite that is opened from now on."""
    engine = bench.store._engine

    def say(connection: object, _: object) -> None:
        connection.execute(pragma)  # type: ignore[attr-defined]  # the driver's own

    event.listen(engine, "connect", say)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", say)
        engine.dispose()


@contextmanager
def read_only(bench: ActionBench) -> Iterator[None]:
    if bench.store.dialect.name == "sqlite":
        with each_connection(bench, "PRAGMA query_only = ON"):
            yield
        return
    with administered(bench, "ALTER DATABASE {name} SET default_transaction_read_only = on", "postgres"):
        yield
    with administered(bench, "ALTER DATABASE {name} RESET default_transaction_read_only", "postgres"):
        pass


@contextmanager
def administered(bench: ActionBench, statement: str, database: str = "") -> Iterator[None]:
    """Say something to the server of Postgres, and have all connections opened anew."""
    url = bench.store.url
    admin = create_engine(url.set(database=database) if database else url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for each in statement.split(";;"):
            connection.execute(text(each.replace("{name}", f'"{url.database}"')))
    admin.dispose()
    bench.store._engine.dispose()
    yield


@contextmanager
def failing_with(bench: ActionBench, state: str) -> Iterator[None]:
    """Have Postgres say what it says of a disk, in the middle of a transaction: the history is written late in it."""
    made = (
        f"CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'could not extend file' "
        f"USING ERRCODE = '{state}'; END $$ LANGUAGE plpgsql;;"
        "CREATE TRIGGER no_room BEFORE INSERT ON action_event FOR EACH ROW EXECUTE FUNCTION no_room()"
    )
    with administered(bench, made):
        yield
    with administered(bench, "DROP FUNCTION no_room CASCADE"):
        pass


def served(bench: ActionBench) -> dict[str, object]:
    return {unit: bench.parameters.get(bench.brand, "content", unit=unit).values["hook"] for unit in UNITS}


def refuses_and_recovers(bench: ActionBench, hindered: AbstractContextManager[None]) -> State:
    """A start in the middle of a ramp of another change; returns in which state it is after all."""
    rolling, waiting = bench.started(), bench.approved(name="other")
    told, rows = served(bench), bench.last_event()
    with hindered:
        with pytest.raises(StoreCannotWrite, match=r"can store nothing: .*Nothing was changed") as refusal:
            bench.do(Command.START, "bob", waiting, key="once")
        assert "room" in refusal.value.fix
        assert (bench.get(waiting).state, bench.get(rolling).state) == (State.APPROVED, State.ROLLING)
        assert served(bench) == told
        assert bench.last_event() == rows
    assert bench.do(Command.START, "bob", waiting, key="once").state is State.ROLLING
    assert bench.do(Command.START, "bob", waiting, key="once").state is State.ROLLING
    assert served(bench) == told
    check_all(bench, Seen())
    return bench.get(waiting).state


def test_a_read_only_database_refuses_in_words_serves_and_goes_on_without_repair(bench: ActionBench):
    assert refuses_and_recovers(bench, read_only(bench)) is State.ROLLING


@pytest.fixture
def postgres_bench(tmp_path: Path, postgres_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, postgres_url) as opened:
        yield opened


@pytest.mark.postgres
@pytest.mark.parametrize("state", [FULL, BROKEN])
def test_a_postgres_whose_disk_fails_in_the_middle_of_a_step_takes_none_of_it(postgres_bench: ActionBench, state: str):
    hindered = failing_with(postgres_bench, state)
    assert refuses_and_recovers(postgres_bench, hindered) is State.ROLLING


def write_until_refused(bench: ActionBench) -> list[int]:
    """Propose until nothing can be stored any more, and return what was answered before."""
    told: list[int] = []
    for number in range(MOST):
        try:
            told.append(bench.propose(name=f"p{number}", reason="A reason that takes its room. " * 40))
        except StoreCannotWrite as refused:
            assert "disk is full" in refused.message  # noqa: PT017 - how many came before it is the point
            return told
    raise AssertionError("there was always room")


@pytest.fixture
def sqlite_bench(tmp_path: Path) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path) as opened:
        yield opened


def test_a_sqlite_file_that_may_not_grow_keeps_what_it_answered_and_takes_no_half_step(sqlite_bench: ActionBench):
    bench = sqlite_bench
    bench.started()
    before = served(bench)
    with bench.store._engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
    with each_connection(bench, f"PRAGMA max_page_count = {pages}"):
        told = write_until_refused(bench)
        assert served(bench) == before
    with bench.store.read() as work:
        assert set(told) <= {each.id for each in work.actions.list_of(bench.brand.id)}
    assert bench.propose(name="after") > 0
    check_all(bench, Seen())


def test_a_sqlite_file_that_no_write_reaches_is_an_error_in_words_and_the_approved_value_serves(
    sqlite_bench: ActionBench,
):
    bench = sqlite_bench
    bench.started()
    approved = bench.approved(name="other")
    told = served(bench)

    def work(say: Callable[[object], None]) -> None:
        store, service = open_again(bench)
        # From here on every write into a file is an I/O error.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        bench.service = service
        try:
            bench.do(Command.START, "bob", approved, key="once")
        except StoreUnavailable as refused:
            say(refused.message)
        bench.parameters = ParameterService(store, bench.workshop.settings, clock=bench.clock)
        found = [bench.parameters.get(bench.brand, "content", unit=unit) for unit in UNITS]
        say([[each.source == LAST_APPROVED, each.values["hook"]] for each in found])

    status, (refusal, answers) = Child(bench, work).end()
    assert status == 0
    assert "disk" in refusal
    for (last_approved, value), unit in zip(answers, UNITS, strict=True):
        assert value == ("story" if last_approved else told[unit])
    assert bench.do(Command.START, "bob", approved, key="once").state is State.ROLLING
    check_all(bench, Seen())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes; who may not mount one has the tests above."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("takes the right to mount")
    size = f"size={SMALL_DISK_MB}m"
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
    ).returncode:
        pytest.skip("a file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_on_a_disk_that_is_really_full_nothing_is_lost_and_room_is_all_that_it_takes(small_disk: Path):
    with open_action_bench(small_disk) as bench:
        rolling = bench.started()
        before = served(bench)
        filler = small_disk / "filler"
        with pytest.raises(OSError, match="No space left"):
            filler.write_bytes(b"x" * (SMALL_DISK_MB << 20))
        told = write_until_refused(bench)
        assert served(bench) == before
        assert bench.parameters.get(None, "content", unit="u1").values["hook"] == "story"
        with pytest.raises(StoreCannotWrite):
            bench.tick()
        filler.unlink()
        with bench.store.read() as work:
            assert set(told) <= {each.id for each in work.actions.list_of(bench.brand.id)}
        assert check(bench.store, bench.trail).sound
        bench.clock.wait(hours=1)
        bench.feed(rolling)
        bench.tick()
        assert bench.get(rolling).progress.stage == 1
        check_all(bench, Seen())
