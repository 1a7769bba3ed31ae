"""Rows written in the background: whoever uses the connection next waits for them, and hears of what went wrong."""

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Connection, create_engine, text

from db.background import Background, guarded_background


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False})
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_the_next_statement_waits_for_the_rows(connection: Connection) -> None:
    background = guarded_background(connection)
    go, order = threading.Event(), []

    def write() -> None:
        go.wait(5)
        order.append("rows")

    background.start(write)
    assert background.busy
    threading.Timer(0.05, go.set).start()
    connection.execute(text("SELECT 1"))
    order.append("statement")
    assert order == ["rows", "statement"]
    assert not background.busy


def test_what_went_wrong_is_raised_by_the_next_statement_and_once(connection: Connection) -> None:
    background = guarded_background(connection)

    def fail() -> None:
        raise ValueError("disk full")

    background.start(fail)
    with pytest.raises(ValueError, match="disk full"):
        connection.execute(text("SELECT 1"))
    assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_commit_never_passes_over_a_failure(connection: Connection) -> None:
    background = guarded_background(connection)
    connection.execute(text("SELECT 1"))

    def fail() -> None:
        raise ValueError("disk full")

    background.start(fail)
    with pytest.raises(ValueError, match="disk full"):
        connection.commit()


def test_a_rollback_waits_and_keeps_quiet(connection: Connection) -> None:
    background = guarded_background(connection)
    connection.execute(text("SELECT 1"))
    begun, go, ended = threading.Event(), threading.Event(), []

    def fail_late() -> None:
        begun.set()
        go.wait(5)
        ended.append(True)
        raise ValueError("disk full")

    background.start(fail_late)
    # What has not begun is dropped, not waited for.
    assert begun.wait(30)
    threading.Timer(0.05, go.set).start()
    connection.rollback()
    assert ended == [True]


def test_one_call_at_a_time() -> None:
    background, running, most = Background(), [], []

    def write() -> None:
        running.append(1)
        most.append(len(running))
        running.pop()

    for _ in range(20):
        background.start(write)
    background.wait()
    assert most == [1] * 20


def test_calls_keep_their_order_and_only_so_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.background.MOST_WAITING", 2)
    background, go, ended, begun = Background(), threading.Event(), [], []

    def call(number: int) -> None:
        go.wait(5)
        ended.append(number)

    def start_all() -> None:
        for number in range(5):
            background.start(partial(call, number))
            begun.append(number)

    starter = threading.Thread(target=start_all)
    starter.start()
    patience = time.monotonic() + 30
    while len(begun) < 2 and time.monotonic() < patience:
        starter.join(0.05)
    # One runs, two wait; the next finds no room.
    assert begun in ([0, 1], [0, 1, 2])
    go.set()
    starter.join(5)
    background.wait()
    assert ended == list(range(5))


def test_what_waits_behind_a_failure_is_dropped_and_the_next_start_tells() -> None:
    background, go, ran = Background(), threading.Event(), []

    def fail() -> None:
        go.wait(5)
        raise ValueError("disk full")

    background.start(fail)
    background.start(lambda: ran.append(1))
    go.set()
    with pytest.raises(ValueError, match="disk full"):
        _start_many(background)
    assert ran == []
    background.start(lambda: ran.append(3))
    background.wait()
    assert ran == [3]


def _start_many(background: Background) -> None:
    for _ in range(1_000):
        background.start(lambda: time.sleep(0.001))


def test_a_rollback_drops_what_waits(connection: Connection) -> None:
    background = guarded_background(connection)
    connection.execute(text("SELECT 1"))
    running, go, ran = threading.Event(), threading.Event(), []

    def first() -> None:
        running.set()
        ran.append(go.wait(60))

    background.start(first)
    background.start(lambda: ran.append(False))
    assert running.wait(60)
    threading.Timer(0.05, go.set).start()
    connection.rollback()
    assert ran == [True]
    assert not background.busy


def test_a_call_uses_the_connection_without_waiting_for_itself(connection: Connection) -> None:
    background = guarded_background(connection)
    found: list[object] = []
    background.start(lambda: found.append(connection.execute(text("SELECT 7")).scalar()))
    background.wait()
    assert found == [7]
