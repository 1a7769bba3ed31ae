"""Quantiles of numbers per unit, by arm: sums do not tell them, so the values are held while a file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.experiment_records import NO_LOOK, SumRow
from learning.domain.quantile_metrics import LEVELS, QuantileOf
from learning.imports.arms.cells import Floats, Ints
from learning.stats.quantile_bounds import sorted_bounds

MOST_VALUES: Final = 5_000_000
"""Values held of one metric (20 bytes each); a larger file is read for its sums alone."""
MOST_TESTS: Final = 20
"""A file of more tests is read for its sums alone."""
DAY_SECONDS: Final = 86_400


class QuantileKeeper:
    """Holds the values of each metric until the file is read."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._values: dict[str, list[Floats]] = {}
        self._arms: dict[str, list[NDArray[np.int32]]] = {}
        self._days: dict[str, list[Ints]] = {}
        self._held: dict[str, int] = {}

    def take(self, metric: str, values: Floats, arms: Ints, days: Ints) -> None:
        """Hold some values.

        Args:
            metric: Whose values they are.
            values: One per unit, all of them known.
            arms: Number of the arm of each.
            days: Day of each; NO_DAY where the file has none.
        """
        held = self._held[metric] = self._held.get(metric, 0) + len(values)
        if held > MOST_VALUES:
            for kept in (self._values, self._arms, self._days):
                kept.pop(metric, None)
            return
        self._values.setdefault(metric, []).append(values)
        self._arms.setdefault(metric, []).append(arms.astype(np.int32))
        self._days.setdefault(metric, []).append(days)

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each metric whose quantiles are not known.

        Returns:
            The sentences.
        """
        return tuple(
            f"{metric!r} has {held:,} values: quantiles are taken of up to {MOST_VALUES:,}."
            for metric, held in self._held.items()
            if held > MOST_VALUES
        )

    def rows(self, arms: Mapping[int, str]) -> tuple[SumRow, ...]:
        """Give the quantiles of the arms of one test.

        Args:
            arms: Number of each arm -> its label.

        Returns:
            Rows of every metric, arm and level, as `SumRow` holds a quantile; of a file with days one for each day,
            with everything up to it, as seconds since the test's first day. None where an arm has too few values.
        """
        found: list[SumRow] = []
        for metric, parts in self._values.items():
            numbers = np.concatenate(self._arms[metric])
            mine = np.isin(numbers, list(arms))
            values, numbers = np.concatenate(parts)[mine], numbers[mine]
            days = np.concatenate(self._days[metric])[mine]
            looks = np.unique(days)
            times = looks.tolist() if len(looks) > 1 else []
            for number, label in arms.items():
                own = np.flatnonzero(numbers == number)
                order = own[np.argsort(values[own], kind="stable")]
                found += _quantiles(metric, label, values[order], days[order], times)
        return tuple(found)


def _quantiles(metric: str, arm: str, ordered: Floats, days: Ints, times: Sequence[int]) -> list[SumRow]:
    """The quantiles of one arm: of all values, or of those up to each day."""
    if not times:
        return [row for word in LEVELS if (row := _row(QuantileOf(word, metric), arm, ordered, NO_LOOK)) is not None]
    found = []
    for day in times:
        so_far, look = ordered[days <= day], (day - times[0] + 1) * DAY_SECONDS
        rows = (_row(QuantileOf(word, metric), arm, so_far, look) for word in LEVELS)
        found += [row for row in rows if row is not None]
    return found


def _row(quantile: QuantileOf, arm: str, ordered: Floats, look: int) -> SumRow | None:
    bounds = sorted_bounds(ordered, quantile.level)
    if bounds is None:
        return None
    return SumRow(
        metric=quantile.name,
        arm=arm,
        n=bounds.n,
        total=bounds.value,
        look=look,
        base_total=bounds.lower,
        base_squares=bounds.upper,
        base_product=float(bounds.n),
    )
