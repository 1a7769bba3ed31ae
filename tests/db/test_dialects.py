"""What a new connection to an engine is given."""

from __future__ import annotations

import os
import socket

import pytest
from sqlalchemy import text

from db.engine import open_unchecked


@pytest.mark.postgres
def test_a_connection_to_a_server_on_this_machine_has_room_for_many_rows(postgres_url: str) -> None:
    one, other = socket.socketpair()
    with one, other:
        usual = one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
    store = open_unchecked(postgres_url)
    with store.read() as work:
        assert work.connection.execute(text("SELECT 1")).scalar() == 1
        driver = work.connection.connection.driver_connection
        assert driver is not None
        with socket.socket(fileno=os.dup(driver.fileno())) as pipe:
            assert pipe.family == socket.AF_UNIX
            assert pipe.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) > usual
    store.close()
