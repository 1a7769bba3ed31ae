"""A goal says how far the figure is, and how sure that is."""

from __future__ import annotations

from datetime import date

from learning.domain.goals import Goal, GoalProgress
from tests.ui.series_examples import RATE, TOTAL
from ui.goal_words import goal_name, progress_words

GOAL = Goal(1, "engagement_rate", 0.04, "you", 0)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_a_goal_is_named_with_its_platform_and_its_day() -> None:
    goal = Goal(1, "impressions", 2_000, "you", 0, platform="tiktok", deadline=date(2026, 12, 31))
    assert plain(goal_name(TOTAL, goal)) == "Goal for TikTok 2,000 a day by 31 Dec 2026"


def test_progress_tells_reached_or_not_how_far_and_how_sure() -> None:
    missed = progress_words(RATE, GoalProgress(GOAL, 0.03, 0.75, reached=False, sure=True))
    assert plain(missed) == "Goal 4.00 %: not reached, these days stand at 3.00 % (−25 % from it), likely real."
    reached = progress_words(RATE, GoalProgress(GOAL, 0.044, 1.1, reached=True, sure=False))
    assert "reached, these days stand at 4.40 % (+10 % from it), could be chance" in plain(reached)


def test_a_goal_without_data_says_why() -> None:
    assert plain(progress_words(RATE, GoalProgress(GOAL, None, None, None, None, "no data"))) == "Goal 4.00 %: no data."
