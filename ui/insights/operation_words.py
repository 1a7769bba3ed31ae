"""What findings about programs rest on, in words."""

from __future__ import annotations

from learning.domain.insights import Candidate, InsightKind
from learning.insights.operation_units import Measure
from learning.metrics.definitions import MetricUnit
from ui.imports.wording import plain
from ui.numbers import value_words

UNITS = {
    Measure.SHARE: MetricUnit.RATE,
    Measure.SECONDS: MetricUnit.SECONDS,
    Measure.SCORE: MetricUnit.NUMBER,
    Measure.CORRELATION: MetricUnit.NUMBER,
}


def operation_values(candidate: Candidate) -> str:
    """Write both values: '61 % against 70 % for what is wanted at least'; '' for other findings and correlations."""
    numbers, words = candidate.evidence.numbers, candidate.evidence.words
    value, rest, measure = numbers.get("value"), numbers.get("rest"), words.get("measure", "")
    if candidate.subject.kind is not InsightKind.OPERATION or value is None or rest is None:
        return ""
    if measure == Measure.CORRELATION or measure not in UNITS:
        return ""
    own, other = (value_words(one, UNITS[measure]) for one in (value, rest))
    return f"{own} against {other} for {plain(words.get('others', 'the others'))}"


def operation_words(candidate: Candidate) -> list[str]:
    """Say what a finding about a program rests on, one line each; nothing for other findings."""
    values = operation_values(candidate)
    return [f"As the plain figures say, {values}."] if values else []
