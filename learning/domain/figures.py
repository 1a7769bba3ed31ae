"""Figures as people and programs read them: a value with its range, its n and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from learning.domain.enums import Basis


class CountedUnit(StrEnum):
    """What n counts: the independent units behind an interval, never impressions."""

    POSTS = "posts"
    DAYS = "days"
    PERIODS = "periods"
    """Stated ranges without days, each one total."""
    NOTES = "notes"
    """Of customers."""
    DECISIONS = "decisions"
    """Of programs."""
    SESSIONS = "sessions"
    UNITS = "posts and days"
    """Some platforms by posts, others by days."""


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """A question for figures: a range of brand-local days, the splits, the filters and the metrics."""

    brand_id: int
    first: date
    last: date
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dimension -> values; a row matches if it has one of them."""
    metrics: tuple[str, ...] = ()
    """Empty = every metric of the catalogue that the data can answer, extras included."""
    basis: Basis | None = None
    """None = one row per basis that has data."""
    peers: bool = False
    """True = the posts of peers that were imported as context, and nothing of the brand's own."""


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One figure. `value` is None with a `reason` where it cannot be computed."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    counted: CountedUnit
    basis: Basis
    cuts: Mapping[str, str]
    """Platform -> the name of the cut that the figure was read from."""
    missing_days: tuple[date, ...] = ()
    """Days of the range for which that cut has no data (activity only)."""
    reason: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The figures of one combination of the asked dimensions, on one basis."""

    keys: tuple[tuple[str, str], ...]
    basis: Basis
    values: Mapping[str, MetricValue]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The answer to a FigureQuery."""

    data_version: int
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...] = ()
    """What was left out and why, in sentences."""
