"""What a property of posts does for each persona: as measured, and drawn to what it does for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learning.domain.enums import Basis
from learning.domain.estimates import Estimate
from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.domain.trends import Scope


@dataclass(frozen=True, slots=True)
class PersonaQuery:
    """A rate by an attribute of posts and by persona (or another dimension of people)."""

    scope: Scope
    metric: str
    attribute: str = "format"
    dimension: str = "persona"
    gates: LearningGates = DEFAULT_GATES


@dataclass(frozen=True, slots=True)
class PersonaEffect:
    """Posts of one level against the other posts, among one persona; relative: 0.2 = 20 % more."""

    level: str
    persona: str
    raw: Estimate
    """From what this persona did alone; n counts the posts of the level that it saw."""
    pooled: Estimate
    """Drawn to the effect among all personas, by as much as this persona's own is uncertain."""
    own_weight: float
    """What counts of its own difference from the whole, 0-1."""
    q_value: float
    """That this persona does not differ from the whole; Benjamini-Hochberg over all of the answer."""


@dataclass(frozen=True, slots=True)
class LevelEffect:
    """Posts of one level against the other posts, among all personas together."""

    level: str
    whole: Estimate
    spread: float
    """Standard deviation of the personas' true differences from the whole, on the logarithm's scale."""


@dataclass(frozen=True, slots=True)
class PersonaEffects:
    """The effects by level, then by persona; empty with a reason where they cannot be computed."""

    query: PersonaQuery
    levels: tuple[LevelEffect, ...]
    effects: tuple[PersonaEffect, ...]
    basis: Basis | None
    cuts: Mapping[str, str]
    left_out: int
    """Posts that the exposure and age gates keep out."""
    reason: str | None = None
