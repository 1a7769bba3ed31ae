"""How often do people go around what a component offers, and for what?"""

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
    FEWEST_EVENTS,
    Compared,
    Flags,
    clustered,
    compare_levels_of,
    components_of,
    latest_decisions,
    operation_candidate,
    recent_of,
    share_of,
)
from learning.insights.post_attributes import banded
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import ClusteredLogRatio, ClusteredUnits, compare_groups

WHERE: Final = ("complexity", "arm", "domain", "persona", "device")
THIRDS: Final = (1 / 3, 2 / 3)
BANDS: Final = ("simple", "middling", "complex")


@dataclass(frozen=True, slots=True)
class Bypass:
    """Compares how often the enhancement is left out with before, and between requests and people."""

    name: str = "bypass"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose candidates per component: the last two weeks against the eight before, and by level."""
        decisions = latest_decisions(data)
        told = decisions[decisions["bypassed"].notna()]
        return [one for component, own in components_of(told) for one in self._of(component, own, data, len(decisions))]

    def _of(self, component: str, own: pd.DataFrame, data: BrandData, every: int) -> Iterator[Candidate]:
        hit = own["bypassed"].to_numpy(dtype=np.float64)
        if hit.sum() < FEWEST_EVENTS:
            return
        rows = own.assign(complexity=_bands(own))
        units, recent = clustered(rows, hit), recent_of(rows, data)
        change = compare_groups(units, recent, ~recent, counted=True)
        if change is not None:
            what = {"pattern": "bypassed more often", "component": component}
            told = _compared(units, recent, change, every)
            yield operation_candidate(self.name, what, told, rows, against="the weeks before")
        for name in WHERE:
            for level, chosen, ratio in compare_levels_of(units, rows, name, counted=True):
                what = {"pattern": "bypassed where", "component": component, "attribute": name, "level": level}
                yield operation_candidate(
                    self.name, what, _compared(units, chosen, ratio, every), rows, against="the others"
                )


def _bands(own: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Thirds of the complexity of what the component was asked; '' where it is not told or always the same."""
    complexity = own["complexity"].to_numpy(dtype=np.float64)
    known = complexity[np.isfinite(complexity)]
    if not len(known):
        return np.full(len(own), "", dtype=object)
    low, high = (float(edge) for edge in np.quantile(known, THIRDS))
    return banded(complexity, (low, high), BANDS) if low < high else np.full(len(own), "", dtype=object)


def _compared(units: ClusteredUnits, own: Flags, ratio: ClusteredLogRatio, every: int) -> Compared:
    good = None if ratio.estimate == 0 else ratio.estimate < 0
    value, rest = share_of(units, own), share_of(units, ~own)
    reach = int(own.sum()) / every
    return Compared(ratio, value, rest, len(units.events), good, Recommendation.SEE_WHY_BYPASSED, reach)
