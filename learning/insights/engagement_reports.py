"""Which posts were engaged with far less, or far more, than the brand's posts are?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from learning.domain.feedback_loop import Entity, EntityKind, ReportType
from learning.domain.timekeys import day_key
from learning.insights.brand_data import Gates
from learning.insights.post_outcomes import read_outcomes, teaching_posts
from learning.metrics.catalog import CATALOG

Floats = NDArray[np.float64]

METRIC: Final = "engagement_rate"
WINDOW_DAYS: Final = 90
"""Posts of so many days are told about."""
FEWEST_POSTS: Final = 10
"""So many posts of a platform make a benchmark."""
FAR: Final = 2.0
"""Below a half of the benchmark, or above twice of it, is far."""
CHANCE: Final = 0.05
"""What is far must be rarer than this by chance alone."""


@dataclass(frozen=True, slots=True)
class EngagementReport:
    """What is told of one post to one of the things that it came from."""

    entity: Entity
    type: ReportType
    content_id: int
    day: int
    """Epoch day of publication."""
    engagement_score: float
    """Engagement rate of the post, 0-1."""
    benchmark_score: float
    """Median of the brand's posts on that platform."""


def engagement_reports(posts: pd.DataFrame, gates: Gates, today: date) -> tuple[EngagementReport, ...]:
    """Tell of the posts of the last WINDOW_DAYS that are far from the brand's own benchmark.

    A post is far below with a rate under half of the benchmark, where so few interactions at the benchmark had a chance
    under CHANCE (Poisson), so that ten views without a like tell nothing; far above likewise.

    Args:
        posts: POST_COLUMNS; those that are not seen or old enough are left out, of the benchmark as well.
        gates: The brand's settings.
        today: The last day.

    Returns:
        For each such post one report to the generator that made it (else to the account that it went out by), and one
        to its campaign, the oldest first; none of a platform with fewer than FEWEST_POSTS posts.
    """
    taught = teaching_posts(posts, gates)
    found = [
        one
        for _, group in taught.groupby("platform", observed=True)
        for one in _of_platform(group.reset_index(drop=True))
    ]
    since, last = day_key(today) - WINDOW_DAYS, day_key(today)
    recent = (one for one in found if since < one.day <= last)
    return tuple(sorted(recent, key=lambda one: (one.day, one.content_id, one.entity.kind)))


def _of_platform(posts: pd.DataFrame) -> list[EngagementReport]:
    read = read_outcomes(CATALOG[METRIC], posts)
    if read is None or len(read.rows) < FEWEST_POSTS:
        return []
    rates = read.events / read.exposure
    benchmark = float(np.median(rates))
    expected: Floats = read.exposure * benchmark
    low = (rates * FAR < benchmark) & (stats.poisson.cdf(read.events, expected) < CHANCE)
    high = (rates > benchmark * FAR) & (stats.poisson.sf(read.events - 1, expected) < CHANCE)
    return [
        EngagementReport(entity, told, int(row.content_id), int(row.day), float(rate), benchmark)
        for mask, told in ((low, ReportType.LOW_ENGAGEMENT), (high, ReportType.HIGH_ENGAGEMENT))
        for row, rate in zip(posts.iloc[read.rows[mask]].itertuples(), rates[mask], strict=True)
        for entity in _entities(row)
    ]


def _entities(row: object) -> list[Entity]:
    told = {name: str(getattr(row, name)) for name in ("platform", "account", "generator", "campaign")}
    profile = told["generator"] or f"{told['platform']} {told['account']}"
    campaign = [Entity(EntityKind.CAMPAIGN, told["campaign"])] if told["campaign"] else []
    return [Entity(EntityKind.PROFILE, profile), *campaign]
