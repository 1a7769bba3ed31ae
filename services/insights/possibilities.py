"""What can be done about a finding, and in plain words why not."""

from __future__ import annotations

from typing import Final

from learning.domain.insights import Finding, InsightKind
from learning.insights.detectors.efficiency_outcomes import BY_DAY
from learning.insights.recommendations import CHOICES, Recommendation
from learning.insights.trial_plans import trial_plan

HAPPENED: Final = "It says what happened; there is nothing in it that could be changed. Look for the cause first."
LOOK_FIRST: Final = "It says where something goes less well, not what to do about it. Look for the cause first."
RESULTS: Final = "Both are results of a post; nobody chooses either of them."
_CHANGES: Final = CHOICES | {InsightKind.SEGMENT_GAP}
"""Kinds of finding about posts that a team decides on; the others say what happened."""
PROGRAM_CHANGES: Final = frozenset(
    {
        "stage",
        "bottleneck",
        "efficiency",
        "failures more often",
        "failures where",
        "propagation",
        "order and failures",
        "order and results",
        "recovery",
        "learning curve",
        "template",
        "complexity and time",
        "failures and conversions",
        "slowness and conversions",
    }
)
"""Patterns of programs that name what to work on; the others say what people do."""
_PEOPLE: Final = "It says what people do with the program, not what would be better for them: ask some of them first."
_NO_TEST: Final = {
    InsightKind.SEGMENT_GAP: (
        "It says who responds, and nobody can be drawn by lot into another group of people. Accept it: what they do "
        "after the change is compared with everybody else."
    ),
    InsightKind.CORRELATION: (
        "It goes over all posts, from few to many. Choose two versions to compare, and plan the test under A/B tests."
    ),
    InsightKind.FREQUENCY: "A pace is tried by days or weeks, not by posts: plan it by hand under A/B tests.",
    InsightKind.SIMILARITY: "These posts are counted, not compared: there are no two versions to try side by side.",
    InsightKind.OPERATION: (
        "It says where the program loses time or success, not which version of it does better. Once there is a second "
        "version, plan a test of the two under A/B tests."
    ),
    InsightKind.DATA_QUALITY: "It is about the data, not about what is published.",
    InsightKind.FEEDBACK_THEME: "It counts what customers say. The suggestions on the page Feedback can be tried.",
}
_SAME: Final = "The metric hardly varies between posts, so nothing says how many a test would take."


def why_not_changed(finding: Finding) -> str | None:
    """Say why no change can be proposed of a finding; None where one can."""
    subject, what = finding.candidate.subject, dict(finding.candidate.subject.what)
    if subject.kind is InsightKind.OPERATION:
        if what.get("pattern") == BY_DAY:
            return HAPPENED
        return None if what.get("pattern") in PROGRAM_CHANGES else _PEOPLE
    if subject.kind is InsightKind.CORRELATION and "with" in what:
        return RESULTS
    if finding.candidate.recommendation == Recommendation.FIND_WHAT_FAILS:
        return LOOK_FIRST
    return None if subject.kind in _CHANGES else HAPPENED


def why_not_tested(finding: Finding) -> str | None:
    """Say why no A/B test can be planned of a finding; None where one can."""
    if trial_plan(finding) is not None:
        return None
    subject, what = finding.candidate.subject, dict(finding.candidate.subject.what)
    if subject.kind is InsightKind.CORRELATION and "with" in what:
        return RESULTS
    if subject.kind in CHOICES and "level" in what and "unit_mean" in finding.candidate.evidence.numbers:
        return _SAME
    return _NO_TEST.get(subject.kind, "It says what happened: a test needs two versions to try side by side.")
