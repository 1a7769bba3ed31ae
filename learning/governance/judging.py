"""What do the outcomes so far say about a change: go on, wait, pause, or roll back?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from learning.domain.actions import GuardrailMargin
from learning.domain.judgements import Finding, Judgement, MetricNumbers, MetricSums
from learning.governance.holdout_effect import holdout_effect
from learning.governance.impact import ALPHA, RUNNING_SHARE
from learning.stats.confidence_sequence import sequence
from learning.stats.sample_ratio import sequential_p_value

FALSE_ROLLBACK: Final = 0.05
"""Probability that a change without effect is ever rolled back, over all stages and guardrails together."""
NARROWEST: Final = 10
"""The ranges are narrowest at so many times the minimum sample: a stage goes on for days after it has reached that."""
MISMATCH_P: Final = 0.001
_ORDER: Final = (Finding.MISMATCH, Finding.BROKEN, Finding.MISSING, Finding.TOO_FEW, Finding.HOLDS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a look is judged by; all fixed before the data come."""

    share: float
    """Of the units that are not held out, those treated at this stage."""
    holdout: float
    error_share: float
    """Part of the error of the whole ramp that this stage may spend: where more units are treated, more is seen."""
    minimum_sample: int
    fresh_seconds: int
    worse_when_higher: frozenset[str] = frozenset()
    """Metrics of which less is better."""


def judge(
    guardrails: Sequence[GuardrailMargin],
    sums: Sequence[MetricSums],
    primary: str,
    units: tuple[int, int],
    *,
    now: int,
    terms: Terms,
) -> Judgement:
    """Judge the outcomes of one stage.

    Args:
        guardrails: Metrics with the relative margin by which they may get worse, 0-1.
        sums: Sums over units since the stage began, by metric; units are what was randomised.
        primary: The metric of the expected effect.
        units: How many units were treated and how many held out, whether or not they have outcomes.
        now: UTC seconds.
        terms: What it is judged by.

    Returns:
        The judgement. Each guardrail has an always-valid range (learning/stats/confidence_sequence.py) on the
        logarithm of treated / holdout, its error shared out over stages and guardrails (Bonferroni), so that looking
        often costs nothing. It is broken where the whole range lies beyond the margin. No data, or none that are
        fresh, is never a pass. The split is tested against (1 - h) s to h by a p-value that holds at every look.
    """
    found = {each.metric: each for each in sums}
    alpha = 2 * FALSE_ROLLBACK * terms.error_share / max(len(guardrails), 1)
    rails = tuple(_guardrail(guard, found.get(guard.metric), alpha, now, terms) for guard in guardrails)
    expected = np.array([(1 - terms.holdout) * terms.share, terms.holdout])
    p_value = float(sequential_p_value(np.array(units, dtype=np.float64), expected)) if sum(units) else math.nan
    shown = _numbers(primary, found.get(primary), ALPHA * RUNNING_SHARE, terms)
    findings = {each.finding for each in rails}
    if p_value < MISMATCH_P:
        findings.add(Finding.MISMATCH)
    if min(units) < terms.minimum_sample:
        findings.add(Finding.TOO_FEW)
    worst = next(each for each in _ORDER if each in findings or each is Finding.HOLDS)
    return Judgement(now, worst, *units, None if math.isnan(p_value) else p_value, rails, shown)


def _guardrail(guard: GuardrailMargin, sums: MetricSums | None, alpha: float, now: int, terms: Terms) -> MetricNumbers:
    shown = _numbers(guard.metric, sums, alpha, terms)
    finding, reason = shown.finding, shown.reason
    if sums is None or sums.newest_at is None:
        finding, reason = Finding.MISSING, "no outcomes were reported"
    elif now - sums.newest_at > terms.fresh_seconds:
        hours = (now - sums.newest_at) / 3_600
        finding, reason = Finding.MISSING, f"the newest outcome is {hours:.0f} hours old"
    elif shown.low is not None and shown.high is not None:
        worse = guard.metric in terms.worse_when_higher
        # On the scale of factors, so that a rise and a fall of the same margin weigh the same.
        beyond = shown.low > 1 / (1 - guard.margin) - 1 if worse else shown.high < -guard.margin
        finding = Finding.BROKEN if beyond else Finding.HOLDS
        way = "higher" if worse else "lower"
        ends = sorted((abs(shown.low), abs(shown.high)))
        reason = f"{ends[0]:.0%} to {ends[1]:.0%} {way}, and at most {guard.margin:.0%} is allowed" if beyond else ""
    return replace(shown, margin=guard.margin, finding=finding, reason=reason)


def _numbers(metric: str, sums: MetricSums | None, alpha: float, terms: Terms) -> MetricNumbers:
    """Give the lift of one metric with its always-valid range, or why there is none."""
    if sums is None or sums.newest_at is None:
        return MetricNumbers(metric, None, None, None, None, Finding.MISSING, "no outcomes were reported")
    found = holdout_effect(sums)
    if isinstance(found, str):
        return MetricNumbers(metric, None, None, None, None, Finding.TOO_FEW, found)
    effect, error, n = (np.array([each], dtype=np.float64) for each in (found.effect, found.error, found.n))
    planned = np.array([NARROWEST * terms.minimum_sample / max(terms.holdout, 0.01)])
    ends = sequence(effect, error, n, planned_n=planned, alpha=alpha)
    lift, low, high = (found.as_lift(float(each[0])) for each in (effect, ends.low, ends.high))
    return MetricNumbers(metric, lift, low, high, None, Finding.HOLDS, "", found.base_mean)
