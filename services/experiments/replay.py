"""The brand's own past through naive and honest rules: tests of nothing, drawn from days that really were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery
from learning.experiments.replay import Replay, replay_past
from services.figures.asking import figures

TESTS: Final = 400
SEED: Final = 7


@dataclass(frozen=True, slots=True)
class DailyTraffic:
    """Units and conversions of a brand by day."""

    days: tuple[date, ...]
    units: tuple[int, ...]
    conversions: tuple[int, ...]

    @property
    def per_day(self) -> float:
        """Units of a usual day."""
        return float(np.median(self.units)) if self.units else 0.0

    @property
    def rate(self) -> float | None:
        """Conversions by units; None without units."""
        return sum(self.conversions) / sum(self.units) if sum(self.units) else None


def daily_traffic(
    store: Store, brand: Brand, first: date, last: date, *, units: str = "impressions", conversions: str = "clicks"
) -> DailyTraffic:
    """Return two facts of a brand by day, where both are reported; conversions never above units.

    Raises:
        BadOption: A fact is not known.
    """
    query = FigureQuery(brand.id, first, last, by=("date",), metrics=(units, conversions), basis=Basis.ACTIVITY)
    with store.read() as work:
        table = figures(work, query)
    rows = []
    for row in table.rows:
        base, done = row.values.get(units), row.values.get(conversions)
        if base is None or done is None or not base.value or done.value is None:
            continue
        day = date.fromisoformat(dict(row.keys)["date"])
        rows.append((day, round(base.value), min(round(done.value), round(base.value))))
    rows.sort()
    return DailyTraffic(tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))


def replay_brand(traffic: DailyTraffic, *, tests: int = TESTS, seed: int = SEED) -> Replay | None:
    """Split the past at random into two arms, look every day and count false winners; None where it is too short."""
    units = np.array(traffic.units, dtype=np.float64)
    conversions = np.array(traffic.conversions, dtype=np.float64)
    return replay_past(units, conversions, tests=tests, generator=np.random.default_rng(seed))
