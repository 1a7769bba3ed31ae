from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.alerts import AlertDraft, AlertKind, AlertStatus
from learning.domain.figures import CountedUnit
from learning.domain.insight_log import InsightRun
from learning.domain.insights import (
    Candidate,
    Evidence,
    Finding,
    Insight,
    InsightKind,
    InsightStatus,
    Priority,
    Subject,
    Tier,
)
from services.alerts.preview import preview_rule
from tests.services.alerts.conftest import Watched

ANY = AlertDraft("News", AlertKind.INSIGHT, cooldown_hours=1)


def find(
    watched: Watched, name: str, *, tier: Tier = Tier.CONFIRMED, kind: InsightKind = InsightKind.PEAK_HOURS
) -> int:
    """A run that finds one insight."""
    moment = int(watched.now.timestamp())
    subject = Subject(InsightKind.PEAK_HOURS, "engagement_rate", (("platform", "x"),), (("name", name),))
    candidate = Candidate("peak_hours", subject, None, 40, CountedUnit.POSTS, Evidence(), "post_then")
    finding = Finding(candidate, tier, 0.2, 0.1, 0.3, 0.01, 0.01, 0.99)
    with watched.store.write() as work:
        own = Insight(watched.brand_id, name, finding, InsightStatus.NEW, Priority.HIGH, None, 1, moment, moment, 0.99)
        stored = work.insights.add(own)
        work.insight_log.add_run(InsightRun(watched.brand_id, moment, moment, 1, 0))
        work.commit()
    return stored.id


def test_new_confirmed_insights_are_told_once_and_together(watched: Watched) -> None:
    find(watched, "before the rule")
    watched.forward(1)
    watched.rule(ANY)
    assert watched.look() == 0
    first, second = find(watched, "one"), find(watched, "two")
    find(watched, "unsure", tier=Tier.WORTH_TESTING)
    assert watched.look() == 1
    (alert,) = watched.alerts()
    assert alert.subject == f"{first},{second}"
    assert alert.title.endswith(", and 1 more")
    assert "(95 %, n = 40)" in alert.finding.words
    assert watched.look() == 0
    watched.forward(2)
    find(watched, "three")
    assert watched.look() == 1


@pytest.mark.parametrize(
    "changes",
    [{"insight_kind": InsightKind.CORRELATION}, {"metric": "clicks"}, {"where": {"platform": ("tiktok",)}}],
    ids=["kind", "metric", "segment"],
)
def test_what_the_rule_does_not_ask_for_is_not_told(quick: Watched, changes: dict[str, object]) -> None:
    quick.put(dict.fromkeys(range(30), 100.0))
    quick.rule(ANY, **changes)
    find(quick, "one")
    assert quick.look() == 0


def test_an_alert_goes_with_the_last_of_its_insights(quick: Watched) -> None:
    batch = quick.put(dict.fromkeys(range(30), 100.0))
    quick.rule(ANY)
    found = find(quick, "one")
    quick.look()
    with quick.store.write() as work:
        gone = replace(work.insights.get(quick.brand_id, found), status=InsightStatus.WITHDRAWN)
        work.insights.update(gone)
        work.commit()
    assert any(name.startswith("alert ") for name in quick.undo(batch))
    assert quick.alerts()[0].status is AlertStatus.WITHDRAWN


def test_a_rule_on_insights_is_tried_on_the_past_with_its_cool_down(watched: Watched) -> None:
    def told(**changes: object) -> list[int]:
        with watched.store.read() as work:
            draft = replace(ANY, **changes)
            found = preview_rule(work, watched.brand_id, draft, int(watched.now.timestamp()))
        assert found.reason is None
        assert found.days == 90
        return [day - today for day in found.fired]

    find(watched, "long ago")
    watched.forward(100 * 24)
    find(watched, "one")
    find(watched, "two of one day")
    find(watched, "unsure", tier=Tier.WORTH_TESTING)
    watched.forward(24)
    find(watched, "three")
    watched.forward(10 * 24)
    find(watched, "four")
    today = int(watched.now.timestamp()) // 86_400
    assert told() == [-11, -10, 0]
    assert told(cooldown_hours=72) == [-11, -8, 0], "what comes within the silence is told when that is over"
    assert told(insight_kind=InsightKind.TREND) == []
    assert told(where={"platform": ("tiktok",)}) == []
