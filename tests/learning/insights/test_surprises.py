"""How unusual were the last days: rare counts, days without any event, drops."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy import special

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.insights.brand_data import DailySeries
from learning.insights.series import decompose
from learning.insights.surprises import WINDOW_DAYS, Surprise, find_surprises

FIRST = date(2026, 8, 1)
DAYS = 120
SEEDS = 30


def counted(values: np.ndarray, *, analysed: bool) -> DailySeries:
    """Events by day, as the analysis of a series leaves them or before it."""
    days = [FIRST + timedelta(days=place) for place in range(len(values))]
    parts = decompose(days, values.tolist()) if analysed else None
    return DailySeries(
        SeriesKey("conversions", Basis.ACTIVITY, None), FIRST, values, values, np.ones(len(values)), parts, None
    )


def chance_of(found: Surprise) -> float:
    own = found.measured
    return float(2 * special.stdtr(own.degrees, -abs(own.estimate) / own.error))


def rare_events(mean: float, seed: int) -> np.ndarray:
    """Counts whose rate itself varies by a third from day to day."""
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * np.exp(rng.normal(0, 0.3, DAYS))).astype(float)


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize("mean", [0.8, 1.5, 4.0])
def test_rare_events_are_hardly_ever_called_unusual(mean: float, analysed: bool) -> None:
    worlds = [
        find_surprises(counted(rare_events(mean, seed), analysed=analysed), event_size=1.0) for seed in range(SEEDS)
    ]
    chances = np.array([chance_of(one) for found in worlds for one in found])
    assert len(chances) == 2 * SEEDS
    assert chances.min() > 1e-3
    assert (chances < 0.05).mean() <= 0.05


def test_days_without_any_event_are_looked_at() -> None:
    values = rare_events(4.0, 1)
    values[110:117] = 0
    day, run = find_surprises(counted(values, analysed=True), event_size=1.0)
    assert day.looked_at > WINDOW_DAYS - (values[-WINDOW_DAYS:] == 0).sum()
    assert run.measured.estimate < 0
    assert abs((run.first - FIRST).days - 110) <= 3
