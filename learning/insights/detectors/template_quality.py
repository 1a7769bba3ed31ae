"""Which templates of a component give better results than its others?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.operation_units import (
    Compared,
    Floats,
    Measure,
    clustered,
    components_of,
    latest_decisions,
    levels_of,
    operation_candidate,
    usual_of_weeks,
)
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import compare_groups


@dataclass(frozen=True, slots=True)
class TemplateQuality:
    """Compares the quality of what each arm gave with that of the other arms, within the same weeks."""

    name: str = "template_quality"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per component and arm."""
        decisions = latest_decisions(data)
        scored = decisions[(decisions["quality"] > 0) & (decisions["arm"] != "")]
        return [one for component, own in components_of(scored) for one in self._of(component, own, len(scored))]

    def _of(self, component: str, own: pd.DataFrame, every: int) -> Iterator[Candidate]:
        quality = own["quality"].to_numpy(dtype=np.float64)
        units = clustered(own, quality / usual_of_weeks(own, quality))
        planned = _planner_numbers(own, quality)
        for arm, chosen in levels_of(own, "arm"):
            ratio = compare_groups(units, chosen, ~chosen, counted=False)
            if ratio is None:
                continue
            good = None if ratio.estimate == 0 else ratio.estimate > 0
            advice = Recommendation.AVOID_TEMPLATE if good is False else Recommendation.USE_TEMPLATE
            value, rest = float(quality[chosen].mean()), float(quality[~chosen].mean())
            found = Compared(ratio, value, rest, len(own), good, advice, int(chosen.sum()) / every)
            what = {"pattern": "template", "component": component, "arm": arm}
            yield operation_candidate(
                self.name, what, found, own, measure=Measure.SCORE, against="the other templates", more=planned
            )


def _planner_numbers(own: pd.DataFrame, quality: Floats) -> Mapping[str, float]:
    """What the planner of tests asks for: how quality varies between decisions, and how many there are a day."""
    days = own["day"].to_numpy(dtype=np.int64)
    return {
        "unit_mean": float(quality.mean()),
        "unit_variance": float(quality.var(ddof=1)),
        "units_per_day": len(own) / float(days.max() - days.min() + 1),
    }
