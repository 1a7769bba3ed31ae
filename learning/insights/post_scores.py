"""How much better than expected did each post do, given where and when it stood and what it was about?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.observations import Ints
from learning.insights.level_design import dummies, place_and_time
from learning.insights.post_attributes import Levels
from learning.insights.post_outcomes import PostOutcomes
from learning.stats.rate_regression import RateData, fit_rates

Floats = NDArray[np.float64]

FEWEST_POSTS = 5


@dataclass(frozen=True, slots=True)
class PostScores:
    """What a fit leaves of each post that has the metric; arrays of shape (posts,)."""

    outcomes: PostOutcomes
    residuals: Floats
    """Relative: 0.2 = 20 % more than expected."""
    weights: Floats
    days: Ints
    """Day of each post, from 0."""


def score_posts(outcomes: PostOutcomes, posts: pd.DataFrame, held: Mapping[str, Levels]) -> PostScores | None:
    """Fit place, time and what else is held alike, and give what is left.

    Args:
        outcomes: A metric of the posts.
        posts: POST_COLUMNS, the frame that the outcomes were read from.
        held: Attribute -> level of each post of the frame; levels with under five posts are one.

    Returns:
        Residuals by 1 - leverage, with the quasi-likelihood weights of `learning.stats.rate_regression`; None where
        there are not more posts than columns.
    """
    own = posts.iloc[outcomes.rows]
    place = place_and_time(own)
    columns = [place]
    for levels in held.values():
        codes = levels.codes[outcomes.rows]
        counts = np.bincount(codes, minlength=len(levels.names))
        kept = np.flatnonzero(counts >= FEWEST_POSTS)
        renumbered = np.full(len(levels.names), len(kept), dtype=np.int64)
        renumbered[kept] = np.arange(len(kept))
        columns.append(dummies(renumbered[codes], len(kept) + 1))
    days = np.unique(own["day"].to_numpy(dtype=np.int64), return_inverse=True)[1].astype(np.int64)
    used = np.hstack(columns)
    data = RateData(outcomes.events, outcomes.exposure, used[:, used.any(axis=0)], days, place.shape[1])
    fit = fit_rates(data, event_size=outcomes.event_size)
    if fit is None:
        return None
    weights = np.maximum(fit.weights, 1e-12)
    return PostScores(outcomes, fit.scores / weights, weights, days)
