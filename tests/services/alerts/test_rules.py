from __future__ import annotations

import pytest

from learning.domain.alerts import AlertDirection, AlertDraft, AlertKind
from learning.domain.errors import BadOption, NotFound
from learning.domain.insights import InsightKind
from services.alerts.preview import preview_rule
from services.alerts.rules import mute_rule, remove_rule
from services.alerts.sentences import rule_words
from tests.services.alerts.conftest import HIGH_CLICKS, Watched
from tests.services.callers import caller


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": " "}, "the name of an alert"),
        ({"metric": "nonsense"}, "the metric"),
        ({"threshold": None}, "the threshold"),
        ({"threshold": float("nan")}, "the threshold"),
        ({"metric": "engagement_rate", "threshold": 3.0}, "the threshold"),
        ({"direction": AlertDirection.EITHER}, "the side"),
        ({"window_days": 3}, "the days"),
        ({"cooldown_hours": 0}, "the cool-down"),
        ({"channels": (99,)}, "a channel"),
        ({"where": {"nonsense": ("x",)}}, "--where"),
        ({"kind": AlertKind.ANOMALY}, "the threshold"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_by_name(quick: Watched, changes: dict[str, object], named: str) -> None:
    quick.put(dict.fromkeys(range(30), 100.0))
    with pytest.raises(BadOption, match=named):
        quick.rule(**changes)


def test_a_preview_counts_what_would_have_been_told_and_where(quick: Watched) -> None:
    quick.put({day: 200.0 if day in {40, 41, 60} else 100.0 for day in range(100)})
    with quick.store.read() as work:
        found = preview_rule(work, quick.brand_id, HIGH_CLICKS)
    first = found.series.days[0] - 10
    assert found.days == 90
    assert [day - first for day in found.fired] == [40, 60]


def test_a_preview_without_data_says_why(quick: Watched) -> None:
    with quick.store.read() as work:
        assert preview_rule(work, quick.brand_id, HIGH_CLICKS).reason
        insights = AlertDraft("x", AlertKind.INSIGHT)
        assert "cannot be tried" in (preview_rule(work, quick.brand_id, insights).reason or "")


def test_a_week_is_the_mean_a_day_of_a_total(quick: Watched) -> None:
    quick.put({day: 100.0 + 70.0 * (day == 20) for day in range(30)})
    with quick.store.read() as work:
        weekly = AlertDraft("x", AlertKind.THRESHOLD, "clicks", AlertDirection.ABOVE, 105.0, window_days=7)
        found = preview_rule(work, quick.brand_id, weekly)
    assert len(found.fired) == 1
    assert max(found.series.values) == pytest.approx(110.0)


def test_a_removed_rule_is_gone_for_its_brand_only(quick: Watched) -> None:
    quick.put(dict.fromkeys(range(30), 100.0))
    rule = quick.rule()
    with pytest.raises(NotFound):
        remove_rule(quick.store, quick.brand_id + 1, rule.id, who=caller(), now=quick.now)
    remove_rule(quick.store, quick.brand_id, rule.id, who=caller(), now=quick.now)
    with pytest.raises(NotFound):
        mute_rule(quick.store, quick.brand_id, rule.id, 1, who=caller(), now=quick.now)


def test_rules_in_words() -> None:
    assert rule_words(HIGH_CLICKS) == "Clicks on a day above 150"
    rate = AlertDraft("x", AlertKind.THRESHOLD, "engagement_rate", AlertDirection.BELOW, 0.025, window_days=7)
    assert rule_words(rate) == "Engagement rate over 7 days below 2.5 %"
    segment = AlertDraft("x", AlertKind.ANOMALY, "clicks", where={"persona": ("busy",), "device": ("mobile",)})
    assert rule_words(segment) == "Clicks of busy, on phone unusual"
    insight = AlertDraft("x", AlertKind.INSIGHT, insight_kind=InsightKind.SEGMENT_GAP)
    assert rule_words(insight) == "A new confirmed insight (segment gap)"
