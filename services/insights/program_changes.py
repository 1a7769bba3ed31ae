"""What a finding about a program proposes: which part of it to work on, and by what it will be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learning.domain.actions import ExpectedEffect
from learning.domain.insights import Finding
from learning.insights.trial_plans import QUALITY, TEMPLATE
from services.insights.operation_sentences import STAGES, steps_words

SUCCESS: Final = "success"
TIME: Final = "response_ms"
_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "stage": ("speed up", "time of {stage}", TIME),
    "bottleneck": ("speed up", "time", TIME),
    "efficiency": ("stop waste", "{of} without success", SUCCESS),
    "failures more often": ("fix", "failures ({error})", SUCCESS),
    "failures where": ("fix", "failures ({error}, {attribute} {level})", SUCCESS),
    "propagation": ("shield", "failures after {source}", SUCCESS),
    "order and failures": ("reorder", "steps before: {steps}", SUCCESS),
    "order and results": ("reorder", "steps before: {steps}", QUALITY),
    "recovery": ("recover", "failures that are not made good", SUCCESS),
    "learning curve": ("lead in", "beginners", QUALITY),
    TEMPLATE: ("{way}", "template {arm}", QUALITY),
    "failures and conversions": ("fix", "failures that cost conversions", SUCCESS),
    "slowness and conversions": ("speed up", "time that costs conversions", TIME),
    "complexity and time": ("simplify", "complex requests", TIME),
}
"""Pattern -> what is done, to what, and the figure of the program's outcomes that says whether it worked."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a finding proposes to change, and by what the change is judged: a person makes it by hand."""

    component: str
    operation: str
    name: str
    expected: ExpectedEffect


def program_change(finding: Finding) -> Change:
    """Return what a finding about a program proposes.

    Only a template has an expected range: of all others nothing says yet what the work on them will bring.

    Args:
        finding: Of a pattern that `why_not_changed` lets through.
    """
    what = dict(finding.candidate.subject.what)
    pattern = what.get("pattern", "")
    operation, name, metric = _KINDS[pattern]
    words = {"stage": "", "of": "", "error": "", "attribute": "", "level": "", "source": "", "arm": ""} | what
    words["stage"] = STAGES.get(words["stage"], words["stage"])
    words["steps"] = steps_words(what)
    words["way"] = "less" if finding.candidate.good is False else "more"
    low, high = expected_range(finding) if pattern == TEMPLATE else (None, None)
    return Change(
        component=what["component"],
        operation=operation.format(**words),
        name=name.format(**words),
        expected=ExpectedEffect(metric, low, high),
    )


def expected_range(finding: Finding) -> tuple[float | None, float | None]:
    """Return the relative range that following a finding is expected to bring; none of a correlation.

    Less of what does worse is expected to move the metric the other way.
    """
    low, high, measured = finding.low, finding.high, finding.candidate.measured
    if low is None or high is None or (measured is not None and not measured.is_log_ratio):
        return None, None
    if finding.candidate.good is False and finding.effect is not None:
        return _other_way(high), _other_way(low)
    return low, high


def _other_way(lift: float) -> float:
    return 1 / (1 + lift) - 1 if lift > -1 else 0.0
