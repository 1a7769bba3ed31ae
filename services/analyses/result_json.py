"""Results of analyses as JSON: what is stored of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from learning.domain.analyses import (
    ChangePoint,
    ChangePoints,
    DecomposedDay,
    Decomposition,
    SeasonFactor,
    SeriesScale,
)

DIGITS: Final = 7
"""Significant ones: more than any reader sees, and a third of the text."""
_COLUMNS: Final = ("value", "trend", "remainder", "expected", "low_95", "high_95", "low_80", "high_80")


def decomposition_payload(found: Decomposition) -> dict[str, object]:
    """Return a decomposition as JSON values; its days follow each other, so one date places them all."""
    return {
        "scale": found.scale.value,
        "n": found.n,
        "first": found.days[0].day.isoformat() if found.days else None,
        "days": {name: [_short(getattr(day, name)) for day in found.days] for name in _COLUMNS},
        "weekdays": [_factor_payload(one) for one in found.weekdays],
        "hours": [_factor_payload(one) for one in found.hours],
        "reason": found.reason,
        "band_reason": found.band_reason,
        "hours_reason": found.hours_reason,
    }


def read_decomposition(payload: Mapping[str, Any]) -> Decomposition:
    """Return the decomposition of JSON values."""
    columns = [payload["days"][name] for name in _COLUMNS]
    first = date.fromisoformat(payload["first"]) if payload["first"] else date.min
    return Decomposition(
        scale=SeriesScale(payload["scale"]),
        n=payload["n"],
        days=tuple(
            DecomposedDay(first + timedelta(days=place), *row) for place, row in enumerate(zip(*columns, strict=True))
        ),
        weekdays=_read_factors(payload["weekdays"]),
        hours=_read_factors(payload["hours"]),
        reason=payload["reason"],
        band_reason=payload["band_reason"],
        hours_reason=payload["hours_reason"],
    )


def change_points_payload(found: ChangePoints) -> dict[str, object]:
    """Return change points as JSON values."""
    return {
        "scale": found.scale.value,
        "n": found.n,
        "first": _iso(found.first),
        "last": _iso(found.last),
        "points": [_point_payload(point) for point in found.points],
        "noise": _short(found.noise),
        "reason": found.reason,
    }


def read_change_points(payload: Mapping[str, Any]) -> ChangePoints:
    """Return the change points of JSON values."""
    return ChangePoints(
        scale=SeriesScale(payload["scale"]),
        n=payload["n"],
        first=_date(payload["first"]),
        last=_date(payload["last"]),
        points=tuple(_read_point(point) for point in payload["points"]),
        noise=payload["noise"],
        reason=payload["reason"],
    )


def _point_payload(point: ChangePoint) -> dict[str, object]:
    return {
        "day": point.day.isoformat(),
        "low": point.low.isoformat(),
        "high": point.high.isoformat(),
        "change": _short(point.change),
        "change_low": _short(point.change_low),
        "change_high": _short(point.change_high),
        "before": _short(point.before),
        "after": _short(point.after),
        "n_before": point.n_before,
        "n_after": point.n_after,
    }


def _read_point(payload: Mapping[str, Any]) -> ChangePoint:
    return ChangePoint(
        day=date.fromisoformat(payload["day"]),
        low=date.fromisoformat(payload["low"]),
        high=date.fromisoformat(payload["high"]),
        change=payload["change"],
        change_low=payload["change_low"],
        change_high=payload["change_high"],
        before=payload["before"],
        after=payload["after"],
        n_before=payload["n_before"],
        n_after=payload["n_after"],
    )


def _factor_payload(one: SeasonFactor) -> list[float | int | None]:
    return [one.place, _short(one.factor), _short(one.low), _short(one.high), one.n]


def _read_factors(rows: Sequence[Sequence[Any]]) -> tuple[SeasonFactor, ...]:
    return tuple(SeasonFactor(*row) for row in rows)


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
