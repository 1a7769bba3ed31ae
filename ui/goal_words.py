"""A goal and how far it is, in sentences."""

from __future__ import annotations

from learning.domain.goals import Goal, GoalProgress
from learning.domain.platforms import platform_name
from services.glossary import GlossaryEntry
from services.goals import is_total
from ui.calendar_words import day_words
from ui.numbers import change_words, value_words


def target_words(entry: GlossaryEntry, goal: Goal) -> str:
    """Write a target: '3.5 %', '2,000 a day'."""
    shown = value_words(goal.target, entry.unit)
    return f"{shown} a day" if is_total(goal.metric) else shown


def goal_name(entry: GlossaryEntry, goal: Goal) -> str:
    """Name a goal: 'Goal for TikTok 3.5 % by 31 Dec 2026'."""
    part = f" for {platform_name(goal.platform)}" if goal.platform else ""
    until = f" by {day_words(goal.deadline)}" if goal.deadline else ""
    return f"Goal{part} {target_words(entry, goal)}{until}"


def progress_words(entry: GlossaryEntry, progress: GoalProgress) -> str:
    """Say how a figure stands to its goal, and whether its range could still turn that round."""
    name = goal_name(entry, progress.goal)
    if progress.actual is None or progress.share is None:
        return f"{name}: {progress.reason or 'no data'}."
    shown = value_words(progress.actual, entry.unit)
    shown += " a day" if is_total(progress.goal.metric) else ""
    stand = "reached" if progress.reached else "not reached"
    far = f" ({change_words(progress.share - 1)} from it)"
    if progress.sure is None:
        sure = "too early to say how sure"
    elif progress.sure:
        sure = "likely real"
    else:
        sure = "could be chance"
    return f"{name}: {stand}, these days stand at {shown}{far}, {sure}."
