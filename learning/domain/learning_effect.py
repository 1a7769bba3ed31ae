"""How well the learning does: guesses, speed, and whether what was learned held up later."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.estimates import Estimate, Share
from learning.domain.insight_log import Sighting


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many guesses of one kind somebody made that can be scored, and how many were right."""

    who: str
    """A person, or 'Bellwether'."""
    about: str
    """'A/B tests' or 'changes'."""
    n: int
    right: int


@dataclass(frozen=True, slots=True)
class FollowedInsight:
    """An insight as it was first found, and what the newest run said of it."""

    first: Sighting
    last: Sighting
    undone: bool
    """Whether an import that it rested on was taken back: then nothing can be said of it."""


@dataclass(frozen=True, slots=True)
class LearningEffect:
    """The learning of a brand, measured."""

    guesses: tuple[Share, ...]
    """By who and about what: part that was right."""
    days_to_measured: Estimate
    """Median days from an insight to the measured end of the change that it led to."""
    insights_held: Estimate
    """Of insights that runs on later data looked for again: part still found, with the same sign."""
    kept_held: Estimate
    """Of changes that were kept: part that nobody took back since."""
