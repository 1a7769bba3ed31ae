"""How fast did a post collect interactions in its first hours?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.posts import Capture, Velocity
from learning.metrics.catalog import INTERACTIONS

WINDOWS: Final = (1, 6, 24)
"""Hours after publication."""
HOUR: Final = 3_600
WIDEST_GAP: Final = 1.0
"""Two captures around the end of a window may lie this many windows apart: what is between them is not known."""


def velocities(
    published_at: int | None, captures: Sequence[Capture], *, windows: Sequence[int] = WINDOWS
) -> tuple[Velocity, ...]:
    """Give interactions per hour over the first hours after publication.

    Args:
        published_at: UTC seconds; None where the time of day is not known.
        captures: Running totals of the post, oldest first.
        windows: Lengths in hours, above 0.

    Returns:
        One record per window: the total at its end by its hours. The total is interpolated in a straight line between
        the last capture before the end (or zero at publication) and the first one at or after it, and only where these
        two lie at most one window apart; else None with the reason.
    """
    if published_at is None:
        return tuple(Velocity(hours, None, "no export gives the time of day it was published") for hours in windows)
    known = [(one.captured_at - published_at, _interactions(one)) for one in captures]
    points = [(0, 0.0), *sorted((age, total) for age, total in known if total is not None and age > 0)]
    return tuple(_velocity(points, hours) for hours in windows)


def _velocity(points: Sequence[tuple[int, float]], hours: int) -> Velocity:
    end = hours * HOUR
    before = max(point for point in points if point[0] <= end)
    after = min((point for point in points if point[0] >= end), default=None)
    word = "hour" if hours == 1 else f"{hours} hours"
    if after is None:
        newest = points[-1][0]
        seen = "it was never captured after publication" if newest == 0 else f"its last capture is from before {word}"
        return Velocity(hours, None, seen)
    if after[0] - before[0] > WIDEST_GAP * end:
        return Velocity(hours, None, f"no capture close enough to its first {word}")
    if after[0] == before[0]:
        return Velocity(hours, after[1] / hours)
    part = (end - before[0]) / (after[0] - before[0])
    return Velocity(hours, (before[1] + part * (after[1] - before[1])) / hours)


def _interactions(capture: Capture) -> float | None:
    held = [capture.facts[fact] for fact in INTERACTIONS if fact in capture.facts]
    return sum(held) if held else None
