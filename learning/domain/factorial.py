"""Tests of several things at once: what varies, and what each part of it did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that a factorial test varies."""

    name: str
    levels: tuple[str, ...]
    """Two or more; the first one is as today."""


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """What one level of a factor does, or how much the effects of two depend on each other."""

    factors: tuple[str, ...]
    """One: a main effect. Two: their interaction."""
    levels: tuple[str, ...]
    """The level of each factor."""
    against: tuple[str, ...]
    """The level as today of each factor."""
    n: float
    """Units of all versions that it is read from."""
    lift: float | None
    """Main effect: the relative lift over the mean of the other factors' levels. Interaction: by how much both together
    exceed (below 0: miss) what their single effects multiply to."""
    low: float | None
    high: float | None
    p_value: float | None
    p_adjusted: float | None
    """Holm over all effects of the test."""
    reason: str | None = None
    """Why nothing can be computed."""

    @property
    def is_interaction(self) -> bool:
        """Whether it is about two factors."""
        return len(self.factors) > 1
