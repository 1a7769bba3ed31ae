"""Goals: what a brand wants a metric to reach."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Goal:
    """A target for one metric; `id` is 0 until it is stored."""

    brand_id: int
    metric: str
    target: float
    """In the unit of the metric; a rate counts to 1. Of a total: for one day."""
    who: str
    created_at: int
    """UTC seconds."""
    platform: str | None = None
    """None = the whole brand."""
    weight: float = 1.0
    deadline: date | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal as a person states it."""

    metric: str
    target: float
    """In the unit of the metric; a rate counts to 1. Of a total: for one day."""
    platform: str | None = None
    weight: float = 1.0
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """How a figure stands to its goal."""

    goal: Goal
    actual: float | None
    """The figure in the unit of the target: of a total for one day."""
    share: float | None
    """The figure by the target, 0.8 = four fifths of it."""
    reached: bool | None
    """Whether the figure is on the good side of the target."""
    sure: bool | None
    """Whether its whole 95 % range is on one side; None where it has no range."""
    reason: str | None = None
    """Why it cannot be told."""
