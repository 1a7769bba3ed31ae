"""What happens right now: what programs decided in the last minutes, and what came of it so far."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiveSums:
    """The outcomes of one metric of the decisions of a window; a unit is a decision."""

    metric: str
    n: int
    """Decisions with an outcome."""
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class LiveCounts:
    """The decisions of a window."""

    per_minute: dict[int, int]
    """Minute of the window, from 0 -> how many decisions."""
    by_component: tuple[tuple[str, int], ...]
    """The busiest first."""
    outcomes: tuple[LiveSums, ...]
    latest: int | None
    """UTC seconds of the newest decision that was looked at, in the window or before it."""
    is_cut: bool
    """True where there were more decisions than are looked at: the counts are the least there can be."""


@dataclass(frozen=True, slots=True)
class LiveOutcome:
    """One metric of the decisions of a window."""

    metric: str
    mean: float
    low: float | None
    high: float | None
    """95 % interval of the mean of a decision; None with fewer than two, or where all were alike."""
    n: int


@dataclass(frozen=True, slots=True)
class LiveWindow:
    """The last minutes."""

    until: int
    """UTC seconds."""
    minutes: int
    per_minute: tuple[int, ...]
    """Decisions of each minute, the oldest first."""
    by_component: tuple[tuple[str, int], ...]
    outcomes: tuple[LiveOutcome, ...]
    latest: int
    is_cut: bool

    @property
    def decisions(self) -> int:
        """How many there were."""
        return sum(self.per_minute)
