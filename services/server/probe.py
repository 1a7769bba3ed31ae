"""What the container asks to know whether the server is fit for use: exit status 0 or 1."""

from __future__ import annotations

import http.client
import sys
from http import HTTPStatus

from services.server.serving import DEFAULT_PORT


def main() -> int:
    """Ask the health address of this machine's server; the port may be given."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_PORT
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return 0 if connection.getresponse().status == HTTPStatus.OK else 1
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
