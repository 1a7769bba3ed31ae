"""Priorities and impact."""

from __future__ import annotations

import pytest

from learning.domain.goals import Goal
from learning.domain.insights import Priority, Tier
from learning.insights.priorities import goal_of, impact_of, priority_of, priority_score
from tests.learning.insights.findings import finding


@pytest.mark.parametrize(
    ("stake", "expected"),
    [
        (0.20, Priority.CRITICAL),
        (0.15, Priority.CRITICAL),
        (0.06, Priority.HIGH),
        (0.02, Priority.MEDIUM),
        (0.01, Priority.LOW),
        (None, Priority.LOW),
    ],
)
def test_priority_is_stake_times_confidence_by_fixed_bounds(stake: float | None, expected: Priority) -> None:
    assert priority_of(finding(stake=stake, confidence=1.0)) is expected
    assert priority_score(finding(stake=stake), 0.5) == (stake or 0) * 0.5


def test_it_falls_as_confidence_decays() -> None:
    assert priority_of(finding(stake=0.2), 0.5) is Priority.HIGH
    assert priority_of(finding(stake=0.2), 0.1) is Priority.MEDIUM
    assert priority_of(finding(stake=0.2), 0.05) is Priority.LOW


def test_what_is_only_worth_testing_is_medium_at_most() -> None:
    assert priority_of(finding(stake=0.9, tier=Tier.WORTH_TESTING)) is Priority.MEDIUM
    assert priority_of(finding(stake=0.001, tier=Tier.WORTH_TESTING)) is Priority.LOW


def goal(metric: str, platform: str | None = None) -> Goal:
    return Goal(1, metric, 0.03, "me", 0, platform)


def test_the_goal_of_the_platform_goes_before_that_of_the_brand() -> None:
    here = finding(segment=(("platform", "x"),)).candidate
    goals = [goal("save_rate"), goal("engagement_rate"), goal("engagement_rate", "x"), goal("engagement_rate", "mail")]
    assert goal_of(here, goals) == goals[2]
    assert goal_of(finding().candidate, goals) == goals[1]
    assert goal_of(finding(metric="views").candidate, goals) is None


def test_the_impact_of_a_rate_is_by_how_much_the_whole_brand_moves() -> None:
    assert impact_of(finding(stake=0.1, numbers={"whole": 0.02}).candidate) == pytest.approx(0.002)
    assert impact_of(finding(stake=None).candidate) is None
    assert impact_of(finding(metric="no such metric").candidate) is None


def test_the_impact_of_a_total_is_for_four_weeks_or_for_a_day_where_a_goal_is_set() -> None:
    clicks = finding(metric="clicks", opportunity=280.0).candidate
    assert impact_of(clicks) == 280.0
    assert impact_of(clicks, goal("clicks")) == 10.0
    assert impact_of(finding(metric="clicks", opportunity=None).candidate) is None
