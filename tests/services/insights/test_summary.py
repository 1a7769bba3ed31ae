"""What has been learned in short: each level once, on its most important metric, topics first."""

from __future__ import annotations

from typing import Any

from learning.domain.insights import Insight, InsightKind, InsightStatus, Priority, Tier
from services.insights.listing import ListedInsight
from services.insights.summary import summarise
from tests.learning.insights.findings import finding


def row(**changes: Any) -> ListedInsight:
    found = finding(**changes)
    insight = Insight(1, "f", found, InsightStatus.NEW, Priority.LOW, None, 1, 0, 0, found.confidence)
    return ListedInsight(insight, is_sure_enough=True)


def test_each_level_stands_once_on_its_most_important_metric() -> None:
    (topic,) = summarise([row(metric="save_rate", effect=0.9), row(effect=0.3)])
    assert topic.attribute == "topic"
    assert [(one.level, one.metric, one.effect) for one in topic.more] == [("repairs", "engagement_rate", 0.3)]
    assert topic.less == ()


def test_what_is_confirmed_goes_before_what_is_worth_a_test() -> None:
    (topic,) = summarise([row(tier=Tier.WORTH_TESTING), row(metric="save_rate", effect=0.2)])
    assert [(one.metric, one.tier) for one in topic.more] == [("save_rate", Tier.CONFIRMED)]


def test_topics_come_first_and_good_and_bad_stand_apart_the_largest_first() -> None:
    rows = [
        row(what=(("attribute", "hour"), ("level", "6 to 10")), effect=-0.2, good=False),
        row(what=(("attribute", "hour"), ("level", "18 to 21")), effect=-0.5, good=False),
        row(),
    ]
    topic, hour = summarise(rows)
    assert (topic.attribute, hour.attribute) == ("topic", "hour")
    assert [one.level for one in hour.less] == ["18 to 21", "6 to 10"]


def test_what_is_about_no_level_or_neither_good_nor_bad_is_left_out() -> None:
    assert summarise([row(kind=InsightKind.TREND, what=()), row(good=None)]) == ()
