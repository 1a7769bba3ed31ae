"""Where does the time go: in which stage of a component, and in which component of all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import STAGES, BrandData
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

HALF: Final = 0.5
FEWEST_COMPONENTS: Final = 3
"""Of two components one always takes half of the time or more."""


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """Asks of each stage and each component whether more than half of the time goes there."""

    name: str = "bottlenecks"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per stage of a component, and per component, of the last two weeks."""
        decisions = latest_decisions(data)
        timed = decisions[recent_of(decisions, data) & (decisions["total_ms"] > 0)].reset_index(drop=True)
        found = [
            self._candidate(
                {"pattern": "stage", "component": component, "stage": stage}, own, own[stage], _reach(own, timed)
            )
            for component, own in components_of(timed)
            for stage in STAGES
            if own[stage].notna().any()
        ]
        components = [component for component, _ in components_of(timed)]
        if len(components) >= FEWEST_COMPONENTS:
            found += [
                self._candidate(
                    {"pattern": "bottleneck", "component": component},
                    timed,
                    timed["total_ms"].where(timed["component"] == component, 0.0),
                    1.0,
                )
                for component in components
            ]
        return [one for one in found if one is not None]

    def _candidate(self, what: dict[str, str], rows: pd.DataFrame, times: pd.Series, reach: float) -> Candidate | None:
        known = times.notna().to_numpy()
        if int(known.sum()) < FEWEST_DECISIONS:
            return None
        own = rows[known].reset_index(drop=True)
        units = clustered(own, times[known].to_numpy(dtype=np.float64), own["total_ms"].to_numpy(dtype=np.float64))
        ratio = compare_with_mark(units, HALF, counted=False, below=False)
        if ratio is None:
            return None
        share = float(units.events.sum() / units.weights.sum())
        found = Compared(ratio, share, HALF, len(own), good=False, recommendation=Recommendation.SPEED_UP, reach=reach)
        return operation_candidate(self.name, what, found, own, against="the half that is looked for")


def _reach(own: pd.DataFrame, every: pd.DataFrame) -> float:
    return float(own["total_ms"].sum() / every["total_ms"].sum())
