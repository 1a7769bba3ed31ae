"""What a new mechanism would have done, while what was approved last serves everybody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from learning.domain.parameters import Exposure, Value


class ShadowState(StrEnum):
    """How far a mechanism has come in a shadow run."""

    RUNNING = "running"
    """Nothing that it sets serves; it ends by a person's word alone."""
    PASSED = "passed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ShadowRun:
    """One run of a mechanism beside what serves."""

    id: int
    """0 until it is stored."""
    parameter_id: int
    mechanism: str
    """The strategy with its version, as it calls itself."""
    envelope_version: int
    bounds: Value
    """The envelope in which it ran."""
    metric: str
    """By which its envelope was proposed."""
    began_at: int
    """UTC seconds."""
    until: int
    """Before this it does not pass."""
    needed: int
    """Decisions of which the metric was reported that it takes at least."""
    state: ShadowState = ShadowState.RUNNING
    decided_at: int | None = None
    decided_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShadowStep:
    """A value that a mechanism would have set: of weights, the propensity of each arm from then on."""

    run_id: int
    number: int
    """From 1 for each run, without gaps; 0 until it is stored."""
    value: Value
    base_version: int
    """Of the parameter that it was computed for."""
    why: str
    at: int


@dataclass(frozen=True, slots=True)
class ShadowDecision:
    """What served once while a mechanism ran in shadow, and what came of it."""

    at: int
    arm: str | None
    propensity: float | None
    """Of everything that was chosen together, as it was told."""
    value: float
    unit: str = ""
    """Whom it was made for; '' = nobody known."""
    sides: tuple[Exposure, ...] = ()
    """On which side of each change that was being tried it fell."""
