"""A range around a figure, or the reason why there is none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of an interval; both are None, with a reason, where it cannot be computed."""

    low: float | None
    high: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure differs from an earlier one: `now - before`, and the same relative to `|before|` with its interval.

    A value that cannot be computed is None; `reason` says why, also where only the interval is missing.
    """

    absolute: float | None
    relative: float | None
    low: float | None
    """Lower end of the relative change."""
    high: float | None
    reason: str | None = None
