"""Over months: how often do people speak of each theme, how do they feel, and does that go up or down?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.anomalies import Floats
from learning.stats.quantiles import t_quantile

FEWEST_MONTHS: Final = 4
"""Months with notes that a trend needs."""
FEWEST_OF_NAME: Final = 5


@dataclass(frozen=True, slots=True)
class MonthNote:
    """What the report needs of one note."""

    month: int
    """12 x year + month - 1."""
    names: tuple[str, ...]
    """Its themes, or its feeling."""


@dataclass(frozen=True, slots=True)
class MonthTrend:
    """One theme or feeling over months."""

    name: str
    n: int
    of: int
    """All notes of these months."""
    counts: tuple[int, ...]
    """By month, the oldest first."""
    totals: tuple[int, ...]
    slope: float | None
    """Change of the share in a month, in parts of one."""
    low: float | None
    high: float | None
    reason: str
    """Why no trend is told; '' where one is."""

    @property
    def share(self) -> float:
        """Of all notes of these months."""
        return self.n / self.of


def month_trends(notes: Sequence[MonthNote], first: int, last: int) -> tuple[MonthTrend, ...]:
    """Count names by month, with the trend of each share.

    The slope of the share on the month, weighted by the notes of each month (Armitage, Biometrics 1955), with a t
    interval whose variance is the binomial one times Pearson's dispersion where that is above 1 (McCullagh and Nelder,
    1989): notes that come in storms are not that many voices.

    Args:
        notes: Of a brand; those of other months are left out.
        first: The first month.
        last: The last one, from `first` on.

    Returns:
        The most frequent first; no trend from fewer than FEWEST_MONTHS months with notes or FEWEST_OF_NAME of a name.
    """
    months = last - first + 1
    here = [note for note in notes if first <= note.month <= last]
    totals = np.bincount([note.month - first for note in here], minlength=months)
    names = dict.fromkeys(name for note in here for name in note.names)
    found = []
    for name in names:
        own = np.bincount([note.month - first for note in here if name in note.names], minlength=months)
        slope, reason = _slope(own.astype(np.float64), totals.astype(np.float64))
        low, rate, high = (None, None, None) if slope is None else slope
        counts, of = tuple(int(one) for one in own), tuple(int(one) for one in totals)
        found.append(MonthTrend(name, int(own.sum()), len(here), counts, of, rate, low, high, reason))
    return tuple(sorted(found, key=lambda one: (-one.n, one.name)))


def _slope(own: Floats, totals: Floats) -> tuple[tuple[float, float, float] | None, str]:
    """Low, slope and high; or None, and why."""
    spoken = totals > 0
    if spoken.sum() < FEWEST_MONTHS:
        return None, f"fewer than {FEWEST_MONTHS} months with notes"
    if own.sum() < FEWEST_OF_NAME:
        return None, f"fewer than {FEWEST_OF_NAME} notes"
    share = own.sum() / totals.sum()
    if share == 1:
        return None, "every note says so"
    month, n, k = np.flatnonzero(spoken).astype(np.float64), totals[spoken], own[spoken]
    centred = month - (n * month).sum() / n.sum()
    width = (n * centred**2).sum()
    slope = (centred * k).sum() / width
    fitted = n * np.clip(share + slope * centred, 1e-9, 1 - 1e-9)
    degrees = len(month) - 2
    dispersion = ((k - fitted) ** 2 / (fitted * (1 - fitted / n))).sum() / degrees
    reach = t_quantile(degrees) * math.sqrt(max(1.0, dispersion) * share * (1 - share) / width)
    return (float(slope - reach), float(slope), float(slope + reach)), ""
