from __future__ import annotations

import socket

import pytest
from sqlalchemy import create_engine, text


def test_a_connection_to_a_foreign_machine_is_stopped():
    with socket.socket() as outside, pytest.raises(RuntimeError, match=r"only this machine"):
        outside.connect(("192.0.2.1", 80))


def test_each_database_fixture_gives_an_empty_working_database(any_database_url):
    engine = create_engine(any_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (a INTEGER)"))
        assert connection.execute(text("SELECT count(*) FROM only_here")).scalar() == 0
    engine.dispose()
