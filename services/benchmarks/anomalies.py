"""How long anomaly detection takes beside the plain rolling z-score that it improves on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.anomalies import TimedSeries
from learning.insights.anomalies import score_anomalies
from services.benchmarks.record import Measurement

SERIES: Final = 1_000
HOURS: Final = 90 * 24
BAR_SECONDS: Final = 30.0
SEED: Final = 90


def score_thousand_series(folder: Path) -> tuple[Measurement, ...]:
    """Score a thousand hourly series of ninety days, in CPU seconds of one core."""
    del folder
    drawn = draw_hourly_series(SERIES)
    began = time.process_time()
    for series in drawn:
        score_anomalies(series)
    own = time.process_time() - began
    began = time.process_time()
    for series in drawn:
        _rolling_score(series.values)
    plain = time.process_time() - began
    told = f"of {SERIES:,} hourly series of 90 days"
    return (
        Measurement("anomalies", own, "CPU s", BAR_SECONDS, f"the bar {told}"),
        Measurement("anomalies.beside", own, "CPU s", plain, f"a rolling median and MAD z-score in pandas {told}"),
    )


def draw_hourly_series(count: int) -> list[TimedSeries]:
    """Draw hourly counts with a shape of day and week, a spike in each."""
    generator = np.random.default_rng(SEED)
    times = 1_767_571_200 + 3_600 * np.arange(HOURS, dtype=np.int64)
    hours = np.arange(HOURS)
    shape = 0.5 * np.sin(2 * np.pi * hours / 24) - 0.3 * (hours // 24 % 7 >= 5)
    found: list[TimedSeries] = []
    for level in generator.uniform(3, 300, count):
        values = generator.poisson(level * np.exp(shape + generator.normal(0, 0.1, HOURS))).astype(np.float64)
        values[int(generator.integers(HOURS // 2, HOURS))] *= 5
        found.append(TimedSeries(times, values))
    return found


def _rolling_score(values: np.ndarray) -> np.ndarray:
    series = pd.Series(values)
    away = (series - series.rolling(14 * 24, min_periods=24).median().shift(1)).abs()
    scores: np.ndarray = (away / away.rolling(14 * 24, min_periods=24).median().shift(1)).to_numpy()
    return scores
