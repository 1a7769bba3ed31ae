"""Confidence that fades, and what renews it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.insights import Insight, InsightKind, InsightStatus, Measured, Priority
from learning.insights.confidence import DAY_SECONDS, confidence_at, decayed, has_new_evidence, is_turned
from tests.learning.insights.findings import finding

WEEK = 7 * DAY_SECONDS


def test_a_confidence_halves_in_seven_days_unless_told_otherwise() -> None:
    assert decayed(0.8, WEEK) == pytest.approx(0.4)
    assert decayed(0.8, 3 * WEEK) == pytest.approx(0.1)
    assert decayed(0.8, WEEK, half_life_days=14) == pytest.approx(0.8 * 0.5**0.5)
    with pytest.raises(ValueError, match="half life of 0"):
        decayed(0.8, WEEK, half_life_days=0)


@given(st.floats(0, 1), st.floats(-WEEK, 60 * WEEK), st.floats(0, 60 * WEEK))
def test_it_never_grows_and_two_steps_are_as_one(confidence: float, first: float, second: float) -> None:
    once = decayed(confidence, max(first, 0.0) + second)
    assert 0 <= once <= decayed(confidence, first) <= confidence
    assert decayed(decayed(confidence, first), second) == pytest.approx(once)


def test_an_insight_decays_since_it_was_renewed() -> None:
    insight = Insight(1, "f", finding(), InsightStatus.NEW, Priority.HIGH, None, 3, 0, int(WEEK), 0.98)
    assert confidence_at(insight, int(2 * WEEK)) == pytest.approx(0.49)
    assert confidence_at(insight, 0) == 0.98


def test_only_new_evidence_renews() -> None:
    stored = finding()
    assert not has_new_evidence(stored, finding(confidence=0.99, effect=0.29))
    assert has_new_evidence(stored, finding(n=41))
    assert has_new_evidence(stored, finding(last=date(2026, 6, 1)))
    assert has_new_evidence(stored, finding(measured=Measured(0.31, 0.1, 40.0)))


def test_a_counted_fact_is_renewed_when_its_figures_change() -> None:
    stale = {"kind": InsightKind.DATA_QUALITY, "measured": None, "effect": None, "numbers": {"days_old": 9.0}}
    assert not has_new_evidence(finding(**stale), finding(**stale))
    assert has_new_evidence(finding(**stale), finding(**(stale | {"numbers": {"days_old": 10.0}})))


def test_a_finding_with_the_other_sign_is_another_one() -> None:
    assert is_turned(finding(), finding(effect=-0.2))
    assert not is_turned(finding(), finding(effect=0.1))
    assert not is_turned(finding(), finding(effect=None))
