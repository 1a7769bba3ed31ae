"""Alarms about a change: what went wrong with it, and whether a person has seen that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AlarmKind(StrEnum):
    """What went wrong."""

    GUARDRAIL = "guardrail"
    """A guardrail broke."""


@dataclass(frozen=True, slots=True)
class ActionAlarm:
    """One alarm about one action."""

    id: int
    brand_id: int
    action_id: int
    kind: AlarmKind
    since_event: int
    """The line of the history after which it was raised: one alarm for each time that the action comes to a state."""
    cause: str
    """What was measured, in words."""
    raised_at: int
    """UTC seconds."""
    seen_at: int | None = None
    seen_by: str = ""

    @property
    def title(self) -> str:
        """How every screen and message calls it."""
        return f"Action {self.action_id}: guardrail broken"
