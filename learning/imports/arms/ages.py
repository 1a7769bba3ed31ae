"""Results by days since a unit first saw its version, from files that tell both moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.experiment_records import NO_DAY, SumRow, Variant
from learning.imports.arms.cells import Floats, Ints

MOST_AGES: Final = 60
"""Days since the first exposure that are told apart."""


@dataclass(slots=True)
class _Cohorts:
    """What is known of one metric: units by first day, results by first day and age."""

    units: dict[tuple[int, int], int] = field(default_factory=dict)
    """(arm, first day) -> units."""
    results: dict[tuple[int, int, int], tuple[float, float]] = field(default_factory=dict)
    """(arm, first day, age) -> sum and sum of squares."""
    last: int = NO_DAY
    """The last day of which the file knows something."""


class AgeSums:
    """Adds up results by arm, first day and days since then."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._metrics: dict[str, _Cohorts] = {}

    def take(self, metric: str, arms: Ints, values: Floats, days: tuple[Ints, Ints]) -> None:
        """Add some units.

        Args:
            metric: Whose results they are.
            arms: Number of the arm of each unit.
            values: Its result.
            days: Its first day, and the day of its result (NO_DAY where it has none).
        """
        cohorts = self._metrics.setdefault(metric, _Cohorts())
        first, then = days
        cohorts.last = max(cohorts.last, int(first.max(initial=NO_DAY)), int(then.max(initial=NO_DAY)))
        groups, counts = np.unique(np.stack([arms, first]), axis=1, return_counts=True)
        for (arm, day), count in zip(groups.T.tolist(), counts.tolist(), strict=True):
            cohorts.units[arm, day] = cohorts.units.get((arm, day), 0) + count
        told = (then != NO_DAY) & (then >= first) & (then - first < MOST_AGES) & (values != 0)
        if not told.any():
            return
        keys = np.stack([arms[told], first[told], (then - first)[told]])
        groups, places = np.unique(keys, axis=1, return_inverse=True)
        places = places.reshape(-1)
        sums = np.bincount(places, weights=values[told])
        squares = np.bincount(places, weights=values[told] ** 2)
        for key, one, two in zip(groups.T.tolist(), sums.tolist(), squares.tolist(), strict=True):
            before = cohorts.results.get(tuple(key), (0.0, 0.0))
            cohorts.results[key[0], key[1], key[2]] = (before[0] + one, before[1] + two)

    def rows(self, arms: Mapping[int, str], binary: frozenset[str]) -> tuple[SumRow, ...]:
        """Give the sums of one test by days since the first exposure.

        Args:
            arms: Number of each arm -> its label.
            binary: Metrics of yes and no, which need no squares.

        Returns:
            Rows whose day is the age. Of each age those units count that the file has followed so long: who came later
            can have no result at that age yet, and would make every effect fade.
        """
        found: list[SumRow] = []
        for metric, cohorts in self._metrics.items():
            firsts = [day for arm, day in cohorts.units if arm in arms]
            if not firsts or not cohorts.results:
                continue
            for age in range(min(cohorts.last - min(firsts) + 1, MOST_AGES)):
                rows = [
                    _row(metric, label, cohorts, (arm, age), is_binary=metric in binary) for arm, label in arms.items()
                ]
                if all(row.n for row in rows):
                    found += rows
        return tuple(found)


def _row(metric: str, label: str, cohorts: _Cohorts, key: tuple[int, int], *, is_binary: bool) -> SumRow:
    arm, age = key
    followed = [day for one, day in cohorts.units if one == arm and day + age <= cohorts.last]
    results = [cohorts.results.get((arm, day, age), (0.0, 0.0)) for day in followed]
    return SumRow(
        metric=metric,
        arm=label,
        n=sum(cohorts.units[arm, day] for day in followed),
        total=sum(total for total, _ in results),
        squares=None if is_binary else sum(squares for _, squares in results),
        variant=Variant.BY_AGE,
        day=age,
    )


def strange_ages(first: Ints, then: Ints) -> NDArray[np.bool_]:
    """Say which results lie before the first exposure.

    Args:
        first: First day of each unit.
        then: Day of its result; NO_DAY where it has none.

    Returns:
        One flag per unit.
    """
    found: NDArray[np.bool_] = (then != NO_DAY) & (first != NO_DAY) & (then < first)
    return found
