"""Which kinds of failure grow, and where do they happen?"""

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
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import ClusteredLogRatio, ClusteredUnits, compare_groups

WHERE: Final = ("arm", "operation", "domain", "persona", "device")
UNNAMED: Final = "without a name"
"""Failures of which only the lack of success was told."""


@dataclass(frozen=True, slots=True)
class FailureModes:
    """Compares how often each kind of failure happens with before, and between arms, domains, people."""

    name: str = "failure_modes"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose candidates per component and kind of failure: the last two weeks against eight, and by level."""
        decisions = latest_decisions(data)
        judged = decisions[decisions["failed"].notna()]
        return [
            one
            for component, own in components_of(judged)
            for error, hit in _modes(own)
            for one in self._of_mode({"component": component, "error": error}, own, hit, data, len(decisions))
        ]

    def _of_mode(
        self, what: dict[str, str], own: pd.DataFrame, hit: Flags, data: BrandData, every: int
    ) -> Iterator[Candidate]:
        units = clustered(own, hit.astype(np.float64))
        recent = recent_of(own, data)
        change = compare_groups(units, recent, ~recent, counted=True)
        if change is not None:
            told = _compared(units, recent, change, every)
            yield operation_candidate(
                self.name, {"pattern": "failures more often", **what}, told, own, against="the weeks before"
            )
        for name in WHERE:
            for level, chosen, ratio in compare_levels_of(units, own, name, counted=True):
                place = {"pattern": "failures where", "attribute": name, "level": level, **what}
                yield operation_candidate(
                    self.name, place, _compared(units, chosen, ratio, every), own, against="the others"
                )


def _modes(own: pd.DataFrame) -> Iterator[tuple[str, Flags]]:
    failed = own["failed"].to_numpy(dtype=np.float64) > 0
    names = np.where(own["error"] == "", UNNAMED, own["error"])
    for name, count in pd.Series(names[failed]).value_counts().sort_index().items():
        if count >= FEWEST_EVENTS:
            yield str(name), failed & (names == name)


def _compared(units: ClusteredUnits, own: Flags, ratio: ClusteredLogRatio, every: int) -> Compared:
    good = None if ratio.estimate == 0 else ratio.estimate < 0
    value, rest = share_of(units, own), share_of(units, ~own)
    reach = int(own.sum()) / every
    return Compared(ratio, value, rest, len(units.events), good, Recommendation.FIX_FAILURE, reach)
