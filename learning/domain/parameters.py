"""Parameters that programs ask for: what they may be, which versions there were, and what serves a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = bool | int | float | str | Mapping[str, float] | None
"""What a parameter holds: a scalar, or weights by arm."""


class ParameterKind(StrEnum):
    """The type of a parameter."""

    NUMBER = "number"
    INTEGER = "integer"
    TEXT = "text"
    SWITCH = "switch"
    WEIGHTS = "weights"
    """Shares by arm that add up to 1."""
    ENVELOPE = "envelope"
    """Bounds within which another parameter may be adjusted; no program is told it."""

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers."""
        return self in {ParameterKind.NUMBER, ParameterKind.INTEGER}


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """What a value must be."""

    kind: ParameterKind
    low: float | None = None
    high: float | None = None
    step: float | None = None
    """Values lie on a grid of this width, from the low bound or from 0."""
    options: tuple[str, ...] = ()
    """Of texts: the allowed ones; () = any."""


@dataclass(frozen=True, slots=True)
class ParameterKey:
    """Which parameter: component, operation, name, and whom it is about."""

    brand_id: int
    component: str
    operation: str
    name: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A stored parameter."""

    id: int
    key: ParameterKey
    spec: ParameterSpec
    base_value: Value
    """What serves at version 0."""


class SettingKind(StrEnum):
    """What wrote a version."""

    APPLY = "apply"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class SettingVersion:
    """One version of a parameter."""

    parameter_id: int
    version: int
    value: Value
    action_id: int
    kind: SettingKind
    who: str
    at: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A value that serves inside of an approved envelope."""

    parameter_id: int
    number: int
    """From 1 for each parameter, without gaps; 0 until it is stored."""
    value: Value
    envelope_version: int
    base_version: int
    """Version of the parameter that it adjusts: an action that changes it ends the adjustments."""
    who: str
    why: str
    at: int
    mechanism: str = ""
    """The strategy with its version; '' where a person adjusted by hand, or it is of before they were told apart."""


class Cohort(StrEnum):
    """On which side of a ramp a unit stands."""

    HOLDOUT = "holdout"
    TREATED = "treated"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Exposure:
    """On which side of a change that is being tried a unit stands."""

    action_id: int
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class ServedPin:
    """That a person holds a value that is served, or the weight of one of its arms."""

    name: str
    arm: str
    """'' = the whole value."""
    until: int
    """UTC seconds."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a program is told."""

    component: str
    version: int
    """Changes of the component so far."""
    values: Mapping[str, Value]
    arm: str | None
    propensity: float
    """With which probability a unit gets just this."""
    exposures: tuple[Exposure, ...] = ()
    """One for each change that is being tried on the component, the oldest first; sides are drawn apart."""
    pins: tuple[ServedPin, ...] = ()
    """Not known while the database is away."""
    source: str = "store"
    """'store', or 'last approved' where the database did not answer."""

    @property
    def action_id(self) -> int | None:
        """The first of the actions that are being measured here, if one is."""
        return self.exposures[0].action_id if self.exposures else None

    @property
    def cohort(self) -> Cohort:
        """On which side of that action the unit stands."""
        return self.exposures[0].cohort if self.exposures else Cohort.BASE
