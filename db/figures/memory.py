"""What was read of a brand's data before, kept for as long as the data stand.

Which cuts there are, which days they cover, which values stand in a dimension: every question for figures needs it, and
only a change of data changes it. An entry belongs to a state of the data (brand, when it was made, data version), which
each transaction reads for itself: so it never sees what an earlier or later transaction saw of other data.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, select

from db.schema.brands import brand

ENTRIES: Final = 2_000
State = tuple[int, int, int]
Answer = TypeVar("Answer")


class FigureMemory:
    """The latest answers of one store, shared by its transactions; they are never changed."""

    def __init__(self, entries: int = ENTRIES) -> None:
        """Keep at most so many answers."""
        self._entries = entries
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: tuple[object, ...]) -> Any:
        """What is kept under a key; None where nothing is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[object, ...], value: object) -> None:
        """Keep an answer, and forget the one that was not asked for the longest."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)


class Recall:
    """What one transaction may recall."""

    def __init__(self, connection: Connection, memory: FigureMemory | None) -> None:
        """Without a memory (in a transaction that writes) everything is read."""
        self._connection = connection
        self._memory = memory
        self._states: dict[int, State] = {}
        self._brand_of_cut: dict[int, int] = {}

    def of_brand(self, brand_id: int, question: tuple[object, ...], read: Callable[[], Answer]) -> Answer:
        """The answer of earlier, or read anew."""
        if self._memory is None:
            return read()
        key = (self._state(brand_id), *question)
        held = self._memory.find(key)
        if held is None:
            # In a tuple, since an answer can be None.
            held = (read(),)
            self._memory.keep(key, held)
        return cast("Answer", held[0])

    def newest_of_brand(self, brand_id: int, question: tuple[object, ...], read: Callable[[], Answer]) -> Answer:
        """The same for a large answer: only that of the newest state is kept."""
        if self._memory is None:
            return read()
        key, state = (brand_id, *question), self._state(brand_id)
        held = self._memory.find(key)
        if held is None or held[0] != state:
            held = (state, read())
            self._memory.keep(key, held)
        return cast("Answer", held[1])

    def of_cut(self, cut_id: int, question: tuple[object, ...], read: Callable[[], Answer]) -> Answer:
        """The same for a cut that `knows_cuts` was told of; of any other it is read."""
        brand_id = self._brand_of_cut.get(cut_id)
        return read() if brand_id is None else self.of_brand(brand_id, (cut_id, *question), read)

    def knows_cuts(self, brand_id: int, cut_ids: list[int]) -> None:
        """Note whose data some cuts are."""
        self._brand_of_cut.update(dict.fromkeys(cut_ids, brand_id))

    def _state(self, brand_id: int) -> State:
        if brand_id not in self._states:
            columns = (brand.c.data_version, brand.c.created_at)
            row = self._connection.execute(select(*columns).where(brand.c.id == brand_id)).first()
            self._states[brand_id] = (brand_id, -1, -1) if row is None else (brand_id, int(row[0]), int(row[1]))
        return self._states[brand_id]
