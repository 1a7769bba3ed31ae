"""Decisions that programs made with the parameters they were told, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.domain.parameters import Exposure


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision."""

    key: str
    """The program's own id of it."""
    at: int
    """UTC seconds."""
    component: str
    unit: str = ""
    """Keyed hash of what was randomised; '' where the program told none."""
    arm: str | None = None
    propensity: float | None = None
    exposures: tuple[Exposure, ...] = ()
    """The changes that were being tried on it, each with the side on which the unit stood."""
    version: int | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    """The other fields of the interaction and its performance."""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What came of a decision; there may be several."""

    key: str
    decision_key: str
    at: int
    """UTC seconds."""
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """A decision as it is learned from, with what came of it."""

    line: DecisionLine
    outcomes: Mapping[str, float]
    """Metric -> the mean of what was reported of it."""


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that was not taken."""

    line: int
    """From 1."""
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What became of the lines of a file."""

    accepted: int
    duplicate: int
    rejected: tuple[RejectedLine, ...]
