"""After a failure, does the next try in the same session succeed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.operation_units import (
    Compared,
    Floats,
    clustered,
    components_of,
    latest_decisions,
    operation_candidate,
)
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import compare_with_mark

REACH_SECONDS: Final = 1_800
FEWEST_FAILURES: Final = 10


@dataclass(frozen=True, slots=True)
class Recovery:
    """Asks of each component whether fewer of its failures than is wanted are made good within half an hour."""

    name: str = "recovery"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per component with ten failures in sessions."""
        decisions = latest_decisions(data)
        judged = decisions[decisions["failed"].notna() & (decisions["session"] != "")]
        mark, every = data.marks.recovery, len(decisions)
        found = [self._candidate(component, own, every, mark) for component, own in components_of(judged)]
        return [one for one in found if one is not None]

    def _candidate(self, component: str, own: pd.DataFrame, every: int, mark: float) -> Candidate | None:
        ordered = own.sort_values(["session", "at"], kind="stable").reset_index(drop=True)
        failed = ordered["failed"].to_numpy(dtype=np.float64) > 0
        if int(failed.sum()) < FEWEST_FAILURES:
            return None
        recovered = _recovered(ordered, failed)
        rows = ordered[failed].reset_index(drop=True)
        ratio = compare_with_mark(clustered(rows, recovered[failed]), mark, counted=True, below=True)
        if ratio is None:
            return None
        share = float(recovered[failed].mean())
        found = Compared(
            ratio,
            share,
            mark,
            len(rows),
            good=False,
            recommendation=Recommendation.HELP_RECOVER,
            reach=len(rows) / every,
        )
        what = {"pattern": "recovery", "component": component}
        return operation_candidate(self.name, what, found, rows, against="what is wanted at least")


def _recovered(ordered: pd.DataFrame, failed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """Of each decision 1 where a success of its session follows soon."""
    at = ordered["at"].astype(np.float64)
    following = at.where(~failed).groupby(ordered["session"]).bfill()
    found: Floats = ((following - at) <= REACH_SECONDS).to_numpy(dtype=np.float64)
    return found
