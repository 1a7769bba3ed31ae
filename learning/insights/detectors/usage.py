"""What do people use the programs for, who prefers what, and where do they go next?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    Flags,
    clustered,
    compare_levels_of,
    components_of,
    latest_decisions,
    levels_of,
    operation_candidate,
    recent_of,
    share_of,
)
from learning.insights.recommendations import Recommendation
from learning.insights.session_steps import BEFORE, with_steps
from learning.stats.clustered_ratios import ClusteredLogRatio, ClusteredUnits, compare_groups

USED: Final = "used more often"
PREFERRED: Final = "preferred by"
TRANSITION: Final = "transition"
WHAT: Final = ("operation", "domain")
"""What people ask of a component; what it answers with (the arm) is its own choice."""
WHO: Final = ("persona", "device")
"""By device only what is used at all: every further comparison makes all of them less sure."""
READ: Final = ("at", "day", "component", "session", "person", "failed", *WHAT, *WHO)


@dataclass(frozen=True, slots=True)
class Usage:
    """Compares shares of use with the weeks before, between people, and by the step before."""

    name: str = "usage"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose the share of each component, operation and domain, by time and by people, and of each next step."""
        decisions = latest_decisions(data)[list(READ)]
        if len(decisions) < FEWEST_DECISIONS:
            return ()
        found = list(self._of({}, decisions, "component", data))
        for component, own in components_of(decisions):
            for name in WHAT:
                found.extend(self._of({"component": component}, own, name, data))
        return [*found, *self._transitions(decisions)]

    def _of(self, what: Mapping[str, str], rows: pd.DataFrame, name: str, data: BrandData) -> Iterator[Candidate]:
        """Each level of what is used, against the weeks before and between people."""
        base, recent = clustered(rows, np.zeros(len(rows))), recent_of(rows, data)
        for level, chosen in levels_of(rows, name):
            about = {"component": level} if name == "component" else {**what, "use": name, "level": level}
            units = replace(base, events=chosen.astype(np.float64))
            change = compare_groups(units, recent, ~recent, counted=True)
            if change is not None:
                yield self._told({"pattern": USED, **about}, rows, units, (recent, change), "the weeks before")
            for who in WHO if name == "component" else WHO[:1]:
                for people, own, ratio in compare_levels_of(units, rows, who, counted=True):
                    named = {"pattern": PREFERRED, "attribute": who, "people": people, **about}
                    yield self._told(named, rows, units, (own, ratio), "the others")

    def _transitions(self, decisions: pd.DataFrame) -> Iterator[Candidate]:
        """Of the steps that follow one that worked, the share of each component, by what went before."""
        steps = with_steps(decisions)
        follow = steps[steps[BEFORE] != ""].reset_index(drop=True)
        base = clustered(follow, np.zeros(len(follow)))
        for component, chosen in levels_of(follow, "component"):
            units = replace(base, events=chosen.astype(np.float64))
            for before, own, ratio in compare_levels_of(units, follow, BEFORE, counted=True):
                named = {"pattern": TRANSITION, "component": component, "before": before}
                yield self._told(named, follow, units, (own, ratio), "steps after others")

    def _told(
        self,
        what: dict[str, str],
        rows: pd.DataFrame,
        units: ClusteredUnits,
        compared: tuple[Flags, ClusteredLogRatio],
        against: str,
    ) -> Candidate:
        own, ratio = compared
        value, rest = share_of(units, own), share_of(units, ~own)
        found = Compared(ratio, value, rest, len(rows), None, Recommendation.EASE_THE_WAY)
        return operation_candidate(self.name, what, found, rows, against=against)
