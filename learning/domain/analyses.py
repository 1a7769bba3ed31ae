"""Analyses of series that are computed beforehand and read by the pages."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from learning.domain.enums import Basis


class AnalysisKind(StrEnum):
    """Which analysis."""

    DECOMPOSITION = "decomposition"
    CHANGE_POINTS = "change_points"
    RUN = "run"
    """That all series of a brand were gone through; it has no result of its own."""


class SeriesScale(StrEnum):
    """How the parts of a series go together."""

    LOG = "log"
    """They multiply: every value is above zero."""
    LINEAR = "linear"
    """They add up, in the unit of the metric."""


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Which series: one metric on one basis, of one platform or of all together."""

    metric: str
    basis: Basis
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class SeasonFactor:
    """What one weekday, or one hour of the day, does to the series, with its 95 % interval."""

    place: int
    """Weekday 0 (Monday) to 6, or hour 0 to 23."""
    factor: float | None
    """On the log scale a ratio to the mean of all places (1.12 = 12 % above it), else a difference in the metric's
    unit; None where there is not enough data."""
    low: float | None
    high: float | None
    n: int
    """Days behind it; of an hour, how many days reported that hour."""

    @property
    def is_known(self) -> bool:
        """Whether there is a factor."""
        return self.factor is not None


@dataclass(frozen=True, slots=True)
class DecomposedDay:
    """One day of a decomposition. Values are in the metric's unit; None where there is none."""

    day: date
    value: float | None
    """As reported; None on a day without data."""
    trend: float | None
    """The level without weekdays, smoothed with the days before and after."""
    remainder: float | None
    """What trend and weekday leave: on the log scale a relative difference (0.1 = 10 % above), else one in the unit."""
    expected: float | None
    """What the days before it, and only they, let one expect for this day."""
    low_95: float | None
    high_95: float | None
    low_80: float | None
    high_80: float | None


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A daily series in parts: trend, weekday, hour, and what is left; with the band in which each day was expected."""

    scale: SeriesScale
    n: int
    """Days with data."""
    days: tuple[DecomposedDay, ...]
    """Every day from the first to the last with data, gaps included."""
    weekdays: tuple[SeasonFactor, ...]
    """Seven, Monday first; empty where there are too few days."""
    hours: tuple[SeasonFactor, ...]
    """Twenty-four; empty where the data has no hours."""
    reason: str | None = None
    """Why there is no trend and no weekday profile, in words."""
    band_reason: str | None = None
    """Why no day has an expected band, in words."""
    hours_reason: str | None = None
    """Why there is no profile of the day, in words."""


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A day from which on the series stood at another level."""

    day: date
    """The likeliest first day of the new level."""
    low: date
    high: date
    """Between them, with 95 %, lies that first day."""
    change: float
    """New level by old, less one (0.18 = up by 18 %); on the linear scale the difference in the unit."""
    change_low: float
    change_high: float
    """Its 95 % interval."""
    before: float
    after: float
    """The levels, weekdays taken out, in the unit of the metric."""
    n_before: int
    n_after: int
    """Days with data of both levels."""


@dataclass(frozen=True, slots=True)
class ChangePoints:
    """The changes of level of a daily series; none is an answer too."""

    scale: SeriesScale
    n: int
    """Days with data."""
    first: date | None
    last: date | None
    points: tuple[ChangePoint, ...]
    """In the order of time."""
    noise: float | None = None
    """Typical spread of a day around its level: relative on the log scale, else in the unit."""
    reason: str | None = None
    """Why it was not looked for, in words."""


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """The last result of an analysis, and the failure of a later attempt if there was one."""

    brand_id: int
    kind: AnalysisKind
    series: SeriesKey
    data_version: int | None
    """The data that the result saw; None where none succeeded yet."""
    computed_at: int | None
    """UTC seconds."""
    result: str | None
    """JSON, as the service wrote it."""
    failed_at: int | None = None
    failure: str | None = None
    """What went wrong in the latest attempt, in words; None where it succeeded."""


Result = TypeVar("Result", Decomposition, ChangePoints)


@dataclass(frozen=True, slots=True)
class Analysed(Generic[Result]):
    """A stored result with its age: what `services/analyses/reading.py` answers."""

    series: SeriesKey
    result: Result | None
    """The last result that succeeded; None where none did."""
    data_version: int | None
    """The data that it saw; behind the brand's version while an analysis is still to come."""
    computed_at: int | None
    """UTC seconds."""
    failure: str | None = None
    """Why the latest attempt failed, in words; the result, if any, is older then."""
    failed_at: int | None = None
