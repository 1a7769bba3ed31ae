"""When content is old and seen enough to be learned from, and when it counts as a success."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LearningGates:
    """The learning gates of a brand.

    Exposure and age decide what effects are estimated from. The number of likes is an outcome: it only keeps a post
    from being called a success, since an estimate from posts that were chosen by their outcome would be biased.
    """

    minimum_views: float = 100.0
    """Impressions (or views) under which a post teaches nothing."""
    minimum_age_hours: float = 2.0
    """Hours after publication before which its numbers teach nothing."""
    minimum_likes: float = 5.0
    """Likes under which a post is not called a success."""
    success_rate: float = 0.02
    """Engagement rate from which on it is one, 0-1."""
    success_views: float = 5_000.0
    """Views from which on it is one, whatever the rate."""


DEFAULT_GATES = LearningGates()
