"""The components of a brand: what decides in each, what was changed, and how it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StrategyKind(StrEnum):
    """What decides on the value of a parameter."""

    PEOPLE = "people"
    """Nothing but actions that a person approves."""
    RULE = "rule"
    """An automatic rule says yes to small steps of it."""
    TRIAL = "trial"
    """An action is being tried on some units."""
    ENVELOPE = "envelope"
    """A mechanism adjusts it by itself inside of an approved envelope."""
    SHADOW = "shadow"
    """A mechanism only says what it would set; what was approved serves."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A metric that programs report of a component."""

    metric: str
    n: int
    """Reports."""


@dataclass(frozen=True, slots=True)
class OperationLine:
    """How one decision went, as its program told it."""

    error: str
    """'' where none was told."""
    success: float | None
    """Mean of what was reported, 0-1; None where nothing was."""
    response_ms: float | None
    tells_errors: bool
    """Whether the program says of this decision if it failed."""


@dataclass(frozen=True, slots=True)
class MeanValue:
    """What a decision brought on average."""

    mean: float
    low: float | None
    """Of the 95 % interval; None with fewer than two, or where all were alike."""
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class DayValue:
    """One day of a component."""

    day: date
    decisions: int
    value: MeanValue | None
    """None where no decision of the day counts."""


@dataclass(frozen=True, slots=True)
class ArmValue:
    """One arm of a component."""

    arm: str
    weight: float | None
    """What serves; None where the arm is none of the present ones."""
    decisions: int
    value: MeanValue | None


@dataclass(frozen=True, slots=True)
class OperationFigures:
    """How the newest decisions of a component went."""

    decisions: int
    """That were looked at."""
    judged: int
    """Of which it is known whether they went well."""
    succeeded: int
    low: float | None
    """Of the 95 % interval of the share that went well."""
    high: float | None
    errors: Mapping[str, int]
    """By what was told, the commonest first."""
    timed: int
    """With a response time."""
    median_ms: float | None
    p95_ms: float | None
