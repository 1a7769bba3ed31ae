"""Which order of steps within a session goes before success, and which before failure?"""

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
    Flags,
    Floats,
    Measure,
    clustered,
    compare_levels_of,
    latest_decisions,
    operation_candidate,
    usual_by,
)
from learning.insights.recommendations import Recommendation
from learning.insights.session_steps import BEFORE, EARLIER, with_steps
from learning.stats.clustered_ratios import ClusteredLogRatio

HELD_ALIKE: Final = ("arm", "operation", "domain", "persona", "device")
READ: Final = ("at", "day", "component", "session", "person", "failed", "quality")
FAILURES: Final = "order and failures"
RESULTS: Final = "order and results"
AGAINST: Final = {BEFORE: "decisions after other steps", EARLIER: "decisions after other steps before these"}


@dataclass(frozen=True, slots=True)
class StepOrders:
    """Compares a step after one order of steps with the same step after others; week, arm, people held alike."""

    name: str = "step_orders"
    kind: InsightKind = InsightKind.OPERATION
    reads: frozenset[Part] = frozenset({Part.TODAY, Part.DECISIONS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose orders of two and of three steps: how often the last one fails, and how good its results are.

        Three steps are held against other orders that end in the same two: what two of them do is no finding of three.
        """
        decisions = latest_decisions(data)
        steps = with_steps(decisions[[*READ, *HELD_ALIKE]])
        follow = steps[steps[BEFORE] != ""]
        found: list[Candidate] = []
        for component, own in follow.groupby("component", sort=True):
            found.extend(self._of({"component": str(component)}, own, BEFORE, len(decisions)))
            for before, both in own[own[EARLIER] != ""].groupby(BEFORE, sort=True):
                what = {"component": str(component), "before": str(before)}
                found.extend(self._of(what, both, EARLIER, len(decisions)))
        return found

    def _of(self, what: dict[str, str], own: pd.DataFrame, place: str, every: int) -> Iterator[Candidate]:
        judged = own[own["failed"].notna()].reset_index(drop=True)
        failed = judged["failed"].to_numpy(dtype=np.float64)
        if len(judged) >= FEWEST_DECISIONS and failed.sum() >= FEWEST_EVENTS:
            usual = usual_by(judged, failed, HELD_ALIKE)
            units = clustered(judged, failed, usual / usual.mean())
            for step, chosen, ratio in compare_levels_of(units, judged, place, counted=True):
                told = _compared(ratio, failed, chosen, every, fewer_is_better=True)
                yield self._candidate({"pattern": FAILURES, **what}, judged, place, step, told, Measure.SHARE)
        scored = own[own["quality"] > 0].reset_index(drop=True)
        quality = scored["quality"].to_numpy(dtype=np.float64)
        if len(scored) >= FEWEST_DECISIONS:
            units = clustered(scored, quality / usual_by(scored, quality, HELD_ALIKE))
            for step, chosen, ratio in compare_levels_of(units, scored, place, counted=False):
                told = _compared(ratio, quality, chosen, every, fewer_is_better=False)
                yield self._candidate({"pattern": RESULTS, **what}, scored, place, step, told, Measure.SCORE)

    def _candidate(  # noqa: PLR0917  (one comparison and what it is about)
        self, what: dict[str, str], rows: pd.DataFrame, place: str, step: str, told: Compared, measure: str
    ) -> Candidate:
        named = {**what, "before": step} if place == BEFORE else {**what, "earlier": step}
        return operation_candidate(self.name, named, told, rows, measure=measure, against=AGAINST[place])


def _compared(
    ratio: ClusteredLogRatio, values: Floats, chosen: Flags, every: int, *, fewer_is_better: bool
) -> Compared:
    good = None if ratio.estimate == 0 else (ratio.estimate < 0) == fewer_is_better
    advice = Recommendation.BREAK_STEPS if good is False else Recommendation.FOLLOW_STEPS
    reach = int(chosen.sum()) / every
    return Compared(
        ratio, float(values[chosen].mean()), float(values[~chosen].mean()), len(values), good, advice, reach
    )
