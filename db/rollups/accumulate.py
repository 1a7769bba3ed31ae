"""Sums of new observations, taken while they are written.

For rows whose keys the store cannot hold yet, the sum of a bucket is what it was plus the sum of the new rows: no fact
has to be read again. As soon as one row meets a stored one, the buckets are summed from the facts instead.

Most files are in the order of time. What lies outside the time of the latest chunk is then unlikely to grow, and is
handed out to be written while the file is read. That is a guess and decides nothing: whoever writes sums adds them to
those that the store has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from db.rollups.bucket_sums import BucketSums, Matrix, sum_buckets, sum_parts
from db.schema.rollups import rollup_content, rollup_day, rollup_hour, rollup_hour_of_week

MOST_GROUPS: Final = 400_000
"""Beyond this many buckets the sums would take more memory than they save time."""

WAITING_GROUPS: Final = 200_000
"""So many buckets of single chunks may wait before they are added together."""

LEAST_SETTLED: Final = 10_000
"""Fewer buckets are not worth a statement of their own."""

IN_TIME: Final = frozenset({rollup_hour.name, rollup_day.name, rollup_content.name})
"""Rollups whose first key grows with time."""

_OF_HOURS: Final[dict[str, Callable[[Matrix], Matrix]]] = {
    rollup_day.name: lambda hours: hours // 24,
    rollup_hour_of_week.name: lambda hours: (hours + 72) % 168,
}
"""Rollups that are sums of the hourly one, and how their first key follows from its."""


class GrowingSums:
    """The sums of one rollup that are not written yet."""

    def __init__(self, *, in_time: bool) -> None:
        """Begin with nothing; `in_time` says whether the first key grows with time."""
        self._parts: list[BucketSums] = []
        self._in_order = in_time
        self._handed_out: tuple[int, int] | None = None
        self._dropped = False

    def add(self, part: BucketSums) -> None:
        """Add sums of a chunk."""
        if self._dropped or not len(part):
            return
        self._check_order(part)
        self._parts.append(part)
        # Parts wait until they have doubled, so that every row is summed only a few times.
        if sum(len(each) for each in self._parts[1:]) > max(len(self._parts[0]), WAITING_GROUPS):
            self._parts = [sum_parts(self._parts)]
        if len(self._parts[0]) > MOST_GROUPS:
            self._dropped = True
            self._parts.clear()

    def take_settled(self) -> BucketSums | None:
        """Hand out what lies outside the time of the latest part; None where that is little, or was wrong before."""
        if not self._in_order or not self._parts:
            return None
        low, high = self._parts[-1].span
        settled, open_still = [], []
        for part in self._parts:
            first, last = np.searchsorted(part.keys[:, 0], [low, high + 1]).tolist()
            settled += [part.between(0, first), part.between(last, len(part))]
            open_still.append(part.between(first, last))
        settled = [each for each in settled if len(each)]
        if sum(len(each) for each in settled) < LEAST_SETTLED:
            return None
        self._parts = [each for each in open_still if len(each)]
        together = sum_parts(settled)
        known = self._handed_out or together.span
        self._handed_out = (min(known[0], together.span[0]), max(known[1], together.span[1]))
        return together

    def rest(self) -> BucketSums | None:
        """What was not handed out; None where the buckets are too many: then the facts are read."""
        together = sum_parts(self._parts) if self._parts else None
        return None if together is None or len(together) > MOST_GROUPS else together

    @property
    def apart(self) -> bool:
        """Whether nothing of what is not handed out shares a first key with what is."""
        return self._in_order or self._handed_out is None

    def _check_order(self, part: BucketSums) -> None:
        """Hand out nothing more once rows come for what was handed out: each time would write it anew."""
        if self._handed_out is not None:
            low, high = part.span
            self._in_order &= high < self._handed_out[0] or low > self._handed_out[1]


class RunSums:
    """The sums of one run for one hourly cut, by rollup."""

    def __init__(self, *, first: bool = False) -> None:
        """Begin with nothing; `first` says that the cut held nothing before the run."""
        self._first = first
        self._sums: dict[str, GrowingSums] = {}

    def add(self, names: tuple[str, ...], keys: Mapping[str, Matrix], facts: Matrix) -> None:
        """Add new observations: the keys by hour and by content, and the facts of all; days follow from hours."""
        values = np.concatenate([np.ones((len(facts), 1), dtype=np.int64), facts], axis=1)
        for rollup, bucket_keys in keys.items():
            part = sum_buckets(names, bucket_keys, values)
            self._of(rollup).add(part)
            if rollup == rollup_hour.name:
                for coarser, of_hours in _OF_HOURS.items():
                    regrouped = part.keys.copy(order="K")
                    regrouped[:, 0] = of_hours(part.keys[:, 0])
                    self._of(coarser).add(sum_buckets(names, regrouped, part.sums))

    def take_settled(self) -> list[tuple[str, BucketSums]]:
        """Hand out the sums that are unlikely to grow, with the names of their rollups' tables."""
        found = [(rollup, sums.take_settled()) for rollup, sums in self._sums.items()]
        return [(rollup, settled) for rollup, settled in found if settled is not None]

    def find(self, rollup: str) -> BucketSums | None:
        """What was not handed out, by the table's name; None where the facts have to be read."""
        return self._of(rollup).rest()

    def is_new(self, rollup: str) -> bool:
        """Whether the store surely has none of the buckets that were not handed out."""
        return self._first and self._of(rollup).apart

    def _of(self, rollup: str) -> GrowingSums:
        return self._sums.setdefault(rollup, GrowingSums(in_time=rollup in IN_TIME))
