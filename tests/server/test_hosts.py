from __future__ import annotations

import socket

import pytest

from learning.domain.errors import NotServable
from services.server.hosts import Authority, allowed_names, is_loopback, parse_authority, require_servable
from services.server.listening import listening_addresses, require_private_sockets
from services.settings import load_settings


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_loopback_addresses_may_be_served(settings, address):
    assert require_servable(address, settings) is None


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "", "example.com", "127.0.0.2", "localhost"])
def test_any_other_address_is_refused_with_its_name_and_the_way_out(settings, address):
    with pytest.raises(NotServable, match=address or "all addresses") as caught:
        require_servable(address, settings)
    assert "BELLWETHER_SIGN_IN" in caught.value.fix


def test_with_an_access_secret_any_address_may_be_served(guarded):
    assert require_servable("0.0.0.0", guarded) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example.com:80", Authority("example.com", 80)),
        ("[::1]:8501", Authority("::1", 8501)),
        ("::1", None),
        ("a b", None),
        ("a:b", None),
        ("", None),
        (":80", None),
    ],
)
def test_a_host_header_is_read_exactly_or_not_at_all(text, expected):
    assert parse_authority(text) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("0.0.0.0", False), ("::", False), ("x", False)],
)
def test_only_addresses_of_this_machine_alone_are_loopback(address, expected):
    assert is_loopback(address) is expected


def test_a_socket_open_to_others_is_found_in_the_process_itself(settings, guarded):
    with socket.create_server(("127.0.0.1", 0)):
        assert "127.0.0.1" in listening_addresses()
        assert require_private_sockets(settings)
        with socket.create_server(("0.0.0.0", 0)):
            with pytest.raises(NotServable):
                require_private_sockets(settings)
            assert require_private_sockets(guarded)


def test_streamlits_own_check_knows_the_same_names(settings, guarded):
    assert allowed_names(settings) == ["127.0.0.1", "::1", "localhost"]
    assert "numbers.example.com" in allowed_names(guarded)
    assert allowed_names(load_settings({"BELLWETHER_ACCESS_SECRET": "long enough secret"})) == []
