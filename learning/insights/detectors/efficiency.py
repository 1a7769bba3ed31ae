"""Which components spend too little of their time on what succeeds?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.operation_units import (
    FEWEST_DECISIONS,
    Compared,
    clustered,
    components_of,
    latest_decisions,
    operation_candidate,
    recent_of,
)
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import compare_with_mark


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Asks of each component whether less of its time than is wanted goes to decisions that succeed."""

    name: str = "efficiency"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per component, of the last two weeks; without times decisions are counted instead."""
        decisions = latest_decisions(data)
        judged = decisions[recent_of(decisions, data) & decisions["failed"].notna()]
        mark = data.marks.efficiency
        found = [self._candidate(name, own, len(own) / len(judged), mark) for name, own in components_of(judged)]
        return [one for one in found if one is not None]

    def _candidate(self, component: str, own: pd.DataFrame, reach: float, mark: float) -> Candidate | None:
        timed = own[own["total_ms"] > 0].reset_index(drop=True)
        worked = 1.0 - timed["failed"].to_numpy(dtype=np.float64)
        is_timed = len(timed) >= FEWEST_DECISIONS and bool(worked.any())
        rows = timed if is_timed else own
        if is_timed:
            times = rows["total_ms"].to_numpy(dtype=np.float64)
            units = clustered(rows, times * worked, times)
        else:
            units = clustered(rows, 1.0 - rows["failed"].to_numpy(dtype=np.float64))
        ratio = compare_with_mark(units, mark, counted=not is_timed, below=True)
        if ratio is None:
            return None
        share = float(units.events.sum() / units.weights.sum())
        found = Compared(
            ratio, share, mark, len(rows), good=False, recommendation=Recommendation.STOP_WASTE, reach=reach
        )
        what = {"pattern": "efficiency", "component": component, "of": "time" if is_timed else "decisions"}
        return operation_candidate(self.name, what, found, rows, against="what is wanted at least")
