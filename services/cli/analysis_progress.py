"""Analyses after a change of data, told on standard error."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from typing import Final

from db.engine import Store
from services.analyses.upkeep import follow_change

SECONDS_BETWEEN: Final = 1.0


def analyse(store: Store, now: datetime, brand_id: int | None = None) -> None:
    """Analyse the series of one brand, or of every brand, if their data changed; a failure is logged, not raised."""
    follow_change(store, now, brand_id, on_series=_Line())


class _Line:
    def __init__(self) -> None:
        self._next = time.monotonic() + SECONDS_BETWEEN

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SECONDS_BETWEEN
        sys.stderr.write(f"analysing series {done + 1} of {total}\n")
        sys.stderr.flush()
