"""The columns that a comparison of levels rests on: place, time, and one per level of each attribute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.observations import Ints
from learning.insights.post_attributes import Levels, as_texts, codes_of

Floats = NDArray[np.float64]
Made = TypeVar("Made")

FEWEST_POSTS: Final = 5
"""Posts of a level, and besides it, from which on it is compared."""
MOST_LEVELS: Final = 24
"""Levels of an attribute with most posts; the others are one."""
KNOT_DAYS: Final = 56
MOST_KNOTS: Final = 10
SETTLED_HOURS: Final = 336.0
"""After two weeks the numbers of a post hardly grow."""
WEEK: Final = 7
WEEKDAY: Final = "weekday"
"""Name of the attribute that tells the weekday of publication."""
THURSDAY: Final = 3
"""Weekday of epoch day 0, Monday = 0."""
TOGETHER: Final = "other levels"


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one attribute."""

    name: str
    first: int
    """Its first column."""
    levels: tuple[str, ...]
    codes: Ints
    """Level of each row."""


@dataclass(frozen=True, slots=True)
class LevelDesign:
    """The columns of one regression on place, time and the levels of several attributes."""

    blocks: tuple[Block, ...]
    """Of the attributes that have two levels and more."""
    columns: Floats
    """Shape (rows, columns)."""
    days: Ints
    """Number of the day of each row, from 0."""
    place_columns: int
    """The first so many tell place and time."""


class ForRows(Generic[Made]):
    """What some rows of a frame need, made once for all metrics that the same rows report one after the other."""

    def __init__(self, make: Callable[[Ints], Made]) -> None:
        """Make it of rows in this way."""
        self._make = make
        self._last: tuple[Ints, Made] | None = None

    def of(self, rows: Ints) -> Made:
        """What these rows need."""
        if self._last is None or not np.array_equal(self._last[0], rows):
            self._last = rows, self._make(rows)
        return self._last[1]


def lay_out(
    posts: pd.DataFrame,
    rows: Ints,
    attributes: Mapping[str, Levels],
    *,
    weekdays: bool = True,
    most_levels: int = MOST_LEVELS,
) -> LevelDesign:
    """Lay out the columns of a regression.

    Args:
        posts: POST_COLUMNS.
        rows: The rows of the frame that enter.
        attributes: Attribute -> level of each post of the frame, '' = not stated.
        weekdays: As in `place_and_time`.
        most_levels: Of an attribute; the others are one.
    """
    own = posts.iloc[rows]
    place = place_and_time(own, weekdays=weekdays)
    blocks: list[Block] = []
    columns: list[Floats] = [place]
    width = place.shape[1]
    for name, levels in attributes.items():
        block = _block(name, levels, rows, width, most_levels)
        if len(block.levels) > 1:
            columns.append(dummies(block.codes, len(block.levels)))
            width += len(block.levels)
            blocks.append(block)
    days = np.unique(own["day"].to_numpy(dtype=np.int64), return_inverse=True)[1].astype(np.int64)
    return LevelDesign(tuple(blocks), np.hstack(columns), days, place.shape[1])


def place_and_time(posts: pd.DataFrame, *, weekdays: bool = True) -> Floats:
    """Give the columns that hold place and time alike.

    Args:
        posts: POST_COLUMNS.
        weekdays: Whether weekdays are held alike: not where they are what is compared.

    Returns:
        Shape (posts, columns): one per platform and account, weekdays, a line through time with knots every eight
        weeks, and the logarithm of the age while numbers still grow.
    """
    platform, _ = codes_of(as_texts(posts["platform"]))
    account, accounts = codes_of(as_texts(posts["account"]))
    channels, strata = np.unique(platform * len(accounts) + account, return_inverse=True)
    day = posts["day"].to_numpy(dtype=np.float64)
    weekday = (day.astype(np.int64) + THURSDAY) % WEEK
    start, span = float(day.min()), max(float(np.ptp(day)), 1.0)
    knots = np.arange(1, min(int(span // KNOT_DAYS), MOST_KNOTS) + 1) / (min(int(span // KNOT_DAYS), MOST_KNOTS) + 1)
    through = (day - start) / span
    age = np.clip(np.nan_to_num(posts["age_hours"].to_numpy(dtype=np.float64), nan=SETTLED_HOURS), 1.0, SETTLED_HOURS)
    parts = [
        dummies(strata, len(channels)),
        dummies(weekday, WEEK)[:, 1 if weekdays else WEEK :],
        (through - 0.5)[:, None],
        np.maximum(through[:, None] - knots, 0.0),
        (np.log(age) - np.log(SETTLED_HOURS))[:, None],
    ]
    return np.hstack(parts)


def dummies(codes: Ints, count: int) -> Floats:
    """Give one column of ones per code, shape (units, count)."""
    found = np.zeros((len(codes), count))
    found[np.arange(len(codes)), codes] = 1.0
    return found


def _block(name: str, levels: Levels, rows: Ints, first: int, most: int) -> Block:
    """Number the levels that these rows have; those with few posts are one."""
    codes, names = levels.codes[rows], levels.names
    counts = np.bincount(codes, minlength=len(names))
    order = np.argsort(-counts, kind="stable")[:most]
    kept = sorted(place for place in order.tolist() if counts[place] >= FEWEST_POSTS)
    renumbered = np.full(len(names), len(kept), dtype=np.int64)
    renumbered[kept] = np.arange(len(kept))
    found = tuple(names[place] for place in kept)
    together = int(counts.sum()) > int(counts[kept].sum())
    return Block(name, first, (*found, TOGETHER) if together else found, renumbered[codes])
