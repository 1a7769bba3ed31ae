"""Small decomposed series, written by hand."""

from __future__ import annotations

from datetime import date, timedelta

from learning.domain.analyses import (
    ChangePoint,
    ChangePoints,
    DecomposedDay,
    Decomposition,
    SeasonFactor,
    SeriesScale,
)
from services.glossary import GlossaryEntry, glossary

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 28)
RATE: GlossaryEntry = next(entry for entry in glossary() if entry.name == "engagement_rate")
TOTAL: GlossaryEntry = next(entry for entry in glossary() if entry.name == "impressions")


def decomposed(
    values: list[float | None], *, first: date = FIRST, band: tuple[float, float] | None = (0.02, 0.04)
) -> Decomposition:
    """A relative series around a level of 3 %, expected between the ends of a band."""
    days = tuple(
        DecomposedDay(
            first + timedelta(days=index),
            value,
            0.03,
            None if value is None else value / 0.03 - 1,
            0.03 if band else None,
            band[0] if band else None,
            band[1] if band else None,
            None,
            None,
        )
        for index, value in enumerate(values)
    )
    known = sum(value is not None for value in values)
    return Decomposition(SeriesScale.LOG, known, days, weekdays(), hours=())


def weekdays(*, best: int = 3, factor: float = 1.2) -> tuple[SeasonFactor, ...]:
    """Seven weekdays, one of them surely above the others."""
    return tuple(
        SeasonFactor(place, factor, factor - 0.05, factor + 0.05, 20)
        if place == best
        else SeasonFactor(place, 0.97, 0.9, 1.05, 20)
        for place in range(7)
    )


def change(day: date, change: float = 0.18, low: float = 0.09, high: float = 0.27, *, days: int = 3) -> ChangePoint:
    """A change of level known to within some days either side."""
    spread = timedelta(days=days)
    return ChangePoint(day, day - spread, day + spread, change, low, high, 0.02, 0.0236, 41, 30)


def changes(*points: ChangePoint) -> ChangePoints:
    """Changes of level of a relative series."""
    return ChangePoints(SeriesScale.LOG, 71, FIRST, LAST, points)
