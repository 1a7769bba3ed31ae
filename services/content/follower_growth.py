"""Where follows come from: per impression, per visit of the profile, and through which posts."""

from __future__ import annotations

from typing import Final

from db.unit import UnitOfWork
from learning.domain.facts import Fact
from learning.domain.followers import FollowerGrowth, FollowersQuery
from learning.domain.gates import LearningGates
from learning.domain.trends import ContentQuery, ContentTable, Ranking, TrendQuery, TrendResult
from learning.metrics.catalog import CATALOG
from services.content.ranking import content_table
from services.figures.trends import trend

PER_IMPRESSIONS: Final = "follows_per_1000_impressions"
PER_VISIT: Final = "follows_per_visit"
FOLLOWS: Final = Fact.FOLLOWS.value


def follower_growth(work: UnitOfWork, query: FollowersQuery, gates: LearningGates) -> FollowerGrowth:
    """Read the three views of follower growth; each that cannot be had is left out with its reason."""
    reasons: list[str] = []
    per_impressions = _trend(work, query, PER_IMPRESSIONS, reasons)
    per_visit = _trend(work, query, PER_VISIT, reasons)
    table = content_table(
        work, ContentQuery(query.scope, FOLLOWS, Ranking.VOLUME, limit=query.limit, minimum_exposure=0.0, gates=gates)
    )
    brought = tuple(row for row in table.rows if row.volume > 0)
    if not brought:
        why = table.reason if not table.rows else "no post of these days brought any"
        reasons.append(f"Posts by follows: {why}.")
    share = sum(row.volume for row in brought) / table.total if brought and table.total else None
    posts: ContentTable | None = table if brought else None
    return FollowerGrowth(query, per_impressions, per_visit, posts, share, tuple(reasons))


def _trend(work: UnitOfWork, query: FollowersQuery, metric: str, reasons: list[str]) -> TrendResult | None:
    found = trend(work, TrendQuery(query.scope, metric, query.bucket))
    if found.headline.value.value is not None:
        return found
    label = CATALOG[metric].label
    why = found.headline.value.reason or "no data"
    reasons.append(f"{label}: {why}.")
    return None
