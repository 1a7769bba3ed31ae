"""The week in a few sentences: what moved, how sure that is, where, and which post stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from learning.domain.figures import MetricValue
from learning.domain.holdings import ContentCard
from learning.domain.intervals import Change


class Sureness(StrEnum):
    """How far a movement can be trusted after everything that was looked at."""

    REAL = "real"
    CHANCE = "chance"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class MainPart:
    """The part of the data that a movement comes from."""

    dimension: str
    value: str
    share: float
    """Its part of the change: 0.7 = seven tenths of it; above 1 where other parts moved the other way."""


@dataclass(frozen=True, slots=True)
class LeadingPost:
    """A post without which most of a movement would not be there."""

    card: ContentCard
    share: float
    """How much of the change goes with it, 0-1 and above."""
    earlier: bool
    """True where it is a post of the week before: the figure fell because nothing repeated it."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One figure of the week against the week before."""

    metric: str
    where: Mapping[str, tuple[str, ...]]
    """The part of the data that moved, beside the filters of the question; empty = all of it."""
    now: MetricValue
    before: MetricValue
    change: Change
    sureness: Sureness
    q_value: float | None = None
    """Share of false alarms to expect among the movements that are at least this sure; None where not computable."""
    part: MainPart | None = None
    post: LeadingPost | None = None

    @property
    def is_up(self) -> bool:
        """Whether the figure is above the earlier one."""
        return self.change.relative is not None and self.change.relative > 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A platform that has no full week to compare."""

    platform: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class WeekDigest:
    """A week against the week before."""

    brand_id: int
    data_version: int
    first: date
    last: date
    previous_first: date
    previous_last: date
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The filters of the question."""
    movements: tuple[Movement, ...] = ()
    """Those that are likely real, the largest first; at most three, one story each."""
    next_largest: Movement | None = None
    """The largest of those that could be chance, where fewer than three are real."""
    looked_at: int = 0
    """Figures that could be compared: the correction counts all of them."""
    real: int = 0
    """How many of them are likely real, parts of what is told among them."""
    untold: int = 0
    """Of these, how many are neither told nor part of what is told."""
    too_early: int = 0
    """Figures with too little data to compare."""
    left_out: tuple[LeftOut, ...] = ()
    growing: tuple[str, ...] = ()
    """Metrics that the data only have as totals of posts that still grow: their weeks are not compared."""
    reason: str | None = None
    """Why there is nothing to compare at all, such as a filter that no export can honour."""
