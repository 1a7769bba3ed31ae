"""Does what is complex take longer, and does who is experienced succeed more often?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.detectors.learning_curve import uses_of
from learning.insights.level_design import dummies
from learning.insights.operation_units import (
    FEWEST_DECISIONS,
    WEEK,
    Compared,
    Floats,
    Ints,
    Measure,
    clustered,
    components_of,
    latest_decisions,
    operation_candidate,
)
from learning.insights.post_attributes import codes_of
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import ClusteredLogRatio
from learning.stats.rank_correlation import RankCorrelation, correlate_remainders, make_controls, ranks_within


@dataclass(frozen=True, slots=True)
class OperationCorrelations:
    """Correlates ranks within the weeks and arms of each component."""

    name: str = "operation_correlations"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose complexity with response time, and the number of earlier uses with success, per component."""
        decisions = latest_decisions(data)
        slow = decisions.assign(taken=decisions["response_ms"].fillna(decisions["total_ms"]))
        found = [
            self._candidate("complexity and time", component, own, own["complexity"], own["taken"])
            for component, own in components_of(slow[slow["complexity"].notna() & slow["taken"].notna()])
        ]
        used = decisions[decisions["failed"].notna() & (decisions["person"] != "")]
        found += [
            self._candidate("experience and success", component, own, pd.Series(uses_of(own)), 1.0 - own["failed"])
            for component, own in components_of(used)
        ]
        return [one for one in found if one is not None]

    def _candidate(
        self, pattern: str, component: str, own: pd.DataFrame, one: pd.Series, other: pd.Series
    ) -> Candidate | None:
        told = _partial(own, one.to_numpy(dtype=np.float64), other.to_numpy(dtype=np.float64))
        if told is None:
            return None
        slower = pattern == "complexity and time"
        good = None if told.z == 0 else (told.z > 0) != slower
        advice = Recommendation.SIMPLIFY if slower else Recommendation.LEAD_IN
        ratio = ClusteredLogRatio(told.z, told.error, told.degrees)
        found = Compared(ratio, told.correlation, 0.0, len(own), good, advice)
        return operation_candidate(
            self.name,
            {"pattern": pattern, "component": component},
            found,
            own,
            measure=Measure.CORRELATION,
            is_log_ratio=False,
        )


def _partial(own: pd.DataFrame, one: Floats, other: Floats) -> RankCorrelation | None:
    """Correlate ranks with weeks and arms held alike; the error covers days and people."""
    if min(np.ptp(one), np.ptp(other)) <= 0 or len(own) < FEWEST_DECISIONS:
        return None
    week = np.unique(own["day"].to_numpy(dtype=np.int64) // WEEK, return_inverse=True)[1].astype(np.int64)
    arms: Ints = codes_of(own["arm"].to_numpy(dtype=object))[0]
    controls = make_controls(np.hstack([dummies(week, int(week.max()) + 1), dummies(arms, int(arms.max()) + 1)]))
    left = [controls.remove(ranks_within(column, week)) for column in (one, other)]
    found = [
        correlate_remainders(left[0], left[1], clusters, controls.basis.shape[1])
        for clusters in clustered(own, one).clusterings
    ]
    known = [each for each in found if each is not None]
    return max(known, key=lambda each: each.error) if len(known) == len(found) else None
