"""The scoring of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015, section III; NAB 1.1)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

TRUE_POSITIVE, FALSE_POSITIVE, FALSE_NEGATIVE = 1.0, 0.11, 1.0
PROBATION_SHARE, MOST_PROBATION_ROWS = 0.15, 750
FULL_PENALTY_BEYOND = 3.0
"""Window widths behind a window from which on a false alert costs all of its weight."""


@dataclass(frozen=True, slots=True)
class Window:
    """Rows of an anomaly, both counted."""

    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class LabelledSeries:
    """One file of the benchmark."""

    name: str
    times: np.ndarray
    values: np.ndarray
    windows: tuple[Window, ...]


def sigmoid_at(position: float) -> float:
    """1 at the left edge of a window (nearly), 0 at its right edge, towards -1 behind it."""
    if position > FULL_PENALTY_BEYOND:
        return -1.0
    return 2 / (1 + math.exp(5 * position)) - 1


def raw_score(alerts: Sequence[bool], windows: Sequence[Window]) -> float:
    """The sum over windows of the earliest alert's worth, less what misses and false alerts cost."""
    probation = min(math.floor(PROBATION_SHARE * len(alerts)), MOST_PROBATION_ROWS)
    rows = [row for row in np.flatnonzero(alerts).tolist() if row >= probation]
    total = 0.0
    for window in windows:
        if window.last < probation:
            continue
        inside = [row for row in rows if window.first <= row <= window.last]
        total += _worth(inside[0], window) if inside else -FALSE_NEGATIVE
    for row in rows:
        if not any(window.first <= row <= window.last for window in windows):
            before = [window for window in windows if window.last < row]
            total += FALSE_POSITIVE * (_behind(row, before[-1]) if before else -1.0)
    return total


def normalised(raw: float, windows: int) -> float:
    """0 for a detector that stays silent, 100 for one that finds each window at its left edge and nothing else."""
    silent, perfect = -FALSE_NEGATIVE * windows, TRUE_POSITIVE * windows
    return 100 * (raw - silent) / (perfect - silent)


def load_benchmark(folder: Path) -> list[LabelledSeries]:
    """The visible series with their windows."""
    labels = json.loads((folder / "combined_windows_visible.json").read_text(encoding="utf-8"))
    return [_load(folder, name, bounds) for name, bounds in labels.items()]


def _load(folder: Path, name: str, bounds: list[list[str]]) -> LabelledSeries:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.split(",") for line in lines]
    times = np.array([_seconds(stamp) for stamp, _ in pairs], dtype=np.int64)
    values = np.array([float(value) for _, value in pairs])
    listed = times.tolist()
    windows = tuple(Window(listed.index(_seconds(first)), listed.index(_seconds(last))) for first, last in bounds)
    return LabelledSeries(name, times, values, windows)


def _worth(row: int, window: Window) -> float:
    position = -(window.last - row + 1) / window.width
    return TRUE_POSITIVE * sigmoid_at(position) / sigmoid_at(-1.0)


def _behind(row: int, window: Window) -> float:
    return sigmoid_at((row - window.last) / (window.width - 1))


def _seconds(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp.partition(".")[0]).replace(tzinfo=UTC).timestamp())
