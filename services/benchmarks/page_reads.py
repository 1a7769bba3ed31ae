"""What a page reads from the store: how long it takes, and how long the same sums take on the raw rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from db.engine import Store
from db.figures.repository import Figures
from db.unit import UnitOfWork
from learning.domain.holdings import UnitRequest, UnitRows


@dataclass(slots=True)
class Reads:
    """What was read since the last `clear`."""

    seconds: float = 0.0
    """Within units of work that read: the statements, and what is computed from their rows."""
    cpu_seconds: float = 0.0
    """The same in processor time: what a busy machine does not stretch."""
    questions: list[UnitRequest] = field(default_factory=list)
    """Every question for sums."""

    def clear(self) -> None:
        """Begin anew."""
        self.seconds = self.cpu_seconds = 0.0
        self.questions.clear()


@contextmanager
def watched_reads() -> Iterator[Reads]:
    """Watch every reading unit of work of this process for as long as a block lasts."""
    found = Reads()
    read, read_units = Store.read, Figures.read_units

    @contextmanager
    def watched(store: Store) -> Iterator[UnitOfWork]:
        began, worked = time.perf_counter(), time.thread_time()
        try:
            with read(store) as work:
                yield work
        finally:
            found.seconds += time.perf_counter() - began
            found.cpu_seconds += time.thread_time() - worked

    def noted(figures: Figures, request: UnitRequest) -> UnitRows:
        found.questions.append(request)
        return read_units(figures, request)

    with mock.patch.object(Store, "read", watched), mock.patch.object(Figures, "read_units", noted):
        yield found


def time_on_raw_rows(store: Store, questions: list[UnitRequest]) -> float:
    """Seconds that the sums of some questions take where every observation is read, without rollups."""
    began = time.perf_counter()
    with store.read() as work:
        for question in questions:
            work.figures.read_raw_units(question)
    return time.perf_counter() - began
