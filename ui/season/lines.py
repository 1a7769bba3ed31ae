"""A decomposed series as charts: the level with its changes, the bars of a season, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.analyses import ChangePoints, DecomposedDay, Decomposition, SeasonFactor, SeriesScale
from learning.domain.annotations import Annotation
from learning.domain.trends import Scope
from learning.metrics.definitions import MetricUnit
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words
from ui.charts.drawing import Line, TrendChart
from ui.notes.marks import note_marks
from ui.numbers import change_words, value_words
from ui.season.charts import SeasonBar
from ui.season.words import factor_hover
from ui.trend.layers import OUTSIDE, shift_marks

HEIGHT: Final = 300
WEEKDAY_LETTERS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class SeasonBars:
    """The bars of a season and how their axis is written."""

    bars: tuple[SeasonBar, ...]
    percent: bool
    """True where they are relative to the mean; else they are in the metric's unit."""


def season_bars(
    entry: GlossaryEntry, factors: Sequence[SeasonFactor], scale: SeriesScale, *, hours: bool
) -> SeasonBars:
    """Turn factors into bars up and down from the mean of all places."""
    relative = scale is SeriesScale.LOG

    def height(value: float | None) -> float | None:
        return value - 1 if relative and value is not None else value

    bars = tuple(
        SeasonBar(
            f"{factor.place:02d}" if hours else WEEKDAY_LETTERS[factor.place],
            height(factor.factor),
            height(factor.low),
            height(factor.high),
            factor_hover(factor, scale, entry, hours=hours),
        )
        for factor in factors
    )
    return SeasonBars(bars, percent=relative)


def level_chart(
    entry: GlossaryEntry,
    found: Decomposition,
    changes: ChangePoints | None,
    notes: Sequence[Annotation],
    scope: Scope,
) -> TrendChart:
    """Draw the level as a line among the days as reported, with the changes of level at the lower edge."""
    days = _within(found, scope)
    level = Line(
        "level without weekdays",
        tuple(day.day for day in days),
        tuple(day.trend for day in days),
        hover=tuple(f"level on {day_words(day.day)}: <b>{value_words(day.trend, entry.unit)}</b>" for day in days),
    )
    reported = Line(
        "days as reported",
        level.days,
        tuple(day.value for day in days),
        hover=tuple(f"{day_words(day.day)}: <b>{value_words(day.value, entry.unit)}</b>" for day in days),
        dots=True,
    )
    window = (scope.first, scope.last)
    return TrendChart(
        (level, reported),
        entry.unit,
        note_marks(notes, *window),
        HEIGHT,
        shifts=shift_marks(entry, changes.points, changes.scale, window) if changes else (),
        window=window,
    )


def left_chart(entry: GlossaryEntry, found: Decomposition, notes: Sequence[Annotation], scope: Scope) -> TrendChart:
    """Draw what is left of each day as a dot, and as a diamond where the day was not expected so."""
    days = _within(found, scope)
    relative = found.scale is SeriesScale.LOG
    hover = tuple(_left_hover(entry, day, relative=relative) for day in days)
    every = Line(
        "single days",
        tuple(day.day for day in days),
        tuple(day.remainder for day in days),
        hover=hover,
        dots=True,
    )
    odd = tuple(day.remainder if _is_outside(day) else None for day in days)
    lines = [every]
    if any(value is not None for value in odd):
        lines.append(Line(OUTSIDE, every.days, odd, hover=hover, dots=True, odd=True))
    window = (scope.first, scope.last)
    unit = MetricUnit.RATE if relative else entry.unit
    return TrendChart(tuple(lines), unit, note_marks(notes, *window), HEIGHT, window=window)


def _within(found: Decomposition, scope: Scope) -> list[DecomposedDay]:
    return [day for day in found.days if scope.first <= day.day <= scope.last]


def _is_outside(day: DecomposedDay) -> bool:
    if day.value is None or day.low_95 is None or day.high_95 is None:
        return False
    return not day.low_95 <= day.value <= day.high_95


def _left_hover(entry: GlossaryEntry, day: DecomposedDay, *, relative: bool) -> str:
    if day.remainder is None:
        return ""
    left = change_words(day.remainder) if relative else value_words(day.remainder, entry.unit)
    return f"{day_words(day.day)}: <b>{left}</b> against level and weekday ({value_words(day.value, entry.unit)})"
