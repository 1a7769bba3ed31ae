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
