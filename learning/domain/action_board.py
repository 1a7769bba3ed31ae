"""Which actions wait for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from learning.domain.actions import ActionState


class Waiting(StrEnum):
    """What a person is waited for, the most urgent first."""

    REVIEW = "review"
    """The look that a bypassed approval owes."""
    DECISION = "decision"
    """Measured: keep it or not."""
    PAUSED = "paused"
    ANEW = "anew"
    """Approved before the database was restored from a backup: say yes or no once more."""
    APPROVAL = "approval"
    START = "start"
    """Approved, and nobody has started it."""
    DRAFT = "draft"
    """One's own, or one that the system drafted: hand it in, or withdraw it."""


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is neither kept nor over, in short."""

    id: int
    state: ActionState
    author: str
    name: str
    """Component and name of what it changes: what a person searches for."""
    voted: bool
    """Whether the person who asks has approved the present round."""
    anew: bool = False
    """Whether it was approved before the database was restored, and is asked for once more."""
