"""What change an insight proposes, as a draft that a person has to approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import DEFAULT_HOLDOUT, DEFAULT_RAMP, ActionDraft, ExpectedEffect, GuardrailMargin
from learning.domain.insights import Finding, Insight, InsightKind, Subject
from learning.domain.parameters import Value
from learning.governance.values import step_towards
from learning.insights.recommendations import Recommendation
from services.actions.drafting import live_value
from services.actions.parameter_list import LiveParameter
from services.insights.possibilities import why_not_changed
from services.insights.program_changes import Change, expected_range, program_change
from services.insights.sentences import TRY_IT, advice_of, title_of
from services.insights.subjects import subject_words

ANALYSIS_VERSION: Final = "insights-1"
GUARDED: Final = ("engagement_rate", "conversion_rate")
"""A step of a parameter for one metric must not spoil these."""
MARGIN: Final = 0.1
PRESENT: Final = "as now"
UNMEASURED: Final = "engagement_rate"
"""What is watched where a finding is about no metric."""
_MORE: Final[Mapping[str, str]] = {
    Recommendation.USE_MORE: "Publish more {}",
    Recommendation.POST_THEN: "Publish more {}",
    Recommendation.POST_AT_THIS_PACE: "Keep to this pace: {}",
    Recommendation.ADDRESS_SEGMENT: "Make more for {}",
    Recommendation.FOLLOW_ORDER: "Publish in this order: {}",
    Recommendation.MAKE_MORE_ALIKE: "Make more {}",
    Recommendation.USE_FORMULA: "Publish more {}",
    Recommendation.TRY_SOMETHING_NEW: "Make more {}",
}
_LESS: Final[Mapping[str, str]] = {
    Recommendation.USE_LESS: "Publish fewer {}",
    Recommendation.AVOID_THEN: "Publish fewer {}",
    Recommendation.CHANGE_PACE: "Avoid this pace: {}",
    Recommendation.BREAK_ORDER: "Put something else between {}",
    Recommendation.MAKE_FEWER_ALIKE: "Make fewer {}",
    Recommendation.STAY_CLOSE: "Make fewer {}",
}
"""What a recommendation about posts and people says to do."""


def evidence_of(insight_id: int) -> str:
    """Name an insight as what an action rests on."""
    return f"insight:{insight_id}"


def parameters_behind(work: UnitOfWork, insights: Sequence[Insight], brand_id: int) -> tuple[LiveParameter, ...]:
    """Return the parameters that have the name of an attribute which a finding is about, with what serves."""
    names = {dict(one.finding.candidate.subject.what).get("attribute", "").casefold() for one in insights}
    return tuple(
        LiveParameter(each, *live_value(work, each))
        for each in work.parameters.list_of(brand_id)
        if each.key.name.casefold() in names
    )


def proposal_of(
    insight: Insight, *, who: str, moment: int, reason: str, parameters: Sequence[LiveParameter] = ()
) -> ActionDraft | None:
    """Return the change that an insight proposes; None where it names nothing to do.

    Where programs ask for a parameter of the name of the finding's attribute that knows its level, the change is a
    step of that parameter, tried beside a holdout. Else a person makes it by hand, for everybody at once. The expected
    effect is that of the posts it was seen in, with its range: an association, which the trial judges.
    """
    finding, candidate = insight.finding, insight.finding.candidate
    if why_not_changed(finding) is not None:
        return None
    of_program = candidate.subject.kind is InsightKind.OPERATION
    change = program_change(finding) if of_program else _post_change(finding)
    by_hand = _by_hand(insight, change, who=who, moment=moment, reason=reason)
    for each in () if of_program else parameters:
        to = _step(candidate.subject, each, more=change.operation == "more")
        if to is not None:
            key = each.parameter.key
            return replace(
                by_hand,
                component=key.component,
                operation=key.operation,
                name=key.name,
                context=key.context,
                from_value=each.value,
                to_value=to,
                guardrails=tuple(GuardrailMargin(name, MARGIN) for name in GUARDED if name != change.expected.metric),
                undo="The value of before serves again at once.",
                by_hand=False,
                ramp=DEFAULT_RAMP,
                holdout=DEFAULT_HOLDOUT,
            )
    return by_hand


def _by_hand(insight: Insight, change: Change, *, who: str, moment: int, reason: str) -> ActionDraft:
    finding, candidate = insight.finding, insight.finding.candidate
    return ActionDraft(
        brand_id=insight.brand_id,
        component=change.component,
        operation=change.operation,
        name=change.name,
        from_value=PRESENT,
        to_value=_words(finding, change),
        reason=reason.strip() or f"{title_of(finding)}: {candidate.n:,} {candidate.counted.value} looked at.",
        evidence=evidence_of(insight.id),
        analysis_version=f"{ANALYSIS_VERSION}.{insight.data_version}",
        expected=change.expected,
        author=who,
        created_at=moment,
        command_key=f"{evidence_of(insight.id)}:accept:{insight.decided_at or 0}",
        context=dict(candidate.subject.segment),
        ramp=(1.0,),
        holdout=0.0,
        undo="Do again as before.",
        by_hand=True,
    )


def _words(finding: Finding, change: Change) -> str:
    """Say what to do: 'Publish more posts with the hook “number”'."""
    candidate = finding.candidate
    words = (_MORE if change.operation == "more" else _LESS).get(candidate.recommendation)
    about = subject_words(candidate)
    if words and about:
        return words.format(about)
    advice = next((one for one in advice_of(finding) if one != TRY_IT), "Change it")
    is_work = candidate.subject.kind is InsightKind.OPERATION and change.expected.low is None
    return advice if is_work else f"{advice}: {change.name}"


def _post_change(finding: Finding) -> Change:
    candidate = finding.candidate
    subject, what = candidate.subject, dict(candidate.subject.what)
    turned = candidate.recommendation in _LESS or (candidate.good is False and finding.effect is not None)
    return Change(
        component=what.get("attribute") or ("segment" if subject.segment else subject.kind.value),
        operation="less" if turned else "more",
        name=what.get("level") or subject_words(candidate) or title_of(finding),
        expected=ExpectedEffect(subject.metric or UNMEASURED, *expected_range(finding)),
    )


def _step(subject: Subject, live: LiveParameter, *, more: bool) -> Value:
    what, key = dict(subject.what), live.parameter.key
    if what.get("attribute", "").casefold() != key.name.casefold() or "level" not in what:
        return None
    if any(dict(subject.segment).get(name) != value for name, value in key.context.items()):
        return None
    return step_towards(live.parameter.spec, live.value, what["level"], more=more)
