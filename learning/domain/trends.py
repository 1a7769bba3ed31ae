"""Questions for trends, headlines and lists of content, and their answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from learning.domain.digest import Sureness
from learning.domain.enums import Basis, MeasureKind
from learning.domain.figures import MetricValue
from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.domain.holdings import ContentCard
from learning.domain.intervals import Change


class Bucket(StrEnum):
    """The length of time behind one point of a trend; the values are dimensions of a figure query."""

    DAY = "date"
    WEEK = "week"
    MONTH = "month"


class Comparison(StrEnum):
    """Which earlier range a range is compared with; both are whole weeks earlier, so that weekdays match."""

    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    OFF = "off"


class Ranking(StrEnum):
    """What a list of content is sorted by."""

    RATE = "rate"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class Scope:
    """The brand, range and filters that a page shows."""

    brand_id: int
    first: date
    last: date
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basis: Basis | None = None
    """None = the first of activity, lifetime and period that has the metric."""
    compare: Comparison = Comparison.PREVIOUS
    compare_first: date | None = None
    """First day of an earlier range of one's own choice; wins over `compare`."""
    compare_last: date | None = None
    """Its last day; None = as many days as the range itself has."""


@dataclass(frozen=True, slots=True)
class TrendQuery:
    """One metric over time."""

    scope: Scope
    metric: str
    bucket: Bucket = Bucket.DAY
    by_platform: bool = False


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The figure of one bucket; its days are clipped to the range."""

    start: date
    finish: date
    value: MetricValue


@dataclass(frozen=True, slots=True)
class RollingPoint:
    """The mean over the seven days up to and with this one (of a rate: the rate of these days together)."""

    day: date
    value: float | None
    low: float | None
    high: float | None
    days: int
    """How many of the seven have data."""


@dataclass(frozen=True, slots=True)
class TrendSeries:
    """One line of a trend; `platform` is None for all together."""

    platform: str | None
    points: tuple[TrendPoint, ...]
    rolling: tuple[RollingPoint, ...]
    """Only for daily points."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure for the whole range with its change from the earlier one."""

    metric: str
    value: MetricValue
    previous: MetricValue | None
    change: Change | None
    previous_first: date | None
    previous_last: date | None
    unequal_days: tuple[int, int] | None
    """(days with data now, then) where they differ: totals then compare unequal lengths."""
    p_value: float | None = None
    """Of 'no change'; None where it cannot be computed."""
    sureness: Sureness = Sureness.EARLY
    """How far the change can be trusted, given how many figures were judged beside it."""
    looked_at: int = 1
    """How many figures with a change were judged together, this one among them."""


@dataclass(frozen=True, slots=True)
class TrendResult:
    """A metric over time on one basis, and the whole range in one figure."""

    query: TrendQuery
    basis: Basis
    other_bases: tuple[Basis, ...]
    """Bases beside the one shown that have this metric too."""
    series: tuple[TrendSeries, ...]
    previous: tuple[TrendPoint, ...]
    """The points of the earlier range, each `shift_days` before the day it is compared with."""
    shift_days: int
    headline: Headline
    notes: tuple[str, ...]
    previous_rolling: tuple[RollingPoint, ...] = ()
    """The rolling mean of the earlier range; only for daily points."""
    stated: bool = False
    """True where each point is a period as the report states it, since none lies within a day, week or month."""


@dataclass(frozen=True, slots=True)
class ContentQuery:
    """Which contents did best or worst on one metric."""

    scope: Scope
    metric: str
    ranking: Ranking = Ranking.RATE
    best_first: bool = True
    limit: int = 10
    minimum_exposure: float | None = None
    """Posts with fewer impressions (or views) are not ranked by rate: chance would win. None = as the gates say."""
    gates: LearningGates = DEFAULT_GATES
    peers: bool = False
    """True = posts of peers instead of own ones; of the filters only the platform holds then."""


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One content of a list."""

    card: ContentCard
    value: float | None
    """The metric of this content as it was reported."""
    shrunken: float | None
    """Of a rate: drawn towards the mean of all by as much as its exposure is small; the list is sorted by it."""
    low: float | None
    high: float | None
    """95 % range of the content's own rate."""
    volume: float
    """The numerator of a rate, or the value of a total."""
    exposure: float | None
    """The denominator of a rate."""
    success: bool | None = None
    """Whether the gates call it a success; None where it is too little seen or too young to say."""


@dataclass(frozen=True, slots=True)
class ContentTable:
    """Contents in the order asked for."""

    query: ContentQuery
    basis: Basis | None
    cuts: Mapping[str, str]
    rows: tuple[ContentRow, ...]
    ranked: int
    """How many contents could be ranked."""
    below_minimum: int
    """How many were left out for too little exposure."""
    reason: str | None = None
    """Why there is nothing, in words."""
    too_young: int = 0
    """How many were left out because their numbers were taken too soon after publication."""
    judged: int = 0
    """How many of those ranked could be a success: seen enough and old enough."""
    successes: int = 0
    """How many of them were."""
    mean: float | None = None
    """The metric over all that are ranked, as one ratio of sums."""
    total: float | None = None
    """Of a total: the sum over all that are ranked."""


@dataclass(frozen=True, slots=True)
class AvailableMetric:
    """A metric that a brand's data can answer."""

    name: str
    label: str
    bases: tuple[Basis, ...]
    platforms: tuple[str, ...]
    kind: MeasureKind | None = None
    """Of an extra: how it may be put together."""


@dataclass(frozen=True, slots=True)
class Available:
    """What a brand's data can answer."""

    metrics: tuple[AvailableMetric, ...]
    platforms: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...]
    """(platform, handle)"""
    spans: Mapping[Basis, tuple[date, date]]
    """First and last day with data, by basis."""
    dimensions: tuple[str, ...]
    """Dimensions that some cut can be split by, beside those of time."""

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day with any data."""
        if not self.spans:
            return None
        return min(first for first, _ in self.spans.values()), max(last for _, last in self.spans.values())
