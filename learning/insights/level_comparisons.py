"""Does a level of an attribute differ from the usual one, platform, time and all other attributes held alike?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.observations import Ints
from learning.insights.post_attributes import Levels, as_texts, codes_of
from learning.insights.post_outcomes import PostOutcomes
from learning.stats.rate_regression import RateData, RateFit, fit_rates
from learning.stats.usual_level import usual_level, usual_weights

Floats = NDArray[np.float64]

FEWEST_POSTS: Final = 5
"""Posts of a level, and besides it, from which on it is compared."""
FEWEST_DEGREES: Final = 4.0
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
class LevelContrast:
    """One level against the usual one of its attribute."""

    attribute: str
    level: str
    estimate: float
    """Log ratio to the middle one of the attribute's levels (of two, to the other one)."""
    error: float
    degrees: float
    others: tuple[str, ...]
    """The other stated levels that it was compared with."""


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
class FittedLevels:
    """One regression on place, time and the levels of several attributes."""

    blocks: tuple[Block, ...]
    fit: RateFit


@dataclass(frozen=True, slots=True)
class Group:
    """Posts that are held against other groups."""

    name: str
    columns: Floats
    """Of the coefficients, with weights that sum to 1."""
    posts: float


def compare_levels(
    outcomes: PostOutcomes,
    posts: pd.DataFrame,
    compared: Mapping[str, Levels],
    adjusted: Mapping[str, Levels],
) -> list[LevelContrast]:
    """Estimate what every level of every attribute does, all attributes in one regression.

    Args:
        outcomes: A metric of the posts.
        posts: POST_COLUMNS, the frame that the outcomes were read from.
        compared: Attribute -> level of each post of the frame, '' = not stated.
        adjusted: Further attributes that only hold alike.

    Returns:
        A contrast for every stated level with enough posts that the data can tell from all others: its coefficient less
        the median one of its attribute, since most levels do nothing and the mean would pass the effect of one on to
        the others with the other sign. The error is that against the mean of the other levels, which is no smaller than
        that against their median by more than a few percent. A level that stands almost only on one platform is
        compared within it, by the same regression. Of an attribute with two levels only the rarer one is given: the
        other is its mirror.
    """
    fitted = fit_levels(outcomes, posts, {**compared, **adjusted}, weekdays=WEEKDAY not in compared)
    if fitted is None:
        return []
    return [one for block in fitted.blocks if block.name in compared for one in _contrasts(block, fitted.fit, outcomes)]


def fit_levels(
    outcomes: PostOutcomes,
    posts: pd.DataFrame,
    attributes: Mapping[str, Levels],
    *,
    weekdays: bool = True,
    most_levels: int = MOST_LEVELS,
) -> FittedLevels | None:
    """Fit all attributes in one regression, platform, account and time held alike.

    Args:
        outcomes: A metric of the posts.
        posts: POST_COLUMNS, the frame that the outcomes were read from.
        attributes: Attribute -> level of each post of the frame, '' = not stated.
        weekdays: As in `place_and_time`.
        most_levels: Of an attribute; the others are one.

    Returns:
        The fit with the columns of each attribute of two levels and more; None where it cannot be made.
    """
    own = posts.iloc[outcomes.rows]
    place = place_and_time(own, weekdays=weekdays)
    blocks: list[Block] = []
    columns: list[Floats] = [place]
    width = place.shape[1]
    for name, levels in attributes.items():
        block = _block(name, levels, outcomes.rows, width, most_levels)
        if len(block.levels) > 1:
            columns.append(dummies(block.codes, len(block.levels)))
            width += len(block.levels)
            blocks.append(block)
    days = np.unique(own["day"].to_numpy(dtype=np.int64), return_inverse=True)[1].astype(np.int64)
    data = RateData(outcomes.events, outcomes.exposure, np.hstack(columns), days, place.shape[1])
    fit = fit_rates(data, event_size=outcomes.event_size)
    return None if fit is None else FittedLevels(tuple(blocks), fit)


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


def _contrasts(block: Block, fit: RateFit, outcomes: PostOutcomes) -> list[LevelContrast]:
    events = np.bincount(block.codes, outcomes.events, minlength=len(block.levels))
    counts = np.bincount(block.codes, minlength=len(block.levels)).astype(np.float64)
    named = [place for place, level in enumerate(block.levels) if level not in ("", TOGETHER) and events[place] > 0]
    single = np.eye(len(fit.coefficients))
    groups = [Group(block.levels[place], single[block.first + place], float(counts[place])) for place in named]
    return contrast_groups(block.name, groups, fit)


def contrast_groups(attribute: str, groups: Sequence[Group], fit: RateFit) -> list[LevelContrast]:
    """Hold each group of posts against the usual one.

    Args:
        attribute: What tells them apart.
        groups: Each with its columns of the fit.
        fit: The regression.

    Returns:
        As `compare_levels`, a contrast for each group that the data can tell from the others.
    """
    if len(groups) < 2:
        return []
    counts = np.array([group.posts for group in groups])
    weights = usual_weights(counts)
    own = np.array([group.columns for group in groups])
    shares = np.tile(weights, (len(groups), 1))
    np.fill_diagonal(shares, 0.0)
    against_rest = fit.contrast(own - shares / shares.sum(axis=1, keepdims=True) @ own)
    estimates = _against_middle(own @ fit.coefficients, weights, against_rest.estimate)
    told = range(len(groups)) if len(groups) > 2 else [min(range(2), key=lambda place: (counts[place], place))]
    return [
        LevelContrast(
            attribute,
            groups[place].name,
            float(estimates[place]),
            float(against_rest.error[place]),
            float(against_rest.degrees[place]),
            tuple(other.name for other in groups if other is not groups[place]),
        )
        for place in told
        if against_rest.degrees[place] >= FEWEST_DEGREES
    ]


def _against_middle(coefficients: Floats, weights: Floats, against_rest: Floats) -> Floats:
    """Coefficients less what is usual; of two levels their difference."""
    known = np.isfinite(against_rest)
    if len(coefficients) == 2 or not known.any():
        return against_rest
    found: Floats = np.where(known, coefficients - usual_level(coefficients[known], weights[known]), np.nan)
    return found
