"""What the store holds for figures: which cuts there are, which days they cover, and their sums by independent unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from learning.domain.enums import MeasureKind, Unit
from learning.domain.facts import Fact
from learning.domain.observations import CutSpec, Ints

Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class AccountName:
    """One account of a brand on one platform."""

    account_id: int
    platform: str
    handle: str


@dataclass(frozen=True, slots=True)
class HeldMeasure:
    """A measure beyond the facts, as one cut holds it."""

    measure_id: int
    name: str
    header: str
    kind: MeasureKind
    unit: Unit


@dataclass(frozen=True, slots=True)
class CutHolding:
    """One cut of a brand and what it reports."""

    cut_id: int
    spec: CutSpec
    facts: frozenset[Fact]
    measures: tuple[HeldMeasure, ...]
    newest: int
    """Import order of the newest import that wrote to it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days (or periods) of one account for which a cut has something; arrays share one index."""

    account_id: int
    start: Ints
    """Epoch day; of a lifetime total that of publication; of a period its first day."""
    finish: Ints
    observations: Ints
    """How many observations stand behind each."""
    newest: Ints
    """Import order of the newest import that may have given it; only told of periods, else 0."""
    present: Mapping[str, Flags]
    """Name of a fact or a measure -> whether it was reported."""


class UnitOf(StrEnum):
    """What the rows of an answer are summed by, beside the dimensions asked for."""

    CONTENT = "content"
    DAY = "day"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """A question to the store: sums of one cut by some dimensions and by independent unit."""

    cut_id: int
    spec: CutSpec
    account_ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    """Inclusive ranges of epoch days; for period totals the very periods that were chosen."""
    by: tuple[str, ...]
    """To group by: 'day', 'hour_of_week', 'account', 'content', an attribute, a segment or a named dimension."""
    where: Mapping[str, tuple[str, ...]]
    unit: UnitOf
    facts: tuple[Fact, ...] = ()
    measures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Sums by dimensions, unit and currency; one array element each."""

    keys: tuple[Texts, ...]
    """One column per dimension of the request: text ('' = not stated), integers for 'day' and 'hour_of_week'."""
    units: Ints
    """Content id, epoch day or first day of the period."""
    currencies: Texts
    observations: Ints
    facts: Mapping[Fact, NDArray[np.float64]]
    """In the unit of the fact (scaled back); NaN where none was reported."""


@dataclass(frozen=True, slots=True)
class MeasureRows:
    """Sums of measures by dimensions and unit; one array element each. NaN where there is no weight."""

    keys: tuple[Texts, ...]
    units: Ints
    days: Ints
    """The latest day behind each element."""
    measure_ids: Ints
    observations: Ints
    totals: NDArray[np.float64]
    weights: NDArray[np.float64]
    weighted: NDArray[np.float64]
    last: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ContentCard:
    """What a list of contents shows of one."""

    content_id: int
    platform: str
    account: str
    external_id: str
    title: str | None
    text: str | None
    permalink: str | None
    published_at: int | None
    published_day: int | None
    format: str | None
    published_hour: int | None = None
    """Local hour key; None where no export gives the time of day."""

    @property
    def timed(self) -> bool:
        """Whether the time of day of its publication is known."""
        return self.published_hour is not None
