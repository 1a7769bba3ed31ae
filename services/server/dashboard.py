"""The child process that serves dashboard and API on a socket that its supervisor has bound."""

from __future__ import annotations

import argparse
import socket
import sys

import uvicorn

from services.log_lines import configure_logging
from services.server.lifeline import follow
from services.settings import current_settings

PING_S = 20
LARGEST_MESSAGE = 200 * 1024 * 1024
STOP_WITHIN_S = 5


def main() -> int:
    """Serve until told to stop; descriptors come from the supervisor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--lifeline", type=int, required=True)
    options = parser.parse_args()
    follow(options.lifeline)
    configure_logging(current_settings(), "dashboard")
    listener = socket.socket(fileno=options.socket)
    config = uvicorn.Config(
        "app:app",
        access_log=False,
        # Ours is in force.
        log_config=None,
        # The gate alone decides what a proxy's word is worth.
        proxy_headers=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        # Open pages hold a socket for ever: stopping must not wait for them.
        timeout_graceful_shutdown=STOP_WITHIN_S,
        log_level="warning",
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
