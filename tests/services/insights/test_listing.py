"""Which insights stand first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from learning.domain.insights import Insight, InsightKind, InsightStatus, Priority, Tier
from services.insights.grouping import group_insights
from services.insights.listing import ListedInsight, by_rank
from tests.learning.insights.findings import finding

METRICS = ("impressions", "save_rate", "engagement_rate")


def row(number: int, priority: Priority, kind: InsightKind, **changes: object) -> ListedInsight:
    found = finding(kind=kind, **changes)
    insight = Insight(1, f"f{number}", found, InsightStatus.NEW, priority, None, 1, 0, 0, found.confidence)
    return ListedInsight(insight, is_sure_enough=True)


def test_of_the_same_urgency_what_moves_the_figures_of_the_brand_goes_before_what_programs_do() -> None:
    wanted = [
        row(1, Priority.HIGH, InsightKind.OPERATION),
        row(2, Priority.MEDIUM, InsightKind.ATTRIBUTE_EFFECT),
        row(3, Priority.MEDIUM, InsightKind.ATTRIBUTE_EFFECT, tier=Tier.WORTH_TESTING),
        row(4, Priority.MEDIUM, InsightKind.OPERATION),
        row(5, Priority.LOW, InsightKind.ATTRIBUTE_EFFECT),
    ]
    for order in permutations(wanted):
        assert [one.insight.fingerprint for one in by_rank(order)] == ["f1", "f2", "f3", "f4", "f5"]


def test_what_a_person_does_not_want_to_hear_of_goes_last() -> None:
    kept, unwanted = (row(number, Priority.HIGH, InsightKind.ATTRIBUTE_EFFECT) for number in (1, 2))
    damped = replace(unwanted, insight=replace(unwanted.insight, priority=Priority.CRITICAL), damped_by=object())
    assert [one.insight.fingerprint for one in by_rank([damped, kept])] == ["f1", "f2"]


def test_a_finding_on_several_metrics_is_led_by_its_most_urgent_one_unless_a_goal_is_about_another() -> None:
    rows = [
        row(1, Priority.CRITICAL, InsightKind.CLUSTER, metric="profile_visit_rate"),
        row(2, Priority.LOW, InsightKind.CLUSTER, metric="click_through_rate", effect=-0.5),
    ]
    (group,) = group_insights(rows)
    assert group.lead.insight.fingerprint == "f1"
    (wanted,) = group_insights(rows, ["click_through_rate"])
    assert wanted.lead.insight.fingerprint == "f2"


def test_of_the_same_urgency_the_metric_that_is_learned_about_first_leads() -> None:
    rows = [row(number, Priority.HIGH, InsightKind.CLUSTER, metric=name) for number, name in enumerate(METRICS)]
    (group,) = group_insights(rows)
    assert [one.insight.finding.candidate.subject.metric for one in (group.lead, *group.others)] == [
        "engagement_rate",
        "save_rate",
        "impressions",
    ]
