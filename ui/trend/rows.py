"""A trend as a table: what a person gets who saves the data of the chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.annotations import Annotation
from learning.domain.platforms import platform_name
from learning.domain.timekeys import day_key
from learning.domain.trends import TrendPoint, TrendResult
from ui.notes.marks import note_words

TREND_HEADER: Final = (
    "Series",
    "From",
    "To",
    "Value",
    "Low (95 %)",
    "High (95 %)",
    "n",
    "Counted",
    "Mean of 7 days",
    "Notes",
)


def trend_rows(result: TrendResult, notes: Sequence[Annotation]) -> list[tuple[object, ...]]:
    """Return one row per point, the points of the earlier range last; each with the notes about its days."""
    rows: list[tuple[object, ...]] = []
    for series in result.series:
        rolling = {point.day: point.value for point in series.rolling}
        name = platform_name(series.platform) if series.platform else "all"
        rows += [_row(name, point, rolling.get(point.start), _told(point, notes)) for point in series.points]
    rolling = {point.day: point.value for point in result.previous_rolling}
    rows += [_row("compared with", point, rolling.get(point.start), "") for point in result.previous]
    return rows


def _row(name: str, point: TrendPoint, mean: float | None, notes: str) -> tuple[object, ...]:
    value = point.value
    return (
        name,
        point.start,
        point.finish,
        value.value,
        value.low,
        value.high,
        value.n,
        value.counted.value,
        mean,
        notes,
    )


def _told(point: TrendPoint, notes: Sequence[Annotation]) -> str:
    first, last = day_key(point.start), day_key(point.finish)
    return "; ".join(note_words(note) for note in notes if note.day_first <= last and note.day_last >= first)
