"""Do sessions with the programs last longer or shorter than before, and for whom?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, InsightKind
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.operation_units import (
    FEWEST_DECISIONS,
    Compared,
    Flags,
    Measure,
    clustered,
    compare_levels_of,
    latest_decisions,
    operation_candidate,
    recent_of,
    share_of,
)
from learning.insights.recommendations import Recommendation
from learning.stats.clustered_ratios import ClusteredLogRatio, ClusteredUnits, compare_groups
from learning.stats.winsorising import cap_values, find_cap

WHO: Final = ("persona", "device")
MILLISECONDS: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class SessionDuration:
    """Compares how long sessions of two and more decisions last."""

    name: str = "session_duration"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose the last two weeks against the eight before, and each persona and device against the others."""
        sessions = sessions_of(latest_decisions(data))
        if len(sessions) < FEWEST_DECISIONS:
            return ()
        seconds = sessions["seconds"].to_numpy(dtype=np.float64)
        units = clustered(sessions, cap_values(seconds, find_cap(seconds)))
        recent = recent_of(sessions, data)
        change = compare_groups(units, recent, ~recent, counted=False)
        found = [] if change is None else [self._told({"pattern": "sessions last"}, sessions, units, (recent, change))]
        return [
            *found,
            *(
                self._told({"pattern": "sessions of", "attribute": name, "level": level}, sessions, units, (own, ratio))
                for name in WHO
                for level, own, ratio in compare_levels_of(units, sessions, name, counted=False)
            ),
        ]

    def _told(
        self,
        what: dict[str, str],
        sessions: pd.DataFrame,
        units: ClusteredUnits,
        compared: tuple[Flags, ClusteredLogRatio],
    ) -> Candidate:
        own, ratio = compared
        value, rest = share_of(units, own), share_of(units, ~own)
        found = Compared(ratio, value, rest, len(sessions), None, Recommendation.KEEP_SESSIONS)
        return operation_candidate(
            self.name,
            what,
            found,
            sessions,
            measure=Measure.SECONDS,
            against="the others" if "level" in what else "the weeks before",
            counted=CountedUnit.SESSIONS,
        )


def sessions_of(decisions: pd.DataFrame) -> pd.DataFrame:
    """Give sessions of at least two decisions that last, one row each.

    Args:
        decisions: DECISION_COLUMNS in the order of time.

    Returns:
        `day`, `person`, `persona` and `device` of the first decision, and `seconds` from its beginning to the end of
        the last one.
    """
    known = decisions[decisions["session"] != ""]
    ends = known["at"] + known["total_ms"].fillna(0.0) / MILLISECONDS
    grouped = known.assign(end=ends).groupby("session", sort=True)
    found = grouped.agg(
        day=("day", "first"),
        person=("person", "first"),
        persona=("persona", "first"),
        device=("device", "first"),
        first=("at", "min"),
        end=("end", "max"),
        count=("at", "size"),
    )
    found["seconds"] = (found["end"] - found["first"]).astype(np.float64)
    return found[(found["count"] > 1) & (found["seconds"] > 0)].reset_index(drop=True)
