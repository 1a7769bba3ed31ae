from __future__ import annotations

import socket

import pytest

from learning.domain.errors import BadOption, NotServable
from services.server import serving
from services.server.serving import bind_first_free, run_server, server_address


def test_a_taken_port_means_the_next_free_one():
    with socket.create_server(("127.0.0.1", 0)) as taken, bind_first_free("127.0.0.1", taken.getsockname()[1]) as found:
        assert taken.getsockname()[1] < found.getsockname()[1] <= taken.getsockname()[1] + 50


def test_an_address_that_is_not_of_this_machine_is_refused_by_name():
    with pytest.raises(NotServable, match=r"192\.0\.2\.1"):
        bind_first_free("192.0.2.1", 8501)


@pytest.mark.parametrize(("address", "asks"), [("0.0.0.0", True), ("127.0.0.1", False), ("localhost", False)])
def test_a_server_that_others_can_reach_asks_who_they_are(settings, monkeypatch, address, asks):
    asked: list[bool] = []
    monkeypatch.setattr(serving, "prepare_store", lambda _settings: None)
    monkeypatch.setattr(serving, "_supervise", lambda given, _listener, **_: asked.append(given.sign_in) or 0)
    assert run_server(settings, address, 0) == 0
    assert asked == [asks]


def test_the_printed_address_can_be_opened_here():
    with bind_first_free("127.0.0.1", 0) as listener:
        assert server_address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
    with socket.create_server(("0.0.0.0", 0)) as open_to_all:
        assert server_address(open_to_all).startswith("http://127.0.0.1:")


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_cannot_be_is_refused_by_name(port):
    with pytest.raises(BadOption, match=str(port)):
        bind_first_free("127.0.0.1", port)
