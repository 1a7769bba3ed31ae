"""What is season in a series and what is not, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from learning.domain.analyses import ChangePoints, Decomposition, SeasonFactor, SeriesScale
from learning.stats.standing_out import standing_out
from services.glossary import GlossaryEntry
from ui.calendar_words import WEEKDAYS, range_words
from ui.numbers import change_words, value_words
from ui.trend.layers import shift_words, shifts_within


def place_words(place: int, *, hours: bool) -> str:
    """Name a place of the season: 'Thursday', '18:00'."""
    return f"{place:02d}:00" if hours else WEEKDAYS[place]


def season_finding(entry: GlossaryEntry, factors: Sequence[SeasonFactor], scale: SeriesScale, *, hours: bool) -> str:
    """State which weekday or hour stands out, corrected for how many were looked at; else that none does."""
    label, noun = entry.label, "hour of the day" if hours else "weekday"
    found = standing_out(
        [_place(factor.factor, scale) for factor in factors],
        [_place(factor.low, scale) for factor in factors],
        [_place(factor.high, scale) for factor in factors],
    )
    if found.highest is None and found.lowest is None:
        return f"{label}: no {noun} stands out"
    parts: list[str] = []
    if found.highest is not None:
        parts.append(f"highest {_when(factors[found.highest], scale, entry, hours=hours)}")
    if found.lowest is not None:
        parts.append(f"lowest {_when(factors[found.lowest], scale, entry, hours=hours)}")
    return f"{label} is {' and '.join(parts)}"


def _when(factor: SeasonFactor, scale: SeriesScale, entry: GlossaryEntry, *, hours: bool) -> str:
    place = place_words(factor.place, hours=hours)
    where = f"around {place}" if hours else f"on {place}s"
    spread = f"{factor_words(factor.low, scale, entry)} to {factor_words(factor.high, scale, entry)}"
    return f"{where}, about {factor_words(factor.factor, scale, entry)} ({spread}, 95 %)"


def _place(value: float | None, scale: SeriesScale) -> float | None:
    """Differences from the mean on the scale on which their intervals are even."""
    if value is None or scale is SeriesScale.LINEAR:
        return value
    return math.log(value) if value > 0 else None


def factor_words(value: float | None, scale: SeriesScale, entry: GlossaryEntry) -> str:
    """Write what a place does: '+12 %' of the mean of all places, or a difference in the metric's unit."""
    if value is None:
        return "not known"
    if scale is SeriesScale.LOG:
        return change_words(value - 1)
    return f"{'+' if value > 0 else ''}{value_words(value, entry.unit)}"


def factor_hover(factor: SeasonFactor, scale: SeriesScale, entry: GlossaryEntry, *, hours: bool) -> str:
    """What the pointer shows for a place: its name, the value with its range, and n."""
    place = place_words(factor.place, hours=hours)
    if factor.factor is None:
        return f"{place}: too few days ({factor.n})"
    spread = f"{factor_words(factor.low, scale, entry)} to {factor_words(factor.high, scale, entry)}"
    return f"{place}: <b>{factor_words(factor.factor, scale, entry)}</b> ({spread}) · {factor.n} days"


def season_subtitle(found: Decomposition, factors: Sequence[SeasonFactor], noun: str) -> str:
    """Give metric, n, days and what the bars are measured against."""
    counts = [factor.n for factor in factors if factor.is_known]
    each = f"{min(counts)} to {max(counts)}" if min(counts) != max(counts) else f"{counts[0]}"
    parts = [f"against the mean of all {noun}s, with 95 % intervals", f"{each} days for each {noun}"]
    if found.days:
        parts.append(range_words(found.days[0].day, found.days[-1].day))
    return " · ".join(parts)


def level_finding(entry: GlossaryEntry, changes: ChangePoints | None, first: date, last: date) -> str:
    """State the latest change of level within a range; else that none was found."""
    if changes is None or changes.reason:
        return f"{entry.label} without its weekdays"
    within = shifts_within(changes.points, first, last)
    if not within:
        return f"{entry.label}: no change of level in these days"
    return shift_words(entry, within[-1], changes.scale).partition(";")[0]


def change_lines(entry: GlossaryEntry, changes: ChangePoints | None, first: date, last: date) -> list[str]:
    """Write each change of level within a range, and the last one before it."""
    if changes is None:
        return []
    if changes.reason:
        return [f"Changes of level were not looked for: {changes.reason}."]
    lines = [f"◆ {shift_words(entry, point, changes.scale)}." for point in shifts_within(changes.points, first, last)]
    earlier = [point for point in changes.points if point.high < first]
    if earlier:
        lines.append(f"Before these days: {shift_words(entry, earlier[-1], changes.scale)}.")
    return lines


def left_finding(entry: GlossaryEntry, found: Decomposition, first: date, last: date) -> str:
    """State how many days were not as expected beside how many chance would give."""
    days = [day for day in found.days if first <= day.day <= last and day.value is not None]
    judged = [day for day in days if day.low_95 is not None and day.high_95 is not None]
    if not judged:
        return f"{entry.label}: what neither the level nor the weekday explains"
    outside = sum(
        not (day.low_95 <= day.value <= day.high_95)
        for day in judged
        if day.value is not None and day.low_95 is not None and day.high_95 is not None
    )
    verb = "was" if outside == 1 else "were"
    return f"{entry.label}: {outside or 'none'} of {len(judged)} days {verb} outside the expected range"
