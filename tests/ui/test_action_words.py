"""What was measured of a change, in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.judgements import Course, Finding, Judgement, MetricNumbers
from ui.actions.words import verdict_words


def measured(low: float, high: float) -> Judgement:
    primary = MetricNumbers("clicks", (low + high) / 2, low, high, None, Finding.HOLDS, "")
    return Judgement(0, Finding.HOLDS, 700, 300, 0.5, (), primary)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.02, 0.1, "went up by"), (-0.1, -0.02, "went down by"), (-0.02, 0.1, "Too close to call")],
)
def test_a_verdict_says_the_direction_only_where_the_range_leaves_out_zero(low: float, high: float, words: str) -> None:
    told = verdict_words(measured(low, high))
    assert words in told
    assert "against the holdout" in told


def test_an_effect_that_did_not_last_says_so() -> None:
    course = Course(0.12, 0.01, -0.02, 0.04, fades=True, reason="it did not last: +12.0% at first and +1.0% at the end")
    faded = replace(measured(0.02, 0.1), course=course)
    assert "But it did not last" in verdict_words(faded)
    assert "last" not in verdict_words(replace(faded, course=replace(course, fades=False, reason="")))


def test_a_change_by_hand_is_not_held_against_a_holdout() -> None:
    told = verdict_words(replace(measured(0.02, 0.1), method="before and after"))
    assert "beside what it did not reach" in told
    assert "holdout" not in told


def test_what_cannot_be_computed_says_why() -> None:
    judged = measured(0.02, 0.1)
    empty = replace(judged.primary, lift=None, low=None, high=None, reason="no outcomes yet")
    told = verdict_words(replace(judged, primary=empty))
    assert "Nothing can be said" in told
    assert "no outcomes yet" in told
