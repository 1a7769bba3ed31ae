"""Questions about who responds how, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.domain.digest import Sureness
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.intervals import Change
from learning.domain.trends import Scope

Segment = tuple[tuple[str, str], ...]
"""(dimension, value) pairs, in the order of the question: ((persona, Busy parents), (device, mobile))."""


class Enough(StrEnum):
    """Whether a cell holds enough data to be read, compared or ranked."""

    ENOUGH = "enough data"
    THIN = "few data"
    """Shown with its range, which is wide."""
    TOO_LITTLE = "not enough data"
    """Never ranked or compared."""


class GapTier(StrEnum):
    """How far a gap can be trusted after all that were looked at."""

    CONFIRMED = "confirmed"
    """Its local false-sign rate is below .05."""
    WORTH_TESTING = "worth testing"
    """Not confirmed, but among those of which at most a tenth are expected to be false."""
    SILENT = "no gap seen"
    """Enough data to see a gap worth acting on, and none seen."""
    NOT_ENOUGH = "not enough data"
    """Too few posts to see a gap worth acting on."""


@dataclass(frozen=True, slots=True)
class AudienceOffer:
    """What a brand's data can be split by, and which metrics can be had by what."""

    dimensions: tuple[str, ...]
    """Dimensions of people, the usual ones first; each has at least one metric."""
    metrics: Mapping[str, frozenset[tuple[str, ...]]]
    """Metric -> the dimensions, alone and in pairs (sorted), that some export gives it by."""
    any_days: frozenset[str]
    """Metrics of which an export has days or posts; the others are totals of stated periods only."""

    def by(self, metric: str) -> tuple[str, ...]:
        """Give the dimensions of one metric."""
        held = self.metrics.get(metric, frozenset())
        return tuple(name for name in self.dimensions if (name,) in held)

    def beside(self, metric: str, dimension: str) -> tuple[str, ...]:
        """Give the dimensions that a metric can be had by together with another one."""
        held = self.metrics.get(metric, frozenset())
        return tuple(name for name in self.dimensions if tuple(sorted((name, dimension))) in held and name != dimension)


@dataclass(frozen=True, slots=True)
class GridQuery:
    """One metric by one or two dimensions."""

    scope: Scope
    metric: str
    rows: str = "persona"
    columns: str | None = "device"
    """None = one column only."""


@dataclass(frozen=True, slots=True)
class SegmentCell:
    """The figure of one segment."""

    segment: Segment
    """Empty for the whole."""
    value: MetricValue
    enough: Enough
    reason: str | None
    """Why it is not 'enough data', in words."""
    previous: MetricValue | None
    change: Change | None
    share: float | None
    """Part of the whole's exposure (or of its total), 0-1."""
    index: float | None
    """The value by that of the whole x 100; None where there is too little data."""
    p_value: float | None = None
    """Of 'no change'; None where it cannot be computed."""
    sureness: Sureness = Sureness.EARLY
    """How far the change can be trusted after all cells and totals of the grid."""


@dataclass(frozen=True, slots=True)
class AudienceGrid:
    """A metric by two dimensions with its totals."""

    query: GridQuery
    basis: Basis | None
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], SegmentCell]
    """(row, column) -> cell; a pair without any data is not there. The column is '' where there is only one."""
    row_totals: Mapping[str, SegmentCell]
    column_totals: Mapping[str, SegmentCell]
    whole: SegmentCell | None
    share_of: str
    """What shares are parts of: 'impressions', 'sessions', ..."""
    previous: tuple[date, date] | None
    """The days that the change is from."""
    minimum_posts: int
    """Fewer posts (or days) than this are not enough data."""
    minimum_exposure: float
    notes: tuple[str, ...] = ()
    reason: str | None = None
    """Why there is nothing, in words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One segment against the rest of the brand on one metric."""

    segment: Segment
    metric: str
    tier: GapTier
    better: bool | None
    """Whether the gap is in the good direction; None where neither is good."""
    value: float | None
    rest: float | None
    """The metric of all other segments together."""
    lift: float
    """Relative difference as observed, a fraction; within the same posts where `paired`."""
    shrunken: float
    """What is left of it after all that were looked at."""
    low: float
    """95 % range of the difference, corrected for having been picked out of all that were looked at."""
    high: float
    false_sign_rate: float
    """Probability that it is zero or has the other sign."""
    q_value: float
    n: int
    counted: CountedUnit
    paired: bool
    """True where the same posts reached the segment and the rest, and were compared with themselves."""
    more_needed: int | None
    """About how many more posts (or days) would show a gap of 20 %; None where there are enough."""
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class GapQuery:
    """Which segments differ from the rest of the brand, over metrics and ways to split."""

    scope: Scope
    splits: tuple[tuple[str, ...], ...]
    """Each one a way to split: ('persona', 'device'), ('channel',), ..."""
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """All gaps that were looked at, those that matter first."""

    query: GapQuery
    gaps: tuple[Gap, ...]
    """Confirmed, then worth testing, then the others; within a tier the largest first."""
    looked_at: int
    """How many comparisons were made: what each of them was corrected for."""
    not_comparable: int
    """Segments and metrics without anything to compare (no events, one post, no rest)."""
    basis: Basis | None
    reason: str | None = None

    def of_tier(self, tier: GapTier) -> tuple[Gap, ...]:
        """Give the gaps of one tier."""
        return tuple(gap for gap in self.gaps if gap.tier is tier)


@dataclass(frozen=True, slots=True)
class LevelShare:
    """One kind of content in a segment and in the rest."""

    level: str
    segment_share: float
    rest_share: float
    segment_rate: float | None
    rest_rate: float | None
    contribution: float
    """Of the mix: relative to the rest's rate."""


@dataclass(frozen=True, slots=True)
class MixDifference:
    """How much of a gap goes along with a different mix of one attribute. An association, not a cause."""

    attribute: str
    mix: float
    """Relative to the rest's rate: what the mix alone accounts for."""
    inside: float
    """The rest of the gap: other rates for the same kinds."""
    levels: tuple[LevelShare, ...]
    """Largest contribution first."""


@dataclass(frozen=True, slots=True)
class MixQuery:
    """What differs between a segment and the rest."""

    scope: Scope
    segment: Segment
    metric: str


@dataclass(frozen=True, slots=True)
class MixReport:
    """What differs, the largest part first."""

    query: MixQuery
    segment_value: float | None
    rest_value: float | None
    differences: tuple[MixDifference, ...]
    reason: str | None = None
