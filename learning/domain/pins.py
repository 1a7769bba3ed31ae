"""Pins: a parameter, or one arm, that a person holds where it is; and the reviews of what was changed for good."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from learning.domain.actions import LedgerRow
from learning.domain.parameters import Parameter, Value


@dataclass(frozen=True, slots=True)
class Pin:
    """A value that no mechanism and no change may leave until a moment."""

    id: int
    """0 until it is stored."""
    parameter_id: int
    arm: str
    """Of weights: the arm whose weight is held; '' = the whole value."""
    value: Value
    """What is held: the value, or the weight of the arm."""
    until: int
    """UTC seconds; over from this moment on, whoever has written that down."""
    reason: str
    who: str
    at: int
    action_id: int | None = None
    """The change that brought it, if one did: it ends when that is rolled back."""
    ended_at: int | None = None
    ended_by: str = ""
    ended_why: str = ""

    def stands(self, now: int) -> bool:
        """Say whether it holds at a moment."""
        return self.ended_at is None and now < self.until


class Verdict(StrEnum):
    """What a person says in a review."""

    KEEP = "keep"
    BASE = "base"
    """Back to the base value: a proposal that goes through the machine of actions."""


@dataclass(frozen=True, slots=True)
class ParameterReview:
    """One look of a person at a parameter that serves something else than its base value."""

    parameter_id: int
    at: int
    who: str
    verdict: Verdict
    reason: str
    action_id: int | None = None
    """Of 'base': the proposal."""


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A parameter that serves something else than its base value, and when it has to be looked at."""

    parameter: Parameter
    serves: Value
    """What serves, an adjustment inside of an envelope included."""
    adjusted: bool
    """Whether it is an adjustment that differs from what was approved last."""
    since: int
    """The last change that was kept, or the last look."""
    due_at: int
    brought: tuple[LedgerRow, ...] = ()
    """What came of the changes that led here, the newest first."""
    last: ParameterReview | None = None

    def is_due(self, now: int) -> bool:
        """Say whether somebody has to look at it."""
        return now >= self.due_at


@dataclass(frozen=True, slots=True)
class Standing:
    """How a parameter stands with people: what holds it, what held it, and when it is looked at."""

    parameter: Parameter
    approved: Value
    """What was approved last: what a pin holds."""
    pins: tuple[Pin, ...]
    """Those that hold now."""
    ended: tuple[Pin, ...]
    """Those of before, the newest first."""
    review: ReviewState | None
    """None where the base value serves, or a change is on its way."""
    reviews: tuple[ParameterReview, ...]
    """The looks so far, the newest first."""
