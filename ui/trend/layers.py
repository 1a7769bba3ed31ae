"""What lies over the lines of a trend: the expected range, changes of level, a goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from learning.domain.analyses import ChangePoint, DecomposedDay, Decomposition, SeriesScale
from learning.domain.annotations import Annotation
from learning.domain.goals import Goal
from learning.domain.trends import Bucket, Scope, TrendQuery
from services.glossary import GlossaryEntry
from services.goals import is_total
from ui.calendar_words import MONTHS, day_words
from ui.charts.drawing import Line
from ui.charts.marks import Band, GoalLine, ShiftMark
from ui.goal_words import target_words
from ui.numbers import change_words, count_words, interval_words, value_words

EXPECTED: Final = "expected (95 %)"
OUTSIDE: Final = "not as expected"
JUDGED: Final = "the expected"
BY_CHANCE: Final = 0.05
"""The part of days that a 95 % range leaves out."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What is drawn over a trend beside its lines."""

    notes: Sequence[Annotation] = ()
    expected: Decomposition | None = None
    shifts: Sequence[ChangePoint] = ()
    scale: SeriesScale = SeriesScale.LOG
    """Of the changes: relative, or in the metric's unit."""
    goal: Goal | None = None


def expected_band(found: Decomposition, first: date, last: date) -> Band | None:
    """Return the days of a range with the range in which each was expected; None where no day has one."""
    days = [day for day in found.days if first <= day.day <= last]
    if not any(_has_band(day) for day in days):
        return None
    known = [day if _has_band(day) else replace(day, low_95=None, high_95=None) for day in days]
    return Band(
        EXPECTED,
        tuple(day.day for day in known),
        tuple(day.low_95 for day in known),
        tuple(day.high_95 for day in known),
    )


def _has_band(day: DecomposedDay) -> bool:
    return day.low_95 is not None and day.high_95 is not None


def among_expected(entry: GlossaryEntry, lines: Sequence[Line], found: Decomposition) -> list[Line]:
    """Tell for each single day what was expected of it, and draw those outside apart.

    One shaded range is enough: the intervals of the lines give way to that of the days.
    """
    single = [line for line in lines if line.dots] or list(lines)
    made: list[Line] = []
    for line in lines:
        bare = replace(line, lows=(), highs=())
        if line not in single:
            made.append(bare)
            continue
        hover, outside = _judged(entry, line, found)
        made.append(replace(bare, hover=hover))
        if any(value is not None for value in outside):
            made.append(replace(bare, name=OUTSIDE, values=outside, hover=hover, dots=True, odd=True, in_legend=True))
    return made


def _judged(entry: GlossaryEntry, line: Line, found: Decomposition) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """The words of each point with what was expected of its day, and the values that lie outside."""
    by_day = {day.day: day for day in found.days}
    hover: list[str] = []
    outside: list[float | None] = []
    for day, value, words in zip(line.days, line.values, line.hover, strict=True):
        known = by_day.get(day)
        if value is None or known is None or known.low_95 is None or known.high_95 is None:
            hover.append(words)
            outside.append(None)
            continue
        odd = not known.low_95 <= value <= known.high_95
        expected = interval_words(known.low_95, known.high_95, entry.unit).removeprefix("about ")
        hover.append(f"{words}<br>{'outside' if odd else 'within'} {JUDGED} {expected}")
        outside.append(value if odd else None)
    return tuple(hover), tuple(outside)


def part_words(lines: Sequence[Line], bucket: Bucket) -> str:
    """Explain the hollow points, if there are any."""
    hollow = any(any(line.partial) for line in lines)
    return f"○ Only a part of this {bucket.value} lies in the range." if hollow else ""


def outside_words(lines: Sequence[Line]) -> str:
    """Count the days outside the expected range beside how many chance alone would put there."""
    judged = sum(JUDGED in text for line in lines if not line.odd for text in line.hover)
    if not judged:
        return ""
    outside = sum(value is not None for line in lines if line.odd for value in line.values)
    by_chance = max(1, round(judged * BY_CHANCE))
    return (
        f"◇ {outside} of {count_words(judged, 'day')} outside the expected range; chance alone gives about {by_chance}."
    )


def shifts_within(points: Sequence[ChangePoint], first: date, last: date) -> list[ChangePoint]:
    """Return the changes of level whose days touch a range."""
    return [point for point in points if point.low <= last and point.high >= first]


def shift_marks(
    entry: GlossaryEntry, points: Sequence[ChangePoint], scale: SeriesScale, window: tuple[date, date]
) -> tuple[ShiftMark, ...]:
    """Turn changes of level into marks that stay within the picture."""
    first, last = window
    return tuple(
        ShiftMark(
            min(max(point.day, first), last),
            min(max(point.low, first), last),
            min(max(point.high, first), last),
            shift_words(entry, point, scale),
        )
        for point in shifts_within(points, first, last)
    )


def shift_words(entry: GlossaryEntry, point: ChangePoint, scale: SeriesScale) -> str:
    """Say what changed, by how much and when, each with its range: '... went up by about 18 % (9 % to 27 %) ...'."""
    verb = "went up" if point.change > 0 else "went down"
    size = _size_words(abs(point.change), entry, scale).removeprefix("+")
    low, high = point.change_low, point.change_high
    if low < 0 < high:
        spread = f"{_size_words(low, entry, scale)} to {_size_words(high, entry, scale)}"
    else:
        near, far = sorted((abs(low), abs(high)))
        spread = " to ".join(_size_words(edge, entry, scale).removeprefix("+") for edge in (near, far))
    when = (
        f"on {day_words(point.day)}" if point.low == point.high else f"between {between_words(point.low, point.high)}"
    )
    days = f"{point.n_before} days before, {point.n_after} after"
    return f"{entry.label} {verb} by about {size} ({spread}, 95 %) {when}; {days}"


def _size_words(change: float, entry: GlossaryEntry, scale: SeriesScale) -> str:
    return change_words(change) if scale is SeriesScale.LOG else value_words(change, entry.unit)


def between_words(first: date, last: date) -> str:
    """Write two days for a sentence: '3 and 9 Oct 2026'."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} and {day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} and {day_words(last)}"
    return f"{day_words(first)} and {day_words(last)}"


def goal_line(entry: GlossaryEntry, goal: Goal, days: Sequence[date], query: TrendQuery) -> GoalLine | None:
    """Draw a goal over the points of a trend: that of a total counts for one day and is raised to the point's days."""
    if not days or (query.by_platform and is_total(goal.metric)):
        return None
    spans = [bucket_span(day, query.bucket, query.scope) for day in days]
    targets = tuple(goal.target * ((last - first).days + 1 if is_total(goal.metric) else 1) for first, last in spans)
    # Where the line runs level its ends say all.
    kept = [
        place
        for place, target in enumerate(targets)
        if place in (0, len(targets) - 1) or not targets[place - 1] == target == targets[place + 1]
    ]
    return GoalLine(
        f"Goal {target_words(entry, goal)}",
        tuple(days[place] for place in kept),
        tuple(targets[place] for place in kept),
    )


def bucket_span(start: date, bucket: Bucket, scope: Scope) -> tuple[date, date]:
    """Return the first and last day behind a point, clipped to the range that is shown."""
    if bucket is Bucket.MONTH:
        start = start.replace(day=1)
        finish = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    elif bucket is Bucket.WEEK:
        start -= timedelta(days=start.weekday())
        finish = start + timedelta(days=6)
    else:
        finish = start
    return min(max(start, scope.first), scope.last), max(min(finish, scope.last), scope.first)
