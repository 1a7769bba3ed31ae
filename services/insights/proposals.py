"""What change an insight proposes, as a draft that a person has to approve."""

from __future__ import annotations

from typing import Final

from learning.domain.actions import ActionDraft, ExpectedEffect, GuardrailMargin
from learning.domain.insights import Insight, InsightKind
from learning.insights.recommendations import CHOICES
from services.insights.sentences import advice_of, title_of

ANALYSIS_VERSION: Final = "insights-1"
GUARDED: Final = ("engagement_rate", "conversion_rate")
"""A change for one metric must not spoil these."""
MARGIN: Final = 0.1
PRESENT: Final = "as now"
CHANGEABLE: Final = CHOICES | {InsightKind.SEGMENT_GAP}
"""Kinds of finding about something that a team decides; the others say what happened."""


def evidence_of(insight_id: int) -> str:
    """Name an insight as what an action rests on."""
    return f"insight:{insight_id}"


def proposal_of(insight: Insight, *, who: str, moment: int, reason: str) -> ActionDraft | None:
    """Return the change that an insight proposes; None where it only says what happened.

    The expected effect is that of the posts it was seen in, with its range: an association, which the holdout of the
    action judges.
    """
    finding, candidate = insight.finding, insight.finding.candidate
    subject, what = candidate.subject, dict(candidate.subject.what)
    if subject.kind not in CHANGEABLE:
        return None
    advice = advice_of(finding)
    component = what.get("attribute") or ("segment" if subject.segment else subject.kind.value)
    name = what.get("level") or " · ".join(value for _, value in subject.segment) or title_of(finding)
    turned = candidate.good is False and finding.effect is not None
    low, high = finding.low, finding.high
    if turned and low is not None and high is not None:
        # Less of what does worse is expected to move the metric the other way.
        low, high = _other_way(high), _other_way(low)
    words = reason.strip() or f"{title_of(finding)}: {candidate.n:,} {candidate.counted.value} looked at."
    return ActionDraft(
        brand_id=insight.brand_id,
        component=component,
        operation="less" if turned else "more",
        name=name,
        from_value=PRESENT,
        to_value=(advice[0] if advice else "Change it") + f": {name}",
        reason=words,
        evidence=evidence_of(insight.id),
        analysis_version=f"{ANALYSIS_VERSION}.{insight.data_version}",
        expected=ExpectedEffect(subject.metric, low, high),
        author=who,
        created_at=moment,
        command_key=f"{evidence_of(insight.id)}:accept:{insight.decided_at or 0}",
        context=dict(subject.segment),
        guardrails=tuple(GuardrailMargin(name, MARGIN) for name in GUARDED if name != subject.metric),
        undo="Back to what was published before.",
    )


def _other_way(lift: float) -> float:
    return 1 / (1 + lift) - 1 if lift > -1 else 0.0
