"""What would an A/B test of this finding look like?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from learning.domain.experiments import MetricKind
from learning.domain.insights import Candidate, Finding, InsightKind
from learning.insights.recommendations import CHOICES

USUAL: Final = "as usual"
"""The control where a level was compared with the middle one of many."""
STRUCTURE: Final = "structure"
"""What is varied where a whole formula is tried."""
TEMPLATE: Final = "template"
"""The pattern of a program's finding that a test can vary: one of its templates against what it chooses now."""
QUALITY: Final = "quality_score"
"""What templates are compared by."""
POST: Final = "post"
DECISION: Final = "decision"
LEAST_LIFT: Final = 0.02
"""A smaller difference is not planned for: no brand has that many posts."""


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """A test plan, prefilled; `learning.experiments.planner` says what it needs.

    `Baseline(kind, mean, variance)` with `Wish({control: 0.5, treatment: 0.5}, control, units_per_day)` and
    `size_for_lift(..., lift, ...)` give units and days; a sibling of this package, so the service puts them together.
    """

    metric: str
    attribute: str
    """What is varied."""
    control: str
    treatment: str
    """The level that is expected to do better."""
    lift: float
    """Relative: what the test is planned to find. What is believed, drawn to what the whole run taught, so that being
    picked out does not make it too small a test; at least 2 % in size."""
    kind: MetricKind
    mean: float
    variance: float
    """Of one unit."""
    units_per_day: float
    """Posts that the brand published a day lately, or decisions that the program made."""
    segment: tuple[tuple[str, str], ...] = ()
    """Where to run it; empty = everywhere."""
    unit: str = POST
    """What is drawn by lot."""


def trial_plan(finding: Finding) -> TrialPlan | None:
    """Make a plan out of a finding.

    Args:
        finding: About something that a team can choose, with 'unit_mean', 'unit_variance' and 'units_per_day' among its
            numbers (`learning.insights.level_evidence.unit_numbers`).

    Returns:
        The plan; of a level that does worse, a test of the other one against it. None where there is nothing to vary,
        or the metric has no spread or stands at zero.
    """
    candidate = finding.candidate
    numbers = candidate.evidence.numbers
    mean, variance = numbers.get("unit_mean"), numbers.get("unit_variance")
    varied = _varied(candidate)
    if varied is None or not finding.effect:
        return None
    attribute, level = varied
    is_program = candidate.subject.kind is InsightKind.OPERATION
    if not mean or not variance or finding.effect <= -1:
        return None
    others = int(numbers.get("levels") or 0)
    other = candidate.evidence.words.get("against", USUAL) if others == 2 else USUAL
    worse = candidate.good is False
    control, treatment = (level, other) if worse else (other, level)
    expected = _turned(finding.effect) if worse else finding.effect
    return TrialPlan(
        metric=QUALITY if is_program else candidate.subject.metric,
        attribute=attribute,
        control=control,
        treatment=treatment,
        lift=math.copysign(max(abs(expected), LEAST_LIFT), expected),
        kind=MetricKind.MEAN if is_program else MetricKind.RATIO,
        mean=mean,
        variance=variance,
        units_per_day=numbers.get("units_per_day") or 0.0,
        segment=candidate.subject.segment,
        unit=DECISION if is_program else POST,
    )


def _varied(candidate: Candidate) -> tuple[str, str] | None:
    """What a test would vary, and the level that it is about."""
    what = dict(candidate.subject.what)
    if candidate.subject.kind is InsightKind.WINNING_FORMULA:
        return STRUCTURE, " + ".join(f"{name} {one}" for name, one in candidate.subject.what)
    if candidate.subject.kind is InsightKind.OPERATION and what.get("pattern") == TEMPLATE:
        return TEMPLATE, what.get("arm", "")
    if candidate.subject.kind in CHOICES and "attribute" in what and "level" in what:
        return what["attribute"], what["level"]
    return None


def _turned(lift: float) -> float:
    """The same difference seen from the other side."""
    return 1 / (1 + lift) - 1
