from __future__ import annotations

import socket

import pytest

from learning.domain.errors import BadOption, NotServable
from services.server.serving import bind_first_free, run_server, server_address


def test_a_taken_port_means_the_next_free_one():
    with socket.create_server(("127.0.0.1", 0)) as taken, bind_first_free("127.0.0.1", taken.getsockname()[1]) as found:
        assert taken.getsockname()[1] < found.getsockname()[1] <= taken.getsockname()[1] + 50


def test_an_address_that_is_not_of_this_machine_is_refused_by_name():
    with pytest.raises(NotServable, match=r"192\.0\.2\.1"):
        bind_first_free("192.0.2.1", 8501)


def test_the_server_does_not_start_for_others_without_a_secret(settings):
    with pytest.raises(NotServable, match=r"0\.0\.0\.0"):
        run_server(settings, "0.0.0.0", 0)


def test_the_printed_address_can_be_opened_here():
    with bind_first_free("127.0.0.1", 0) as listener:
        assert server_address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
    with socket.create_server(("0.0.0.0", 0)) as open_to_all:
        assert server_address(open_to_all).startswith("http://127.0.0.1:")


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_cannot_be_is_refused_by_name(port):
    with pytest.raises(BadOption, match=str(port)):
        bind_first_free("127.0.0.1", port)
