"""What is worth looking at first?

priority = stake x confidence, by fixed bounds. The stake is what acting on the finding could be worth as a share of
what the brand had of the metric in the last 28 days; of data that cannot be trusted the share of exposure behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.goals import Goal
from learning.domain.insights import Candidate, Finding, Priority, Tier
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form

CRITICAL_FROM: Final = 0.15
HIGH_FROM: Final = 0.05
MEDIUM_FROM: Final = 0.015
MONTH_DAYS: Final = 28
TOTALS: Final = (Form.TOTAL, Form.UNIQUE)


def priority_score(finding: Finding, confidence: float | None = None) -> float:
    """Give impact x confidence, at least 0.

    Args:
        finding: What was found.
        confidence: Of now, decayed (`learning.insights.confidence`); None = at the moment of finding.

    Returns:
        0 where nothing can be said about the impact.
    """
    sure = finding.confidence if confidence is None else confidence
    return abs(finding.candidate.stake or 0.0) * sure


def priority_of(finding: Finding, confidence: float | None = None) -> Priority:
    """Say how urgent a finding is.

    Args:
        finding: What was found.
        confidence: Of now, decayed; None = at the moment of finding.

    Returns:
        Critical from a score of .15 on, high from .05, medium from .015, else low; what is only worth testing is medium
        at most, because a test comes before any change.
    """
    score = priority_score(finding, confidence)
    if score < MEDIUM_FROM:
        return Priority.LOW
    if score < HIGH_FROM or finding.tier is Tier.WORTH_TESTING:
        return Priority.MEDIUM
    return Priority.HIGH if score < CRITICAL_FROM else Priority.CRITICAL


def goal_of(candidate: Candidate, goals: Sequence[Goal]) -> Goal | None:
    """Give the goal that a finding bears on: of its metric, for its platform before the whole brand; None without."""
    platform = dict(candidate.subject.segment).get("platform")
    own = [one for one in goals if one.metric == candidate.subject.metric]
    here = [one for one in own if platform is not None and one.platform == platform]
    brand = [one for one in own if one.platform is None]
    return next(iter((*here, *brand)), None)


def impact_of(candidate: Candidate, goal: Goal | None = None) -> float | None:
    """Give what acting on a finding could be worth.

    Args:
        candidate: Its `evidence.numbers['whole']` is the metric over the last 28 days.
        goal: A goal on the metric.

    Returns:
        Of a total its sum over 28 days, by day where there is a goal (goals of totals are for one day); of a rate or
        mean by how much the figure of the whole brand would move, in its own unit (0.002 = 0.2 percentage points).
        None where it cannot be said.
    """
    metric = CATALOG.get(candidate.subject.metric)
    if metric is None:
        return None
    if metric.form in TOTALS:
        return None if candidate.opportunity is None else candidate.opportunity / (1 if goal is None else MONTH_DAYS)
    whole = candidate.evidence.numbers.get("whole")
    return None if whole is None or candidate.stake is None else candidate.stake * whole
