"""Judging a change by the decisions and outcomes that programs reported."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord
from learning.domain.facts import Fact
from learning.domain.judgements import Before, Course, Finding, Judgement, MetricNumbers, MetricSums, Span
from learning.domain.policies import Policy
from learning.governance.directions import METRICS_DOWN
from learning.governance.impact import follow_course, measure_impact
from learning.governance.judging import Terms, judge

ADDITIVE: Final = frozenset(fact.value for fact in Fact)
"""Metrics of which nothing reported means none; of all others only what was measured counts."""


def judge_action(work: UnitOfWork, record: ActionRecord, now: int) -> Judgement | None:
    """Look at the data of the stage that an action is at; None where it has not begun, or is applied by hand."""
    draft, progress = record.draft, record.progress
    if progress.stage is None or progress.stage_since is None or draft.by_hand:
        return None
    policy = progress.policy or Policy()
    names = dict.fromkeys([*(guard.metric for guard in draft.guardrails), draft.expected.metric])
    span = Span(progress.stage_since)
    sums = work.decisions.sum_metrics(record.id, span, tuple(names), ADDITIVE, before=_before(record, policy))
    units = work.decisions.count_units(record.id, span)
    terms = Terms(
        share=draft.ramp[progress.stage],
        holdout=draft.holdout,
        error_share=draft.ramp[progress.stage] / sum(draft.ramp),
        minimum_sample=policy.minimum_sample,
        fresh_seconds=policy.fresh_seconds,
        worse_when_higher=METRICS_DOWN,
    )
    return judge(draft.guardrails, sums, draft.expected.metric, units, now=now, terms=terms)


def report_action(work: UnitOfWork, record: ActionRecord, now: int) -> Judgement | None:
    """Look at the last stage as its end: the effect with the range of one look, and whether it lasts."""
    looked, since = judge_action(work, record, now), record.progress.stage_since
    if looked is None or since is None:
        return looked
    metric, before = record.draft.expected.metric, _before(record, record.progress.policy or Policy())

    def sums(span: Span) -> MetricSums:
        return work.decisions.sum_metrics(record.id, span, (metric,), ADDITIVE, before=before)[0]

    impact = measure_impact(sums(Span(since)))
    half = since + (now - since) // 2
    stages = work.action_log.list_stages(record.id)
    parts = [Span(each.started_at, each.ended_at) for each in stages if each.ended_at is not None]
    course = follow_course(impact, [sums(part) for part in (*parts, Span(since, half))], sums(Span(half)))
    return replace(looked, primary=impact, course=course)


def _before(record: ActionRecord, policy: Policy) -> Before:
    """The same units in a time as long as the window, up to the start."""
    started = record.progress.started_at or 0
    return Before(record.draft.brand_id, record.draft.component, started - policy.window_seconds, started)


def report_to_text(judgement: Judgement) -> str:
    """Write a judgement as JSON."""
    return json.dumps(asdict(judgement), ensure_ascii=False)


def report_from_text(text: str) -> Judgement:
    """Read a judgement."""
    values = json.loads(text)
    rails = tuple(_numbers(each) for each in values.pop("guardrails"))
    primary = _numbers(values.pop("primary"))
    told = values.pop("course", None)
    course = None if told is None else Course(**told)
    finding = Finding(values["finding"])
    return Judgement(**{**values, "finding": finding}, guardrails=rails, primary=primary, course=course)


def _numbers(values: dict[str, object]) -> MetricNumbers:
    return MetricNumbers(**{**values, "finding": Finding(str(values["finding"]))})  # type: ignore[arg-type]  # its own fields
