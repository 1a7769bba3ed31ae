"""A series by day as the analyses take it: one slot per day, gaps kept, on the scale on which its parts go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from learning.domain.analyses import SeriesScale
from learning.domain.anomalies import Floats
from learning.domain.observations import Ints
from learning.domain.timekeys import day_key

FEWEST_DAYS: Final = 28
LEAST_FILLED: Final = 0.3
"""Share of days with data from which on neighbours are near enough for a level and weekdays."""
TOO_FEW: Final = "needs at least four weeks with data; there are {found} days"
TOO_SPARSE: Final = "too few of the days have data ({found} of {all}) to tell trend from weekday"
NO_SPREAD: Final = "every day shows the same value"


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Every day from the first to the last with data."""

    first: int
    """Day key."""
    values: Floats
    """In the unit of the metric; NaN on days without data."""
    scaled: Floats
    """The logarithm where every value is above zero, else the value."""
    scale: SeriesScale

    @property
    def days(self) -> Ints:
        """Day keys."""
        return np.arange(self.first, self.first + len(self.values), dtype=np.int64)

    @property
    def weekdays(self) -> Ints:
        """0 (Monday) to 6; 1970-01-01 was a Thursday."""
        found: Ints = (self.days + 3) % 7
        return found

    @property
    def n(self) -> int:
        """Days with data."""
        return int(np.isfinite(self.values).sum())

    def unscale(self, scaled: Floats) -> Floats:
        """Put values of the series' scale into the unit of the metric."""
        found: Floats = np.exp(scaled) if self.scale is SeriesScale.LOG else scaled
        return found

    def refusal(self, *, least_filled: float = LEAST_FILLED) -> str | None:
        """Say why the series is not analysed, or None."""
        if self.n < FEWEST_DAYS:
            return TOO_FEW.format(found=self.n)
        if self.n < least_filled * len(self.values):
            return TOO_SPARSE.format(found=self.n, all=len(self.values))
        known = self.values[np.isfinite(self.values)]
        return NO_SPREAD if float(np.ptp(known)) == 0 else None


def make_daily_series(days: Sequence[date], values: Sequence[float | None]) -> DailySeries:
    """Put daily figures onto a calendar.

    Args:
        days: Days in any order, no day twice.
        values: The figure of each; None and NaN are days without data.

    Returns:
        The series from the first to the last day with data.
    """
    pairs = [
        (day_key(day), value)
        for day, value in zip(days, values, strict=True)
        if value is not None and np.isfinite(value)
    ]
    if not pairs:
        return DailySeries(0, np.empty(0), np.empty(0), SeriesScale.LINEAR)
    first, last = min(day for day, _ in pairs), max(day for day, _ in pairs)
    found = np.full(last - first + 1, np.nan)
    for day, value in pairs:
        found[day - first] = value
    positive = all(value > 0 for _, value in pairs)
    scaled = np.log(found) if positive else found
    return DailySeries(first, found, scaled, SeriesScale.LOG if positive else SeriesScale.LINEAR)
