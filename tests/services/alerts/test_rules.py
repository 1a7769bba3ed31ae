from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.alerts import AlertDirection, AlertDraft, AlertKind, AlertRule, AlertStatus
from learning.domain.errors import BadOption, NotFound
from learning.domain.insights import InsightKind
from services.alerts.preview import preview_rule
from services.alerts.rules import change_rule, mute_rule, remove_rule
from services.alerts.sentences import rule_words
from tests.services.alerts.conftest import HIGH_CLICKS, NOW, Watched
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
        found = preview_rule(work, quick.brand_id, HIGH_CLICKS, int(NOW.timestamp()))
    first = found.series.days[0] - 10
    assert found.days == 90
    assert [day - first for day in found.fired] == [40, 60]


def test_a_preview_without_data_says_why(quick: Watched) -> None:
    with quick.store.read() as work:
        assert preview_rule(work, quick.brand_id, HIGH_CLICKS, int(NOW.timestamp())).reason


def test_a_week_is_the_mean_a_day_of_a_total(quick: Watched) -> None:
    quick.put({day: 100.0 + 70.0 * (day == 20) for day in range(30)})
    with quick.store.read() as work:
        weekly = AlertDraft("x", AlertKind.THRESHOLD, "clicks", AlertDirection.ABOVE, 105.0, window_days=7)
        found = preview_rule(work, quick.brand_id, weekly, int(NOW.timestamp()))
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


def test_a_changed_rule_speaks_by_what_it_says_now_and_keeps_what_it_said(watched: Watched) -> None:
    watched.put(dict.fromkeys(range(30), 100.0))
    rule = watched.rule()
    assert watched.look() == 0
    changed = change(watched, rule.id, threshold=90.0, cooldown_hours=48)
    assert (changed.id, changed.who, changed.draft.threshold) == (rule.id, "ann", 90.0)
    assert watched.look() == 1, "the newest day is looked at anew"
    with watched.store.read() as work:
        (kept,) = work.alerts.list_rule_changes(rule.id)
    assert (kept.before, kept.who, kept.changed_at) == (HIGH_CLICKS, "bob", int(watched.now.timestamp()))


def test_the_same_again_is_no_change_and_a_bad_one_leaves_the_rule(quick: Watched) -> None:
    quick.put(dict.fromkeys(range(30), 100.0))
    rule = quick.rule()
    assert change(quick, rule.id) == rule
    with pytest.raises(BadOption, match="the metric"):
        change(quick, rule.id, metric="nonsense")
    with pytest.raises(NotFound):
        change_rule(quick.store, quick.brand_id + 1, rule.id, HIGH_CLICKS, who=caller("bob"), now=quick.now)
    with quick.store.read() as work:
        assert work.alerts.get_rule(quick.brand_id, rule.id) == rule
        assert work.alerts.list_rule_changes(rule.id) == ()


def test_an_alert_stands_by_what_the_rule_said_when_it_was_raised(quick: Watched) -> None:
    other = quick.put(dict.fromkeys(range(30), 100.0))
    rule = quick.rule()
    quick.put({30: 200.0})
    assert quick.look() == 1
    quick.forward(1)
    change(quick, rule.id, threshold=500.0)
    quick.undo(other)
    assert quick.alerts()[0].status is AlertStatus.OPEN, "200 is above 150, which is what it said"


def test_a_look_that_began_before_a_change_tells_nothing(quick: Watched) -> None:
    quick.put(dict.fromkeys(range(30), 100.0))
    rule = quick.rule()
    change(quick, rule.id, threshold=90.0)
    with quick.store.write() as work:
        assert not work.alerts.note_evaluation(rule, version=1, day=1, due_at=None)


def change(watched: Watched, rule_id: int, **changes: object) -> AlertRule:
    draft = replace(HIGH_CLICKS, **changes)  # type: ignore[arg-type]
    return change_rule(watched.store, watched.brand_id, rule_id, draft, who=caller("bob"), now=watched.now)
