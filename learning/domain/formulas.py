"""Winning formulas: structures that recur among posts that did well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FormulaSource(StrEnum):
    """Which posts a formula comes from; they are never mixed."""

    OWN = "own"
    """Own posts; a success passes the brand's gate."""
    REPLIES = "replies"
    """Own replies; a success has 10,000 views and more."""
    VISUAL = "visual"
    """Own posts by what is seen in them; a success is in the upper quarter of its platform."""
    PEERS = "peers"
    """Posts of peers; a success is in the upper quarter of its platform."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One structure and how its posts did."""

    source: FormulaSource
    generator: str
    """Of whose posts; '' = all."""
    name: str
    structure: tuple[tuple[str, str], ...]
    """(part, level) pairs: hook, angle, topic, format, length, hour, or what is seen."""
    example: int
    """Content id of its best post."""
    example_text: str
    average_views: float | None
    engagement_rate: float | None
    follows_per_1000: float | None
    """New follows per 1,000 views (impressions where there are none)."""
    n: int
    successes: int
    usual_success: float
    """Share of successes among all posts of the source, 0-1."""
    success_low: float
    success_high: float
    """95 % range of the share of successes, by the same reckoning as the confidence, 0-1."""
    confidence: float
    """Probability that its posts succeed more often than usual, after shrinkage, 0-1."""
    q_value: float
    """Benjamini-Hochberg over all structures of the source and generator."""
