"""How often do people speak of each theme, and does that change?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.stats.proportions import newcombe_interval, wilson_interval

RECENT_DAYS: Final = 28
WEEKS: Final = 26
FEWEST_NOTES: Final = 5
"""Notes that each of the two spans needs before a change between them is told."""


@dataclass(frozen=True, slots=True)
class ThemeNote:
    """What the themes need of one note."""

    day: int
    """Epoch day."""
    themes: tuple[str, ...]
    is_negative: bool


@dataclass(frozen=True, slots=True)
class ThemeTrend:
    """One theme over time."""

    name: str
    n: int
    of: int
    """All notes."""
    share: float
    low: float
    """95 % interval of the share."""
    high: float
    negative: int
    recent: int
    recent_of: int
    before: int
    before_of: int
    change: float | None
    """Difference of the shares of the last RECENT_DAYS and of as many days before, in parts of one."""
    change_low: float | None
    change_high: float | None
    reason: str
    """Why no change is told; '' where one is."""
    weeks: tuple[int, ...]
    """Notes by week, at most WEEKS, the last one ending today."""


def theme_trends(notes: Sequence[ThemeNote], today: int) -> tuple[ThemeTrend, ...]:
    """Count themes, with the interval of each share and of its change.

    Args:
        notes: Of a brand.
        today: Epoch day.

    Returns:
        The most frequent first. Shares with the score interval (Wilson, 1927), the change of the last 28 days against
        the 28 before with its hybrid (Newcombe, 1998, method 10); no change from fewer than FEWEST_NOTES in a span.
    """
    names = dict.fromkeys(theme for note in notes for theme in note.themes)
    found = [_trend(name, notes, today) for name in names]
    return tuple(sorted(found, key=lambda one: (-one.n, one.name)))


def _trend(name: str, notes: Sequence[ThemeNote], today: int) -> ThemeTrend:
    own = [note for note in notes if name in note.themes]
    low, high = wilson_interval(np.array([float(len(notes))]), np.array([float(len(own))]))
    recent, recent_of = _between(own, notes, today - RECENT_DAYS, today)
    before, before_of = _between(own, notes, today - 2 * RECENT_DAYS, today - RECENT_DAYS)
    change = change_low = change_high = None
    reason = f"fewer than {FEWEST_NOTES} notes in the last {RECENT_DAYS} days or the {RECENT_DAYS} before"
    if min(recent_of, before_of) >= FEWEST_NOTES:
        spans = [(np.array([float(of)]), np.array([float(k)])) for k, of in ((before, before_of), (recent, recent_of))]
        lower, upper = newcombe_interval(spans[0], spans[1])
        change, change_low, change_high = recent / recent_of - before / before_of, float(lower[0]), float(upper[0])
        reason = ""
    ages = np.array([(today - note.day) // 7 for note in own], dtype=np.int64)
    counts = np.bincount(ages[(ages >= 0) & (ages < WEEKS)], minlength=WEEKS)[::-1]
    return ThemeTrend(
        name=name,
        n=len(own),
        of=len(notes),
        share=len(own) / len(notes),
        low=float(low[0]),
        high=float(high[0]),
        negative=sum(note.is_negative for note in own),
        recent=recent,
        recent_of=recent_of,
        before=before,
        before_of=before_of,
        change=change,
        change_low=change_low,
        change_high=change_high,
        reason=reason,
        weeks=tuple(counts.tolist()),
    )


def _between(own: Sequence[ThemeNote], notes: Sequence[ThemeNote], after: int, last: int) -> tuple[int, int]:
    return sum(after < note.day <= last for note in own), sum(after < note.day <= last for note in notes)
