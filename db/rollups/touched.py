"""Which buckets of a cut have to be summed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.schema.columns import UNKNOWN_DAY
from learning.domain.facts import MISSING

Ints = NDArray[np.int64]
Run = tuple[int, int]
"""First and last key, both included."""

MOST_RUNS: Final = 64
"""Summing an untouched bucket again changes nothing, so close runs are joined rather than asked for one by one."""

LONGEST_DAYS: Final = 31
"""Longer runs are cut, so that the rows of one sum fit into memory whatever the size of the file."""


def _none() -> Ints:
    return np.empty(0, dtype=np.int64)


@dataclass(slots=True)
class TouchedBuckets:
    """The days and local hours of one cut whose observations changed."""

    days: Ints = field(default_factory=_none)
    """UNKNOWN_DAY stands for observations without a day."""
    hours: Ints = field(default_factory=_none)

    def add(self, days: Ints, hours: Ints) -> None:
        """Mark the buckets of some observations; MISSING = not known."""
        self.days = np.union1d(self.days, np.where(days == MISSING, UNKNOWN_DAY, days))
        self.hours = np.union1d(self.hours, hours[hours != MISSING])

    def day_runs(self, most: int = MOST_RUNS) -> list[Run]:
        """The touched days as runs; the unknown day is a run of its own. A single run is never cut."""
        known = self.days[self.days != UNKNOWN_DAY]
        unknown: list[Run] = [(UNKNOWN_DAY, UNKNOWN_DAY)] if len(known) < len(self.days) else []
        found = runs(known, most)
        return unknown + (found if most == 1 else _cut(found, LONGEST_DAYS))

    def hour_runs(self, most: int = MOST_RUNS) -> list[Run]:
        """The touched hours as runs."""
        found = runs(self.hours, most)
        return found if most == 1 else _cut(found, LONGEST_DAYS * 24)


def runs(keys: Ints, most: int) -> list[Run]:
    """At most `most` runs that cover sorted keys: the widest gaps part them."""
    if not len(keys):
        return []
    gaps = np.diff(keys)
    wide = np.flatnonzero(gaps > 1)
    if len(wide) >= most:
        widest = np.argsort(gaps[wide], kind="stable")[len(wide) - most + 1 :]
        wide = np.sort(wide[widest])
    firsts = keys[np.concatenate([[0], wide + 1]).astype(np.int64)]
    lasts = keys[np.concatenate([wide, [len(keys) - 1]]).astype(np.int64)]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _cut(found: list[Run], longest: int) -> list[Run]:
    return [
        (first, min(first + longest - 1, last))
        for run_first, last in found
        for first in range(run_first, last + 1, longest)
    ]
