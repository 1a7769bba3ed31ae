"""How follows come about: per impression, per visit of the profile, and through which posts."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.trends import Bucket, ContentTable, Scope, TrendResult


@dataclass(frozen=True, slots=True)
class FollowersQuery:
    """Follows of a range."""

    scope: Scope
    bucket: Bucket = Bucket.WEEK
    limit: int = 5


@dataclass(frozen=True, slots=True)
class FollowerGrowth:
    """The three views of follower growth; what no export gives is None, and a reason says so."""

    query: FollowersQuery
    per_impressions: TrendResult | None
    """Follows per 1,000 impressions over time."""
    per_visit: TrendResult | None
    """Follows per visit of the profile over time."""
    posts: ContentTable | None
    """The posts that brought most follows."""
    share_of_first: float | None
    """Part of all follows that the listed posts brought."""
    reasons: tuple[str, ...]
    """Why something is missing, in sentences."""
