"""What Bellwether proposes about a running test; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Advice(StrEnum):
    """What a person is asked to do, the most urgent first."""

    STOP_FOR_HARM = "stop_for_harm"
    REPAIR = "repair"
    DECIDE = "decide"
    EXTEND_OR_END = "extend_or_end"
    REALLOCATE = "reallocate"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One piece of advice with its reason."""

    advice: Advice
    reason: str
    """One sentence for a marketer."""
    shares: tuple[tuple[str, float], ...] = ()
    """Of 'reallocate': arm -> share of the people from the next day on; they add up to 1."""
