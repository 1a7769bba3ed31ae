"""What a brand demands of a change: approvals, limits, patience."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DAY = 86_400


class Role(StrEnum):
    """What a person may do in a brand, each more than the one before."""

    VIEWER = "viewer"
    MARKETER = "marketer"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    def covers(self, other: Role) -> bool:
        """Say whether this role may do what another one may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class SystemActor(StrEnum):
    """Who acts where no person does."""

    ENGINE = "engine"
    """Proposes."""
    POLICY = "policy"
    """Approves by a rule."""
    SCHEDULER = "scheduler"
    """Starts, advances, pauses, rolls back, expires."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command, as the store knows them at this moment."""

    name: str
    pseudonym: str
    """How the audit trail calls them."""
    role: Role | None = None
    """In the brand in question; None = none."""
    active: bool = True
    system: SystemActor | None = None


@dataclass(frozen=True, slots=True)
class AutomaticRule:
    """When a change needs no person: one kind, small, seldom, for a time."""

    component: str
    operation: str
    name: str
    largest_step: float
    """Of numbers: the largest relative change."""
    per_day: int
    until: int
    """UTC seconds."""
    record: int = 5
    """Measured actions of this kind that are needed."""
    record_kept: float = 0.8
    """Share of them that was kept."""

    @property
    def title(self) -> str:
        """How votes and reports name it."""
        return f"{self.component}.{self.operation}.{self.name} up to {self.largest_step:.0%}"


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for the actions of a brand."""

    four_eyes: bool = True
    """Whether the author needs somebody else; False = a brand that one person runs."""
    quorum: int = 1
    """Approvers of one round, each another person."""
    expiry_seconds: int = 14 * DAY
    starts_a_day: int = 5
    starts_a_cycle: int = 3
    """Of the scheduler."""
    cycle_seconds: int = 1_800
    bake_seconds: int = DAY
    """How long a stage lasts at least."""
    minimum_sample: int = 100
    """Units of the smaller group that a stage needs at least."""
    window_seconds: int = 14 * DAY
    """From the start to the decision."""
    fresh_seconds: int = 6 * 3_600
    """How old the newest outcome may be."""
    start_attempts: int = 3
    damp_seconds: int = 28 * DAY
    """How long what was rejected or rolled back holds its like down; 0 = not at all."""
    pin_seconds: int = 90 * DAY
    """How long a pin may last at most."""
    review_seconds: int = 90 * DAY
    """How long what differs from its base value serves until somebody has to look at it; 0 = for ever."""
    shadow_seconds: int = 7 * DAY
    """How long a new mechanism runs in shadow at least."""
    shadow_decisions: int = 50
    """Decisions with a reported outcome that it takes to pass at least."""
    automatic: tuple[AutomaticRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What holds all actions of a brand: the kill switch and the breaker."""

    killed: bool = False
    killed_by: str = ""
    killed_at: int | None = None
    reason: str = ""
    breaker_open: bool = False
    """Starts failed one after the other; closed by a person."""
    ticked_at: int = 0
    """The latest moment of the scheduler: a clock that goes back does nothing."""
