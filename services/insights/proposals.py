"""What change an insight proposes, as a draft that a person has to approve."""

from __future__ import annotations

from typing import Final

from learning.domain.actions import ActionDraft, ExpectedEffect, GuardrailMargin
from learning.domain.insights import Finding, Insight, InsightKind
from services.insights.possibilities import why_not_changed
from services.insights.program_changes import Change, expected_range, program_change
from services.insights.sentences import TRY_IT, advice_of, title_of

ANALYSIS_VERSION: Final = "insights-1"
GUARDED: Final = ("engagement_rate", "conversion_rate")
"""A change for one metric must not spoil these."""
MARGIN: Final = 0.1
PRESENT: Final = "as now"
UNMEASURED: Final = "engagement_rate"
"""What is watched where a finding is about no metric."""


def evidence_of(insight_id: int) -> str:
    """Name an insight as what an action rests on."""
    return f"insight:{insight_id}"


def proposal_of(insight: Insight, *, who: str, moment: int, reason: str) -> ActionDraft | None:
    """Return the change that an insight proposes; None where it only says what happened.

    The expected effect is that of the posts it was seen in, with its range: an association, which the holdout of the
    action judges.
    """
    finding, candidate = insight.finding, insight.finding.candidate
    if why_not_changed(finding) is not None:
        return None
    change = program_change(finding) if candidate.subject.kind is InsightKind.OPERATION else _post_change(finding)
    advice = advice_of(finding)
    words = reason.strip() or f"{title_of(finding)}: {candidate.n:,} {candidate.counted.value} looked at."
    return ActionDraft(
        brand_id=insight.brand_id,
        component=change.component,
        operation=change.operation,
        name=change.name,
        from_value=PRESENT,
        to_value=f"{next((one for one in advice if one != TRY_IT), 'Change it')}: {change.name}",
        reason=words,
        evidence=evidence_of(insight.id),
        analysis_version=f"{ANALYSIS_VERSION}.{insight.data_version}",
        expected=change.expected,
        author=who,
        created_at=moment,
        command_key=f"{evidence_of(insight.id)}:accept:{insight.decided_at or 0}",
        context=dict(candidate.subject.segment),
        guardrails=tuple(GuardrailMargin(name, MARGIN) for name in change.guarded if name != change.expected.metric),
        undo="Back to what was published before.",
    )


def _post_change(finding: Finding) -> Change:
    candidate = finding.candidate
    subject, what = candidate.subject, dict(candidate.subject.what)
    name = what.get("level") or " · ".join(value for _, value in subject.segment) or title_of(finding)
    turned = candidate.good is False and finding.effect is not None
    return Change(
        component=what.get("attribute") or ("segment" if subject.segment else subject.kind.value),
        operation="less" if turned else "more",
        name=name,
        expected=ExpectedEffect(subject.metric or UNMEASURED, *expected_range(finding)),
        guarded=GUARDED,
    )
