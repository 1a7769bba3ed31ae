"""Sums by bucket, in memory: rows grouped by integer keys and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.limits import MOST_SUM, fits, numbers_too_large
from learning.domain.facts import MISSING

Matrix = NDArray[np.int64]

PACKED: Final = 2**62
"""Keys are packed into one integer while their ranges together stay below this."""


@dataclass(frozen=True, slots=True)
class BucketSums:
    """Sums by bucket, in the order of the keys."""

    names: tuple[str, ...]
    """The facts of the columns of `sums` after the first, which counts observations."""
    keys: Matrix
    sums: Matrix

    def __len__(self) -> int:
        """How many buckets."""
        return len(self.keys)

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest first key; there must be a bucket."""
        return int(self.keys[0, 0]), int(self.keys[-1, 0])

    def between(self, first: int, last: int) -> BucketSums:
        """The buckets at some places, the last one excluded."""
        return BucketSums(self.names, self.keys[first:last], self.sums[first:last])

    def widen(self, names: tuple[str, ...]) -> BucketSums:
        """The same sums with columns for more facts."""
        if names == self.names:
            return self
        wide = np.full((len(self.sums), 1 + len(names)), MISSING, dtype=np.int64)
        wide[:, 0] = self.sums[:, 0]
        for place, name in enumerate(self.names, start=1):
            wide[:, 1 + names.index(name)] = self.sums[:, place]
        return BucketSums(names, self.keys, wide)


def key_columns(*columns: Matrix) -> Matrix:
    """Keys as a matrix with each column in one piece: packing them reads column by column."""
    return np.array(columns, dtype=np.int64).T


def sum_parts(parts: Sequence[BucketSums]) -> BucketSums:
    """Several parts together; the names are those of the widest."""
    if len(parts) == 1:
        return parts[0]
    names = max((part.names for part in parts), key=len)
    wide = [part.widen(names) for part in parts]
    # Each column in one piece: they are summed one by one.
    keys = np.concatenate([part.keys.T for part in wide], axis=1).T
    return sum_buckets(names, keys, np.concatenate([part.sums.T for part in wide], axis=1).T)


def sum_buckets(names: tuple[str, ...], keys: Matrix, values: Matrix) -> BucketSums:
    """Sum rows (a count, then facts) by their keys; a sum of nothing but MISSING is MISSING."""
    if not len(keys):
        return BucketSums(names, keys, values)
    packed = _pack(keys)
    # Stable: parts that are sorted themselves are merged, not sorted again.
    order = np.argsort(packed, kind="stable") if packed.ndim == 1 else np.lexsort(packed.T[::-1])
    ranked = packed.take(order, axis=0)
    changes = ranked[1:] != ranked[:-1]
    first = np.flatnonzero(np.concatenate([[True], changes if packed.ndim == 1 else changes.any(axis=1)]))
    leaders = keys.T.take(order.take(first), axis=1).T
    # One column after the other: adding up rows of ten numbers takes three times as long.
    return BucketSums(names, leaders, np.array([_sum_column(one, order, first) for one in values.T]).T)


def _sum_column(values: Matrix, order: Matrix, first: Matrix) -> Matrix:
    """The sums of one column by bucket."""
    missing = values == MISSING
    is_whole = not missing.any()
    known = values if is_whole else np.where(missing, 0, values)
    if not _surely_fit(known) and not fits(np.abs(known.astype(np.float64)).sum()):
        raise numbers_too_large()
    sums = np.add.reduceat(known.take(order), first)
    return sums if is_whole else np.where(np.logical_or.reduceat(~missing.take(order), first), sums, MISSING)


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
