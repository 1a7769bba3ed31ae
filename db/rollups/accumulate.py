"""Sums of new observations, taken while they are written.

For rows whose keys the store cannot hold yet, the sum of a bucket is what it was plus the sum of the new rows: no fact
has to be read again. As soon as one row meets a stored one, the buckets are summed from the facts instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.limits import MOST_SUM, fits, numbers_too_large
from db.schema.rollups import rollup_day, rollup_hour, rollup_hour_of_week
from learning.domain.facts import MISSING

Matrix = NDArray[np.int64]

MOST_GROUPS: Final = 400_000
"""Beyond this many buckets the sums would take more memory than they save time."""

WAITING_GROUPS: Final = 200_000
"""So many buckets of single chunks may wait before they are added together."""

PACKED: Final = 2**62
"""Keys are packed into one integer while their ranges together stay below this."""


_OF_HOURS: Final[dict[str, Callable[[Matrix], Matrix]]] = {
    rollup_day.name: lambda hours: hours // 24,
    rollup_hour_of_week.name: lambda hours: (hours + 72) % 168,
}
"""Rollups that are sums of the hourly one, and how their first key follows from its."""


@dataclass(frozen=True, slots=True)
class BucketSums:
    """Sums by bucket."""

    names: tuple[str, ...]
    """The facts of the columns of `sums` after the first, which counts observations."""
    keys: Matrix
    sums: Matrix

    def widen(self, names: tuple[str, ...]) -> BucketSums:
        """The same sums with columns for more facts."""
        if names == self.names:
            return self
        wide = np.full((len(self.sums), 1 + len(names)), MISSING, dtype=np.int64)
        wide[:, 0] = self.sums[:, 0]
        for place, name in enumerate(self.names, start=1):
            wide[:, 1 + names.index(name)] = self.sums[:, place]
        return BucketSums(names, self.keys, wide)

    def added_to(self, other: BucketSums) -> BucketSums:
        """Both together; the names are those of the wider one."""
        return sum_parts([self, other])


def sum_parts(parts: list[BucketSums]) -> BucketSums:
    """Several parts together; the names are those of the widest."""
    if len(parts) == 1:
        return parts[0]
    names = max((part.names for part in parts), key=len)
    wide = [part.widen(names) for part in parts]
    keys, sums = ([part.keys for part in wide], [part.sums for part in wide])
    return sum_buckets(names, np.concatenate(keys), np.concatenate(sums))


def sum_buckets(names: tuple[str, ...], keys: Matrix, values: Matrix) -> BucketSums:
    """Sum rows (a count, then facts) by their keys; a sum of nothing but MISSING is MISSING."""
    if not len(keys):
        return BucketSums(names, keys, values)
    missing = values == MISSING
    known = np.where(missing, 0, values) if missing.any() else values
    if not _surely_fit(known) and not fits(np.abs(known.astype(np.float64)).sum(axis=0)):
        raise numbers_too_large()
    packed = _pack(keys)
    order = np.argsort(packed) if packed.ndim == 1 else np.lexsort(packed.T[::-1])
    ranked = packed[order]
    changes = ranked[1:] != ranked[:-1]
    first = np.flatnonzero(np.concatenate([[True], changes if packed.ndim == 1 else changes.any(axis=1)]))
    sums = np.add.reduceat(known[order], first, axis=0)
    if known is values:
        return BucketSums(names, keys[order[first]], sums)
    reported = np.logical_or.reduceat(~missing[order], first, axis=0)
    return BucketSums(names, keys[order[first]], np.where(reported, sums, MISSING))


def _surely_fit(values: Matrix) -> bool:
    """Whether even the largest value in every row would not leave 64 bits: looks at two numbers only."""
    return max(int(values.max()), -int(values.min())) * len(values) < MOST_SUM


def _pack(keys: Matrix) -> Matrix:
    """The keys as one integer per row where their ranges allow: one sort instead of one per column."""
    lows, highs = keys.min(axis=0), keys.max(axis=0)
    spans = (highs - lows + 1).tolist()
    total = 1
    for span in spans:
        total *= span
    if total >= PACKED:
        return keys
    packed = np.zeros(len(keys), dtype=np.int64)
    for column, span in enumerate(spans):
        packed = packed * span + (keys[:, column] - lows[column])
    return packed


class RunSums:
    """The sums of one run for one hourly cut, by rollup."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: dict[str, list[BucketSums]] = {}
        self._dropped: set[str] = set()

    def add(self, names: tuple[str, ...], keys: Mapping[str, Matrix], facts: Matrix) -> None:
        """Add new observations: the keys by hour and by content, and the facts of all; days follow from hours."""
        values = np.concatenate([np.ones((len(facts), 1), dtype=np.int64), facts], axis=1)
        for rollup, bucket_keys in keys.items():
            part = sum_buckets(names, bucket_keys, values)
            self._keep(rollup, part)
            if rollup == rollup_hour.name:
                for coarser, of_hours in _OF_HOURS.items():
                    regrouped = np.column_stack([of_hours(part.keys[:, 0]), part.keys[:, 1:]])
                    self._keep(coarser, sum_buckets(names, regrouped, part.sums))

    def _keep(self, rollup: str, part: BucketSums) -> None:
        if rollup in self._dropped:
            return
        parts = self._parts.setdefault(rollup, [])
        parts.append(part)
        # Parts wait until they have doubled, so that every row is summed only a few times.
        if sum(len(each.keys) for each in parts[1:]) > max(len(parts[0].keys), WAITING_GROUPS):
            parts[:] = [sum_parts(parts)]
        if len(parts[0].keys) > MOST_GROUPS:
            self._dropped.add(rollup)
            parts.clear()

    def find(self, rollup: str) -> BucketSums | None:
        """The sums of a rollup, by its table's name; None where the buckets are too many: then the facts are read."""
        parts = self._parts.get(rollup, [])
        together = sum_parts(parts) if parts else None
        return None if together is None or len(together.keys) > MOST_GROUPS else together
