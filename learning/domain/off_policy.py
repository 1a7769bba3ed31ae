"""What another way of choosing would have brought, estimated from decisions drawn with known probabilities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolicyGain:
    """What one estimator says that a way of choosing would have brought more than another one, per decision."""

    diff: float
    low: float | None
    """Of the 95 % interval; None where too few decisions overlap."""
    high: float | None


@dataclass(frozen=True, slots=True)
class OffPolicy:
    """What a way of choosing would have brought, beside another one or beside what served."""

    n: int
    rewarded: int
    """Decisions of which the reward was reported."""
    effective_n: float
    """As many equal decisions would tell as much."""
    served: float
    """Mean reward of what it is held against."""
    estimate: float
    """Mean reward that it would have brought, doubly robust."""
    doubly_robust: PolicyGain
    self_normalised: PolicyGain
    inverse_propensity: PolicyGain
    p_value: float
    """One-sided, of the doubly robust difference: would it be as large if nothing were gained?"""
    why_not: str
    """Why no verdict may be given; '' where one may."""

    @property
    def diff(self) -> float:
        """Estimate minus what it is held against."""
        return self.doubly_robust.diff

    @property
    def low(self) -> float | None:
        """Lower end of the 95 % interval of the difference."""
        return self.doubly_robust.low

    @property
    def high(self) -> float | None:
        """Upper end of it."""
        return self.doubly_robust.high
