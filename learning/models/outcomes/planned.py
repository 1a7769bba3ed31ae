"""A post that is planned, as a model takes it: what was chosen, and the usual in place of what was not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.errors import BadOption
from learning.domain.platforms import platform_name
from learning.domain.post_forecasts import OfferedAttribute
from learning.models.outcomes.encoding import FEWEST_OF_A_LEVEL
from learning.models.outcomes.lessons import KNOWN_NUMBERS, KNOWN_TEXTS, WEEKDAY, Attributes, Lesson

PLATFORM: Final = "platform"
HOUR: Final = "hour"
LAST_HOUR: Final = 23
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBER_NAMES: Final = {"hour": "an hour", "length": "a length", "hashtags": "a number of hashtags", "links": "links"}


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """One post that is not published yet."""

    known: Attributes
    """Of one post."""
    chosen: Mapping[str, str]
    assumed: Mapping[str, str]
    notes: tuple[str, ...]


def offered_attributes(lesson: Lesson, platform: str = "") -> tuple[OfferedAttribute, ...]:
    """Return what some post states, the platform first.

    Args:
        lesson: The posts that teach.
        platform: What is usual is counted among its posts; '' = among all.
    """
    here = lesson.known.texts[PLATFORM] == platform if platform else np.ones(len(lesson.days), dtype=np.bool_)
    found: list[OfferedAttribute] = []
    for name in (*KNOWN_TEXTS, WEEKDAY):
        told = lesson.known.texts[name] if name == PLATFORM else lesson.known.texts[name][here]
        levels = {_written(name, level): posts for level, posts in Counter(told.tolist()).most_common()}
        if any(levels):
            found.append(OfferedAttribute(name, next(iter(levels)), levels))
    for name in KNOWN_NUMBERS:
        stated = lesson.known.numbers[name][here]
        stated = stated[~np.isnan(stated)]
        if len(stated):
            usual = f"{float(np.median(stated)):.0f}"
            found.append(OfferedAttribute(name, usual, {}, float(stated.min()), float(stated.max())))
    return tuple(found)


def plan_post(offered: tuple[OfferedAttribute, ...], wanted: Mapping[str, str]) -> PlannedPost:
    """Read a choice; a level that no post has counts as not stated, and is noted.

    Args:
        offered: What the posts of the chosen platform state.
        wanted: Attribute -> level, a weekday by its name, numbers written out.

    Raises:
        BadOption: An attribute that no post states, or a number that cannot be.
    """
    names = [one.name for one in offered]
    unknown = next((name for name in wanted if name not in names), None)
    if unknown is not None:
        raise BadOption("attribute", unknown, f"what your posts state: {', '.join(names)}")
    known = {one.name: one for one in offered}
    chosen = {name: _checked(known[name], value) for name, value in wanted.items()}
    assumed = {one.name: one.usual for one in offered if one.name not in chosen}
    taken = chosen | assumed
    texts = {name: np.array([_stored(name, taken.get(name, ""))], dtype=object) for name in (*KNOWN_TEXTS, WEEKDAY)}
    numbers = {name: np.array([float(taken[name]) if name in taken else np.nan]) for name in KNOWN_NUMBERS}
    notes = [note for name, value in chosen.items() if (note := _note(known[name], value))]
    return PlannedPost(Attributes(texts, numbers), chosen, assumed, tuple(notes))


def _written(name: str, level: str) -> str:
    return WEEKDAYS[int(level)] if name == WEEKDAY else level


def _stored(name: str, level: str) -> str:
    return str(WEEKDAYS.index(level)) if name == WEEKDAY and level else level


def _checked(one: OfferedAttribute, value: str) -> str:
    if one.name == WEEKDAY:
        day = next((day for day in WEEKDAYS if day.lower() == value.strip().lower()), None)
        if day is None:
            raise BadOption(one.name, value[:40], f"one of {', '.join(WEEKDAYS)}")
        return day
    if one.levels:
        return next((level for level in one.levels if level.lower() == value.strip().lower()), value.strip())
    return _number(one.name, value)


def _number(name: str, value: str) -> str:
    most = LAST_HOUR if name == HOUR else math.inf
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and 0 <= number <= most and number.is_integer()):
        raise BadOption(name, value[:40], f"a whole number from 0 {'to 23' if name == HOUR else 'on'}")
    return f"{number:.0f}"


def _note(one: OfferedAttribute, value: str) -> str:
    """Say what the posts tell too little about; '' where they tell enough."""
    if one.lowest is not None and one.highest is not None:
        if one.lowest <= float(value) <= one.highest:
            return ""
        span = f"{one.lowest:,.0f} to {one.highest:,.0f}"
        return f"No post had {NUMBER_NAMES[one.name]} of {value}: your posts go from {span}"
    posts = one.levels.get(value, 0)
    if not value or posts >= FEWEST_OF_A_LEVEL:
        return ""
    shown = platform_name(value) if one.name == PLATFORM else value
    had = f"{posts} post{'' if posts == 1 else 's'}" if posts else "No post"
    return (
        f"{had} with the {one.name} {shown!r}: from {FEWEST_OF_A_LEVEL} on it is learned from; until then "
        "it counts as not stated"
    )
