"""At which hours of the week content does best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit
from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.domain.trends import Scope

FEWEST_UNITS = 5
"""Posts (or days) in an hour of the week from which on it is named; those with fewer lean on their weekday and hour."""


class HourOf(StrEnum):
    """Which hour is meant."""

    PUBLICATION = "publication"
    """The hour in which a post was published, with what it got since."""
    ACTIVITY = "activity"
    """The hour in which something happened, whenever the post behind it was published."""


@dataclass(frozen=True, slots=True)
class BestTimesQuery:
    """A metric by hour of the week."""

    scope: Scope
    metric: str
    hour_of: HourOf = HourOf.PUBLICATION
    gates: LearningGates = DEFAULT_GATES


@dataclass(frozen=True, slots=True)
class Slot:
    """One hour of the week."""

    weekday: int
    """0 (Monday) to 6."""
    hour: int
    n: int
    """Posts published in it, or days with this hour."""
    value: float
    """The metric drawn to what its weekday and its hour say."""
    low: float
    high: float
    factor: float
    """Against all hours: 1.3 = 30 % above."""
    real: bool
    """Whether it differs by more than chance (95 %), with all hours looked at."""
    posts: tuple[int, ...] = ()
    """The posts published in it, where the figures are by the day on which something happened: the store keeps those by
    that day, not by the hour of publication. Else none."""

    @property
    def enough(self) -> bool:
        """Whether it can speak for itself."""
        return self.n >= FEWEST_UNITS


@dataclass(frozen=True, slots=True)
class BestTimes:
    """All hours of the week that have something, and the best of them."""

    query: BestTimesQuery
    basis: Basis | None
    cuts: Mapping[str, str]
    counted: CountedUnit
    slots: tuple[Slot, ...]
    best: tuple[Slot, ...]
    """At most three, the best first; only hours with enough units."""
    whole: float | None
    """The metric over all hours: of a rate the ratio of sums, of a total the mean of a unit."""
    n: int
    without_hour: tuple[str, ...] = ()
    """Platforms whose exports give no hour."""
    left_out: int = 0
    """Posts that the exposure and age gates keep out."""
    since: date | None = None
    """The first day that was read, where that is not the whole range."""
    reason: str | None = None

    @property
    def differs(self) -> bool:
        """Whether any hour differs by more than chance."""
        return any(slot.real for slot in self.slots)
