"""Where this very process listens, whichever program started it."""

from __future__ import annotations

import asyncio
import os

import psutil

from services.server.hosts import is_loopback, require_servable
from services.settings import Settings

LOOK_EVERY_S = 0.1
LOOK_FOR_S = 15.0


def listening_addresses() -> tuple[str, ...]:
    """Return the addresses of the TCP sockets on which this process listens."""
    connections = psutil.Process(os.getpid()).net_connections(kind="tcp")
    return tuple(sorted({found.laddr.ip for found in connections if found.status == psutil.CONN_LISTEN}))


def require_private_sockets(settings: Settings) -> bool:
    """Refuse to go on when a socket of this process is open to others; return whether any socket was found."""
    addresses = listening_addresses()
    for address in addresses:
        if not is_loopback(address):
            require_servable(address, settings)
    return bool(addresses)


async def watch_first_socket(settings: Settings) -> None:
    """Wait until the server listens, then refuse an address that others can reach.

    Some servers bind before they start the application and some after; a check at start alone would miss the second.
    """
    for _ in range(int(LOOK_FOR_S / LOOK_EVERY_S)):
        if require_private_sockets(settings):
            return
        await asyncio.sleep(LOOK_EVERY_S)
