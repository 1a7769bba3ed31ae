"""Anomalies and changes of level of a series in a file: the same methods as of a brand's own series."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from learning.domain.anomalies import AnomalyKind, Floats, TimedSeries
from learning.domain.errors import UnreadableFile
from learning.domain.observations import Ints
from learning.insights.anomalies import score_anomalies
from learning.insights.change_points import without_season
from learning.insights.level_changes import find_level_changes
from learning.insights.seasons import LEAST_SURE, fit_season
from services.series.files import SeriesFile, read_series_file

CLOCK_CHANGE_SECONDS: Final = 7_200
"""Times may go back by this much: clocks are set back in autumn."""
NEAR_SECONDS: Final = 0.02
"""Share by which a step may differ from a named one."""
HOUR, DAY, WEEK = 3_600, 86_400, 604_800
MONTH_DAYS: Final = (28, 31)
MOST_SEASON_CELLS: Final = 20_000_000
UNTOLD_PERIODS: Final = (7, 12, 24)
"""Tried where a file does not say how far apart its rows are."""


@dataclass(frozen=True, slots=True)
class ScoredMoment:
    """One row of a file with its score."""

    timestamp: str
    """As it stands in the file."""
    value: float | None
    score: float
    alert: bool
    kind: AnomalyKind | None


def score_file(path: Path) -> tuple[ScoredMoment, ...]:
    """Score each row of a file by how unusual it is beside the earlier ones; in file order.

    Rows that do not stand in the order of their times are scored in that order.

    Raises:
        UnreadableFile: The file is no series, or a time cannot be read.
    """
    file = read_series_file(path)
    if file.times is None:
        row, text = file.unread or (1, "")
        reason = f"row {row}: {text!r} is not a time." if file.unread else "it has no column timestamp."
        raise UnreadableFile(path.name, reason, "Write times like 2026-11-21 09:30:00.")
    values = file.columns[0]
    order = np.arange(len(values))
    if int((file.times - np.maximum.accumulate(file.times)).min()) < -CLOCK_CHANGE_SECONDS:
        order = np.argsort(file.times, kind="stable")
    found = score_anomalies(TimedSeries(file.times[order], values[order]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return tuple(
        ScoredMoment(
            timestamp=file.stamps[row],
            value=float(values[row]) if np.isfinite(values[row]) else None,
            score=float(found.scores[at]),
            alert=bool(found.alerts[at]),
            kind=found.kinds[at],
        )
        for row, at in enumerate(place.tolist())
    )


def find_levels(path: Path) -> tuple[int, ...]:
    """Give the 0-based places of the rows of a file with which a new level begins.

    Rows without a value are passed over; of several columns each is looked at, changes within seven rows of each other
    count once.

    Raises:
        UnreadableFile: The file is no series.
    """
    file = read_series_file(path)
    found: list[int] = []
    for column in file.columns:
        known = np.flatnonzero(np.isfinite(column))
        if len(known):
            changes = find_level_changes(_without_seasons(_scaled(column), file)[known]).changes
            found += [int(known[change.row]) for change in changes]
    apart: list[int] = []
    for row in sorted(found):
        if not apart or row - apart[-1] >= (7 if len(file.columns) > 1 else 1):
            apart.append(row)
    return tuple(apart)


def _scaled(values: Floats) -> Floats:
    known = values[np.isfinite(values)]
    return np.log(values) if bool((known > 0).all()) else values


def _without_seasons(values: Floats, file: SeriesFile) -> Floats:
    for period, places in _periods(file, len(values)):
        if len(values) * period <= MOST_SEASON_CELLS:
            values = without_season(values, places, period)
    return values


def _periods(file: SeriesFile, size: int) -> list[tuple[int, Ints]]:
    """The cycles that rows this far apart may follow, with the place of each row in them."""
    rows = np.arange(size)
    if file.times is None:
        return _untold(file.columns[0], rows)
    apart = np.diff(file.times)
    apart = apart[apart > 0]
    if not len(apart):
        return []
    step = float(np.median(apart))
    if MONTH_DAYS[0] * DAY <= step <= MONTH_DAYS[1] * DAY:
        return [(12, rows)]
    if abs(step - DAY) <= NEAR_SECONDS * DAY:
        return [(7, file.times // DAY)]
    if step < DAY / 3:
        day, slots = round(DAY / step), np.round(file.times / step).astype(np.int64)
        return [(day, slots), (7 * day, slots)]
    return []


def _untold(values: Floats, rows: Ints) -> list[tuple[int, Ints]]:
    scaled = _scaled(values)
    seasons = {period: fit_season(scaled, rows % period, period) for period in UNTOLD_PERIODS}
    chances = {period: season.chance for period, season in seasons.items() if season is not None}
    best = min(chances, key=lambda period: chances[period], default=None)
    if best is None or chances[best] >= LEAST_SURE / len(UNTOLD_PERIODS):
        return []
    return [(best, rows)]
