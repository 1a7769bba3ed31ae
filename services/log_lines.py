"""Logs of the server's processes: one line each, as text or as JSON, with the ids of what was under way."""

from __future__ import annotations

import json
import logging
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

from services.settings import LogFormat, Settings

OWN_LOGGER: Final = "bellwether"
ID_BYTES: Final = 6

_ids: ContextVar[Mapping[str, str]] = ContextVar("log_ids", default={})  # noqa: B039 - never changed, only replaced


@contextmanager
def logged_with(**ids: str) -> Iterator[None]:
    """Put ids (request, run, operation, delivery) on every line that is logged within a block."""
    token = _ids.set({**_ids.get(), **ids})
    try:
        yield
    finally:
        _ids.reset(token)


def new_id() -> str:
    """Make an id for a request, a run or an operation."""
    return secrets.token_hex(ID_BYTES)


def configure_logging(settings: Settings, process: str) -> None:
    """Write the logs of this process to standard error; our own from INFO on, those of libraries from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_with_ids)
    handler.setFormatter(_JsonLines(process) if settings.log_format is LogFormat.JSON else _TextLines(process))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN_LOGGER).setLevel(logging.INFO)


def _with_ids(record: logging.LogRecord) -> bool:
    record.ids = dict(_ids.get())
    return True


class _JsonLines(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "ids", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class _TextLines(logging.Formatter):
    """A line for a person; the ids stand at its end."""

    def __init__(self, process: str) -> None:
        super().__init__(f"%(asctime)s %(levelname)s {process} %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the standard library's name
        ids = "".join(f" {name}={value}" for name, value in getattr(record, "ids", {}).items())
        return f"{super().formatMessage(record)}{ids}"
