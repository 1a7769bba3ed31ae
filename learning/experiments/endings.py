"""When is a test at its planned end, and how long does it take until then?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from learning.domain.experiments import TestPlan, TestState


def is_at_end(plan: TestPlan, n: float, state: TestState) -> bool:
    """Say whether this is the look at the planned end.

    Args:
        plan: The plan.
        n: Units of all arms so far.
        state: How far the test has come.

    Returns:
        True where planned units, planned days and the minimum of days are all reached. Where but one look was planned,
        the end is where nothing more will come. Without a plan there is no such look, nor has a test one that was
        watched and ended before its planned end, since whoever ended it may have liked what it said; nor one that was
        extended and has gone past its planned end, where it was due once. Only the first such look may be taken for the
        fixed one: see `find_planned_end`.
    """
    if state.past_end:
        return False
    unplanned = plan.planned_n is None and plan.planned_days is None
    if unplanned or (state.is_over and not plan.running_share):
        return state.is_over and not plan.running_share
    enough = plan.planned_n is None or n >= plan.planned_n
    if plan.planned_days is None and state.days is None:
        return enough
    least = max(plan.planned_days or 0, plan.min_days)
    return enough and state.days is not None and state.days >= least


def has_run_out(plan: TestPlan, n: float, state: TestState) -> bool:
    """Say whether a test has run as long as it is to run.

    Args:
        plan: The plan.
        n: Units of all arms so far.
        state: How far the test has come.

    Returns:
        True where nothing more will come, at the planned end, or, of a test that was extended, at the day until which.
    """
    if state.is_over:
        return True
    if plan.extended_days is None:
        return is_at_end(plan, n, state)
    return state.days is not None and state.days >= plan.extended_days


def find_planned_end(plan: TestPlan, days: Sequence[float], units: Sequence[float]) -> int | None:
    """Find the look at the planned end in a series: what came later does not change the answer.

    Args:
        plan: The plan.
        days: Days since the start at each look, ascending.
        units: Units of all arms up to each look.

    Returns:
        The place of the first look at or after the planned end; None while it is not reached.
    """
    for place, (day, n) in enumerate(zip(days, units, strict=True)):
        if is_at_end(plan, n, TestState(day)):
            return place
    return None


def days_left(plan: TestPlan, n: float, state: TestState) -> int | None:
    """Tell about how many more days a test needs.

    Args:
        plan: The plan.
        n: Units of all arms so far.
        state: How far the test has come.

    Returns:
        Days until planned units (at the traffic so far), planned days and minimum are reached, 0 at the end; of a test
        that was extended those until it has run so long; None where no plan or no traffic tells.
    """
    if has_run_out(plan, n, state):
        return 0
    if plan.extended_days is not None:
        return None if state.days is None else max(1, math.ceil(plan.extended_days - state.days))
    if state.days is None or state.days <= 0:
        return plan.planned_days
    waits = [float(plan.min_days) - state.days]
    if plan.planned_days is not None:
        waits.append(plan.planned_days - state.days)
    if plan.planned_n is not None:
        if n <= 0:
            return plan.planned_days
        waits.append((plan.planned_n - n) / (n / state.days))
    elif plan.planned_days is None:
        return None
    return max(1, math.ceil(max(waits)))
