"""Rows written in the background: whoever uses the connection next waits for them, and hears of what went wrong."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from db.background import Background, guarded_background


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
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
    go, ended = threading.Event(), []

    def fail_late() -> None:
        go.wait(5)
        ended.append(True)
        raise ValueError("disk full")

    background.start(fail_late)
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
