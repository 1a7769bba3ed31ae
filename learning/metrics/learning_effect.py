"""From guesses, insights and changes to how well the learning does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from learning.domain.learning_effect import FollowedInsight, Guesses, LearningEffect
from learning.metrics.shares import median_estimate, share_estimate, shares_of

DAY: Final = 86_400
LATER_DAYS: Final = 7
"""Data are later when they came at least so many days after the insight."""
NO_CHANGES: Final = "no change that an insight led to has come to a measured end"
NONE_LATER: Final = f"no insight was looked for again on data of {LATER_DAYS} days later"
NONE_KEPT: Final = "no change was kept so far"


def describe_learning(
    guesses: Sequence[Guesses],
    spans: Sequence[tuple[int, int]],
    followed: Sequence[FollowedInsight],
    kept: Sequence[bool],
) -> LearningEffect:
    """Measure how well the learning does.

    Args:
        guesses: What somebody guessed of tests and changes beforehand.
        spans: First sighting of an insight, and the moment at which the change made of it was kept or rolled back; UTC
            seconds.
        followed: Insights with their first and newest sighting.
        kept: Of each change that was kept, whether it still stands.

    Returns:
        Parts with Wilson's interval, each test, change and insight one unit; the median with its distribution-free one.
        An insight that its data's absence withdrew counts nowhere.
    """
    scored = [each for each in guesses if each.n]
    again = [each for each in followed if not each.undone and _is_later(each)]
    return LearningEffect(
        guesses=tuple(shares_of([(f"{each.who}, {each.about}", each.n, each.right) for each in scored])),
        days_to_measured=median_estimate([(end - begin) / DAY for begin, end in spans], NO_CHANGES, unit="change"),
        insights_held=share_estimate(sum(map(_held, again)), len(again), NONE_LATER),
        kept_held=share_estimate(sum(kept), len(kept), NONE_KEPT),
    )


def _is_later(one: FollowedInsight) -> bool:
    return one.last.data_version > one.first.data_version and one.last.at - one.first.at >= LATER_DAYS * DAY


def _held(one: FollowedInsight) -> bool:
    """Found by the newest run; where both have an effect, with the same sign."""
    first, last = one.first.effect, one.last.effect
    if one.last.confidence is None:
        return False
    return first is None or last is None or first * last > 0
