"""Goals: checked when they are set, and measured in the unit that they are stated in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.errors import BadOption, NotFound
from learning.domain.facts import Fact
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.goals import Goal, GoalDraft
from services.goals import goal_for, goal_line, goal_progress, list_goals, remove_goal, set_goal
from tests.services.callers import caller
from tests.services.hand_made import HandMade, Row, make, spec

DRAFT = GoalDraft("engagement_rate", 0.05)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    rows = [Row(date(2026, 11, 1), {Fact.IMPRESSIONS: 100, Fact.LIKES: 4}, content="a", extras={"detail": 3})]
    made.put(spec("x", Basis.ACTIVITY, "content"), rows)
    return made


def value(amount: float | None, low: float | None = None, high: float | None = None) -> MetricValue:
    reason = "no data" if amount is None else None
    return MetricValue(amount, low, high, 28, CountedUnit.DAYS, Basis.ACTIVITY, {}, reason=reason)


def test_a_goal_is_kept_until_it_is_removed(brand: HandMade, now: datetime) -> None:
    stored = set_goal(brand.store, brand.brand_id, replace(DRAFT, platform="x"), who=caller("ann"), now=now)
    with brand.read() as work:
        assert list_goals(work, brand.brand_id) == (stored,)
    remove_goal(brand.store, brand.brand_id, stored.id, who=caller())
    with brand.read() as work:
        assert list_goals(work, brand.brand_id) == ()
    with pytest.raises(NotFound):
        remove_goal(brand.store, brand.brand_id, stored.id, who=caller())


@pytest.mark.parametrize(
    "draft",
    [
        replace(DRAFT, metric="charm"),
        replace(DRAFT, metric="revenue"),
        replace(DRAFT, platform="tiktok"),
        replace(DRAFT, target=0),
        replace(DRAFT, target=-1),
        replace(DRAFT, target=5),
        replace(DRAFT, target=float("nan")),
        replace(DRAFT, target=float("inf")),
        replace(DRAFT, metric="impressions", target=1e13),
        replace(DRAFT, weight=0),
        replace(DRAFT, weight=float("nan")),
        replace(DRAFT, deadline=date(2026, 11, 20)),
    ],
)
def test_a_goal_that_cannot_be_meant_is_refused_and_nothing_is_stored(
    brand: HandMade, now: datetime, draft: GoalDraft
) -> None:
    with pytest.raises(BadOption):
        set_goal(brand.store, brand.brand_id, draft, who=caller("ann"), now=now)
    with brand.read() as work:
        assert list_goals(work, brand.brand_id) == ()


def test_an_extra_of_the_brands_own_files_can_have_a_goal(brand: HandMade, now: datetime) -> None:
    stored = set_goal(brand.store, brand.brand_id, GoalDraft("extra.detail", 7), who=caller("ann"), now=now)
    assert stored.target == 7


def test_a_rate_is_measured_as_it_is_and_a_total_by_the_day() -> None:
    rate = goal_progress(Goal(1, "engagement_rate", 0.05, "ann", 1), value(0.04, 0.03, 0.045), 28)
    assert (rate.actual, rate.reached, rate.sure) == (0.04, False, True)
    assert rate.share == pytest.approx(0.8)
    total = goal_progress(Goal(1, "impressions", 100, "ann", 1), value(2_800 * 1.1, 2_700, 3_500), 28)
    assert total.actual == pytest.approx(110)
    assert (total.reached, total.sure) == (True, False)


def test_a_goal_of_what_should_be_low_is_reached_from_above() -> None:
    bounce = Goal(1, "bounce_rate", 0.4, "ann", 1)
    assert goal_progress(bounce, value(0.35), 7).reached is True
    assert goal_progress(bounce, value(0.45), 7).reached is False
    assert goal_progress(bounce, value(0.45), 7).sure is None


def test_what_has_no_value_has_no_progress_and_says_why() -> None:
    progress = goal_progress(Goal(1, "clicks", 3, "ann", 1), value(None), 7)
    assert (progress.actual, progress.reached, progress.reason) == (None, None, "no data")
    assert goal_progress(Goal(1, "clicks", 3, "ann", 1), value(5), 0).reason


def test_the_goal_of_the_one_platform_shown_comes_before_that_of_the_brand() -> None:
    whole, own = Goal(1, "clicks", 30, "ann", 1), Goal(1, "clicks", 3, "ann", 1, "x")
    goals = (whole, own, Goal(1, "follows", 1, "ann", 1))
    assert goal_for(goals, "clicks") is whole
    assert goal_for(goals, "clicks", ("x",)) is own
    assert goal_for(goals, "clicks", ("tiktok",)) is None, "the total of one platform is not measured by all of them"
    rate = Goal(1, "engagement_rate", 0.05, "ann", 1)
    assert goal_for((rate,), "engagement_rate", ("tiktok",)) is rate
    assert goal_for(goals, "saves") is None


def test_the_line_of_a_total_grows_with_the_days_of_a_point() -> None:
    assert goal_line(Goal(1, "clicks", 3, "ann", 1), 7).level == 21
    assert goal_line(Goal(1, "engagement_rate", 0.05, "ann", 1), 7).level == 0.05


def test_a_goal_may_end_today(brand: HandMade, now: datetime) -> None:
    stored = set_goal(brand.store, brand.brand_id, replace(DRAFT, deadline=now.date()), who=caller("ann"), now=now)
    assert stored.deadline == now.date()
    assert stored.deadline < (now + timedelta(days=1)).date()
