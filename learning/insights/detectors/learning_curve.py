"""Do people get better results the longer they use a component?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.operation_units import (
    FEWEST_DECISIONS,
    Compared,
    Measure,
    clustered,
    components_of,
    latest_decisions,
    operation_candidate,
    usual_of_weeks,
)
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import compare_groups

IMPROVED: Final = 1.1
FIRST_USES: Final = 3
LATER_FROM: Final = 8
WATCHED_DAYS: Final = 7
"""Who appears in the first week of what is known may have begun before it."""


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Asks of each component whether the eighth use and later give results over 10 % better than the first three."""

    name: str = "learning_curve"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per component whose outcomes tell a quality.

        Quality is divided by that of its week; only people whose beginning was seen and who came eight times count.
        What is not an improvement of more than 10 % is no difference here.
        """
        decisions = latest_decisions(data)
        scored = decisions[(decisions["quality"] > 0) & (decisions["person"] != "")]
        found = [self._candidate(component, own, len(scored)) for component, own in components_of(scored)]
        return [one for one in found if one is not None]

    def _candidate(self, component: str, own: pd.DataFrame, every: int) -> Candidate | None:
        quality = own["quality"].to_numpy(dtype=np.float64)
        relative = quality / usual_of_weeks(own, quality)
        use = uses_of(own)
        begins = own.groupby("person")["day"].transform("min") >= int(own["day"].min()) + WATCHED_DAYS
        stays = own.assign(use=use).groupby("person")["use"].transform("max") >= LATER_FROM
        watched = (begins & stays).to_numpy()
        early, late = watched & (use <= FIRST_USES), watched & (use >= LATER_FROM)
        if min(int(early.sum()), int(late.sum())) < FEWEST_DECISIONS:
            return None
        ratio = compare_groups(clustered(own, relative), late, early, counted=False)
        if ratio is None:
            return None
        found = Compared(
            replace(ratio, estimate=max(ratio.estimate - float(np.log(IMPROVED)), 0.0)),
            float(quality[late].mean()),
            float(quality[early].mean()) * IMPROVED,
            int(early.sum() + late.sum()),
            good=True,
            recommendation=Recommendation.LEAD_IN,
            reach=int(early.sum()) / every,
        )
        what = {"pattern": "learning curve", "component": component}
        rows = own[early | late]
        return operation_candidate(
            self.name, what, found, rows, measure=Measure.SCORE, against="a tenth more than the first three uses"
        )


def uses_of(own: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the how-many-th use of its person each decision of a component is, from 1, in the order of time."""
    order = own.sort_values("at", kind="stable").groupby("person").cumcount() + 1
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = order.reindex(own.index).to_numpy(dtype=np.int64)
    return found
