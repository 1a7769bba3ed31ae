"""Judging a change by the decisions and outcomes that programs reported."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord
from learning.domain.facts import Fact
from learning.domain.judgements import Finding, Judgement, MetricNumbers
from learning.domain.policies import Policy
from learning.governance.directions import METRICS_DOWN
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
    sums = work.decisions.sum_metrics(record.id, progress.stage_since, tuple(names), ADDITIVE)
    units = work.decisions.count_units(record.id, progress.stage_since)
    terms = Terms(
        share=draft.ramp[progress.stage],
        holdout=draft.holdout,
        stages=len(draft.ramp),
        minimum_sample=policy.minimum_sample,
        fresh_seconds=policy.fresh_seconds,
        worse_when_higher=METRICS_DOWN,
    )
    return judge(draft.guardrails, sums, draft.expected.metric, units, now=now, terms=terms)


def report_to_text(judgement: Judgement) -> str:
    """Write a judgement as JSON."""
    return json.dumps(asdict(judgement), ensure_ascii=False)


def report_from_text(text: str) -> Judgement:
    """Read a judgement."""
    values = json.loads(text)
    rails = tuple(_numbers(each) for each in values.pop("guardrails"))
    primary = _numbers(values.pop("primary"))
    return Judgement(**{**values, "finding": Finding(values["finding"])}, guardrails=rails, primary=primary)


def _numbers(values: dict[str, object]) -> MetricNumbers:
    return MetricNumbers(**{**values, "finding": Finding(str(values["finding"]))})  # type: ignore[arg-type]  # its own fields
