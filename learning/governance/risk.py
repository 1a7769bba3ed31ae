"""How much could go wrong with a change before it is noticed: three words, by stated rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from learning.domain.actions import ActionDraft

SMALL_STEP: Final = 0.2
LARGE_STEP: Final = 0.5
CAREFUL_START: Final = 0.25


class RiskLevel(StrEnum):
    """In words."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Risk:
    """A level and what makes it so."""

    level: RiskLevel
    step: float | None
    """Relative size of the change, 0-1 and above; None where the values are no numbers."""
    first_share: float
    """Of all units, those that meet the new value at the first stage, 0-1."""
    unguarded: bool
    """Whether no guardrail would stop it by itself."""


def risk_of(draft: ActionDraft) -> Risk:
    """Weigh a change.

    Args:
        draft: What is proposed.

    Returns:
        High: no guardrail, no holdout, or a step above 50 %. Medium: a step above 20 %, a value that is no number, or
        a first stage above 25 % of the units. Low: everything else.
    """
    step = _relative_step(draft.from_value, draft.to_value)
    first = (draft.ramp[0] if draft.ramp else 1.0) * (1 - draft.holdout)
    unguarded = not draft.guardrails
    if unguarded or draft.holdout <= 0 or (step is not None and step > LARGE_STEP):
        level = RiskLevel.HIGH
    elif step is None or step > SMALL_STEP or first > CAREFUL_START:
        level = RiskLevel.MEDIUM
    else:
        level = RiskLevel.LOW
    return Risk(level, step, first, unguarded)


def _relative_step(before: object, after: object) -> float | None:
    numbers = [each for each in (before, after) if isinstance(each, int | float) and not isinstance(each, bool)]
    if len(numbers) < 2 or not numbers[0]:
        return None
    return abs(numbers[1] - numbers[0]) / abs(numbers[0])
