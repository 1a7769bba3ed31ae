from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.server.gate import Gate
from services.server.headers import security_headers
from services.server.requests import Message, Receive, Scope, Send
from services.settings import Settings, load_settings
from tests.server.asgi import Visitor
from tests.services.hand_made import make

SECRET = "correct horse battery"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """The application behind the gate: says that it was reached."""
    message: Message = await receive()
    if message["type"] == "websocket.connect":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"X-Frame-Options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": b"inside " + scope["path"].encode()})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)})


@pytest.fixture
def guarded(tmp_path: Path) -> Settings:
    make(f"sqlite:///{tmp_path / 'bellwether.db'}").store.close()
    return load_settings(
        {
            "BELLWETHER_DATA_DIR": str(tmp_path),
            "BELLWETHER_ACCESS_SECRET": SECRET,
            "BELLWETHER_ALLOWED_HOSTS": "numbers.example.com",
        }
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visit(clock: Clock) -> Callable[[Settings], Visitor]:
    return lambda settings: Visitor(Gate(inside, settings=settings, headers=security_headers(()), now=clock))
