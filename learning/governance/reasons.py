"""Why a look at the data of a change is no pass, in words."""

from __future__ import annotations

from learning.domain.judgements import Finding, Judgement
from learning.metrics.words import metric_words


def reason_of(judged: Judgement) -> str:
    """Say why a look is no pass; '' where every guardrail holds."""
    if judged.finding is Finding.MISMATCH:
        return f"the split is uneven: {judged.treated:,} treated to {judged.holdout:,} held out"
    if judged.finding is Finding.TOO_FEW:
        return f"too few units so far: {judged.treated:,} treated, {judged.holdout:,} held out"
    bad = [each for each in judged.guardrails if each.finding is judged.finding]
    return "; ".join(f"{metric_words(each.metric)}: {each.reason}" for each in bad)
