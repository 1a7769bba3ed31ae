"""Does a failure of one component bring failures of the next in the same session?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.operation_units import (
    FEWEST_DECISIONS,
    FEWEST_EVENTS,
    Compared,
    clustered,
    latest_decisions,
    operation_candidate,
    share_of,
)
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import compare_groups

REACH_SECONDS: Final = 1_800
"""What happened more than half an hour before has no part in it."""


@dataclass(frozen=True, slots=True)
class ErrorPropagation:
    """Compares how often a component fails after another failed in the same session with after it worked."""

    name: str = "error_propagation"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per pair of components of which one was asked before the other in a session."""
        decisions = latest_decisions(data)
        judged = decisions[decisions["failed"].notna() & (decisions["session"] != "")]
        return list(self._pairs(judged.sort_values(["session", "at"], kind="stable").reset_index(drop=True)))

    def _pairs(self, judged: pd.DataFrame) -> Iterator[Candidate]:
        components = sorted(set(judged["component"]))
        for source in components:
            before = _failed_before(judged, source)
            for target in components:
                rows = judged[(judged["component"] == target) & before.notna()]
                after = before[rows.index].to_numpy(dtype=np.float64) > 0
                if target == source or len(rows) < FEWEST_DECISIONS or int(after.sum()) < FEWEST_EVENTS:
                    continue
                own = rows.reset_index(drop=True)
                units = clustered(own, own["failed"].to_numpy(dtype=np.float64))
                ratio = compare_groups(units, after, ~after, counted=True)
                if ratio is None:
                    continue
                found = Compared(
                    ratio,
                    share_of(units, after),
                    share_of(units, ~after),
                    len(own),
                    None if ratio.estimate == 0 else ratio.estimate < 0,
                    Recommendation.SHIELD_FROM_FAILURE,
                    int(after.sum()) / len(judged),
                )
                what = {"pattern": "propagation", "component": target, "source": source}
                yield operation_candidate(self.name, what, found, own, against="decisions after it worked")


def _failed_before(judged: pd.DataFrame, source: str) -> pd.Series:
    """Of each decision whether the last one of a component in its session failed, NaN where there is none lately."""
    own = judged["component"] == source
    sessions = judged["session"]
    failed = judged["failed"].where(own).groupby(sessions).ffill()
    at = judged["at"].astype(np.float64).where(own).groupby(sessions).ffill()
    return failed.where(judged["at"] - at <= REACH_SECONDS)
