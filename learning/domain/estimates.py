"""A figure with its range and n, or the reason why there is none; and a part of some independent units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval and n; what cannot be computed is None, with the reason."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some units did something; they are independent, so the range is Wilson's."""

    name: str
    n: int
    hits: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The part of them that did."""
        return self.hits / self.n
