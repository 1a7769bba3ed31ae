"""Answers to the pages' questions, kept until something changes.

The key of every entry names the brand, its data, settings and notes versions, and the question: an import, an undo or a
note raises a version, so nothing stale is ever shown and no entry needs to be thrown away by hand. All people of this
process share the answers as they are, without a copy each: records are frozen, figures finished, no page changes one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import plotly.graph_objects as go

from learning.domain.brands import Brand
from services.operations import CacheCount, track_operation
from ui.charts.figure import ChartFigure
from ui.once import Once
from ui.runtime import services
from ui.turns import TURNS

ENTRIES: Final = 1_000
CacheKey = tuple[int, int, int, int, str, str]
Answer = TypeVar("Answer")


class Answers:
    """The latest answers; of several people who ask the same at once, one computes and the others wait."""

    def __init__(self, entries: int = ENTRIES) -> None:
        """Keep at most so many."""
        self._entries = entries
        self._kept: OrderedDict[CacheKey, tuple[Any]] = OrderedDict()
        self._under_way: dict[CacheKey, threading.Lock] = {}
        self._lock = threading.Lock()
        self.questions = 0
        self.computed = 0

    def give(self, key: CacheKey, compute: Callable[[], Any]) -> Any:
        """Return what was computed for the same key before, or compute it; a failure is not kept."""
        held, turn = self._find(key)
        if held is not None:
            return held[0]
        with turn:
            held, _ = self._find(key, again=True)
            if held is None:
                try:
                    held = (compute(),)
                    self._keep(key, held)
                finally:
                    with self._lock:
                        self._under_way.pop(key, None)
        return held[0]

    def forget(self) -> None:
        """Throw all of them away."""
        with self._lock:
            self._kept.clear()

    def _find(self, key: CacheKey, *, again: bool = False) -> tuple[tuple[Any] | None, threading.Lock]:
        with self._lock:
            self.questions += not again
            held = self._kept.get(key)
            if held is not None:
                self._kept.move_to_end(key)
                return held, self._lock
            return None, self._under_way.setdefault(key, threading.Lock())

    def _keep(self, key: CacheKey, held: tuple[Any]) -> None:
        with self._lock:
            self.computed += 1
            self._kept[key] = held
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)


@Once
def answers() -> Answers:
    """Return the answers of this process."""
    return Answers()


def cache_key(brand: Brand, block: str, question: object = "") -> CacheKey:
    """Name an answer: who is asked, as of which versions, and what."""
    return brand.id, brand.data_version, brand.settings_version, brand.notes_version, block, repr(question)


def cache_count() -> CacheCount:
    """Tell how often the cache could answer, since the start of the process."""
    held = answers()
    return CacheCount(max(held.questions - held.computed, 0), held.computed)


def cached(key: CacheKey, compute: Callable[[], Any]) -> Any:
    """Return what was computed for the same key before, or compute it."""

    def timed() -> Any:
        TURNS.give_away()
        with track_operation("answer", key[4]):
            return compute()

    return answers().give(key, timed)


def drawn(key: CacheKey, draw: Callable[[], ChartFigure]) -> go.Figure:
    """Return a figure that was drawn before, or draw it; drawing costs more than reading."""

    def finished() -> ChartFigure:
        figure = draw()
        figure.finish()
        return figure

    return cast("go.Figure", cached(key, finished))


def ask(key: CacheKey, read: Callable[[Any], Answer]) -> Answer:
    """Read in one transaction, or give what was read for the same key before."""

    def compute() -> Answer:
        with services().store.read() as work:
            return read(work)

    return cast("Answer", cached(key, compute))
