"""What would an A/B test of this finding look like?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from learning.domain.experiments import MetricKind
from learning.domain.insights import Finding, InsightKind
from learning.insights.recommendations import CHOICES

USUAL: Final = "as usual"
"""The control where a level was compared with the middle one of many."""
STRUCTURE: Final = "structure"
"""What is varied where a whole formula is tried."""
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
    """Of one post."""
    units_per_day: float
    """Posts that the brand published a day lately."""
    segment: tuple[tuple[str, str], ...] = ()
    """Where to run it; empty = everywhere."""


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
    what, numbers = dict(candidate.subject.what), candidate.evidence.numbers
    mean, variance = numbers.get("unit_mean"), numbers.get("unit_variance")
    attribute, level = what.get("attribute"), what.get("level")
    if candidate.subject.kind is InsightKind.WINNING_FORMULA:
        attribute, level = STRUCTURE, " + ".join(one for _, one in candidate.subject.what)
    if candidate.subject.kind not in CHOICES or attribute is None or level is None or not finding.effect:
        return None
    if not mean or not variance or finding.effect <= -1:
        return None
    others = int(numbers.get("levels") or 0)
    other = candidate.evidence.words.get("against", USUAL) if others == 2 else USUAL
    worse = candidate.good is False
    control, treatment = (level, other) if worse else (other, level)
    expected = _turned(finding.effect) if worse else finding.effect
    return TrialPlan(
        metric=candidate.subject.metric,
        attribute=attribute,
        control=control,
        treatment=treatment,
        lift=math.copysign(max(abs(expected), LEAST_LIFT), expected),
        kind=MetricKind.RATIO,
        mean=mean,
        variance=variance,
        units_per_day=numbers.get("units_per_day") or 0.0,
        segment=candidate.subject.segment,
    )


def _turned(lift: float) -> float:
    """The same difference seen from the other side."""
    return 1 / (1 + lift) - 1
