"""Goals: the targets of a brand, and how far its figures are from them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.errors import BadOption
from learning.domain.figures import MetricValue
from learning.domain.goals import Goal, GoalDraft, GoalProgress
from learning.domain.permissions import Permission
from learning.domain.platforms import platform_name
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction, Form, MetricUnit
from services.callers import Caller
from services.figures.availability import available

HIGHEST_TARGET: Final = 1e12
HIGHEST_WEIGHT: Final = 100.0


def set_goal(store: Store, brand_id: int, draft: GoalDraft, *, who: Caller, now: datetime) -> Goal:
    """Store a goal in place of an earlier one for the same metric and platform, and return it with its id.

    Raises:
        BadOption: Metric, platform, target, weight or deadline cannot be used.
    """
    with who.write(store, brand_id, Permission.GOAL) as (work, actor):
        goal = Goal(
            brand_id=brand_id,
            metric=draft.metric,
            target=float(draft.target),
            who=actor.name,
            created_at=int(now.timestamp()),
            platform=draft.platform,
            weight=float(draft.weight),
            deadline=draft.deadline,
        )
        _check_numbers(goal)
        _check_deadline(goal, now.date())
        _check_subject(work, goal)
        stored = work.goals.put(goal)
        work.commit()
    return stored


def remove_goal(store: Store, brand_id: int, goal_id: int, *, who: Caller) -> None:
    """Remove a goal.

    Raises:
        NotFound: The brand has no goal of that id.
    """
    with who.write(store, brand_id, Permission.GOAL, f"goal:{goal_id}") as (work, _):
        work.goals.remove(brand_id, goal_id)
        work.commit()


def list_goals(work: UnitOfWork, brand_id: int) -> tuple[Goal, ...]:
    """Return all goals of a brand, by metric."""
    return work.goals.list_of(brand_id)


def goal_for(goals: Iterable[Goal], metric: str, platforms: tuple[str, ...] = ()) -> Goal | None:
    """Choose the goal that a figure is measured by: that of its one platform, else that of the whole brand.

    The target of the whole brand says nothing of the total of a part of it.
    """
    own = {goal.platform: goal for goal in goals if goal.metric == metric}
    if len(platforms) == 1 and platforms[0] in own:
        return own[platforms[0]]
    return own.get(None) if not platforms or not is_total(metric) else None


def goal_progress(goal: Goal, value: MetricValue, days: int) -> GoalProgress:
    """Say how a figure of some days stands to its goal; a total is measured by what it is on one day.

    Args:
        goal: The goal.
        value: The figure of the metric for the whole range.
        days: Days with data behind it.
    """
    if value.value is None or days < 1:
        return GoalProgress(goal, None, None, None, None, value.reason or "no day with data")
    size = float(days) if is_total(goal.metric) else 1.0
    actual = value.value / size
    low = None if value.low is None else value.low / size
    high = None if value.high is None else value.high / size
    down = goal.metric in CATALOG and CATALOG[goal.metric].good is Direction.DOWN
    reached = actual <= goal.target if down else actual >= goal.target
    sure = None
    if low is not None and high is not None:
        sure = not low <= goal.target <= high
    return GoalProgress(goal, actual, actual / goal.target, reached, sure)


def is_total(metric: str) -> bool:
    """Tell whether the target of a metric counts for one day: totals grow with the range, rates do not."""
    known = CATALOG.get(metric)
    return known is None or known.form is Form.TOTAL


def _check_numbers(goal: Goal) -> None:
    unit = CATALOG[goal.metric].unit if goal.metric in CATALOG else MetricUnit.NUMBER
    highest = 1.0 if unit is MetricUnit.RATE else HIGHEST_TARGET
    if not (math.isfinite(goal.target) and 0 < goal.target <= highest):
        allowed = "a rate above 0 and up to 100 %" if unit is MetricUnit.RATE else "a number above 0"
        raise BadOption("the target", f"{goal.target:g}", allowed)
    if not (math.isfinite(goal.weight) and 0 < goal.weight <= HIGHEST_WEIGHT):
        raise BadOption("the weight of a goal", f"{goal.weight:g}", f"a number above 0 and up to {HIGHEST_WEIGHT:g}")


def _check_deadline(goal: Goal, today: date) -> None:
    if goal.deadline is not None and goal.deadline < today:
        raise BadOption("the deadline", goal.deadline.isoformat(), "a day that is still to come, or none")


def _check_subject(work: UnitOfWork, goal: Goal) -> None:
    metrics = {metric.name: metric for metric in available(work, goal.brand_id).metrics}
    found = metrics.get(goal.metric)
    if found is None:
        raise BadOption("the metric of a goal", goal.metric, "a metric that the brand's exports have")
    if goal.platform is not None and goal.platform not in found.platforms:
        names = ", ".join(platform_name(platform) for platform in found.platforms)
        raise BadOption("the platform of a goal", goal.platform, f"one that reports {found.label.lower()}: {names}")


@dataclass(frozen=True, slots=True)
class GoalLine:
    """Where a chart draws the goal of a metric."""

    goal: Goal
    level: float
    """In the unit of the metric, for one bucket of `days` days."""


def goal_line(goal: Goal, days: int) -> GoalLine:
    """Return the level of a goal on a chart whose points stand for some days: totals grow with them."""
    return GoalLine(goal, goal.target * days if is_total(goal.metric) else goal.target)
