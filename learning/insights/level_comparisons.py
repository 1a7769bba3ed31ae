"""Does a level of an attribute differ from the usual one, platform, time and all other attributes held alike?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.insights.level_design import TOGETHER, Block, LevelDesign
from learning.insights.post_outcomes import PostOutcomes
from learning.stats.rate_regression import RateData, RateFit, fit_rates
from learning.stats.usual_level import usual_level, usual_weights

Floats = NDArray[np.float64]

FEWEST_DEGREES: Final = 4.0


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
class Group:
    """Posts that are held against other groups."""

    name: str
    columns: Floats
    """Of the coefficients, with weights that sum to 1."""
    posts: float


def compare_levels(outcomes: PostOutcomes, design: LevelDesign, compared: Collection[str]) -> list[LevelContrast]:
    """Estimate what every level of every attribute does, all attributes in one regression.

    Args:
        outcomes: A metric of the posts.
        design: Of the rows of the outcomes.
        compared: The attributes whose levels are told; the others only hold alike.

    Returns:
        A contrast for every stated level with enough posts that the data can tell from all others: its coefficient less
        the median one of its attribute, since most levels do nothing and the mean would pass the effect of one on to
        the others with the other sign. The error is that against the mean of the other levels, which is no smaller than
        that against their median by more than a few percent. A level that stands almost only on one platform is
        compared within it, by the same regression. Of an attribute with two levels only the rarer one is given: the
        other is its mirror.
    """
    fit = fit_levels(outcomes, design)
    if fit is None:
        return []
    return [one for block in design.blocks if block.name in compared for one in _contrasts(block, fit, outcomes)]


def fit_levels(outcomes: PostOutcomes, design: LevelDesign) -> RateFit | None:
    """Fit a metric by the columns of a design of its rows; None where it cannot be done."""
    data = RateData(outcomes.events, outcomes.exposure, design.columns, design.days, design.place_columns)
    return fit_rates(data, event_size=outcomes.event_size)


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
