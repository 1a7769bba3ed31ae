"""A metric by an attribute of posts and by platform, and which of the differences are real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from learning.domain.enums import Basis
from learning.domain.figures import MetricValue
from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.domain.trends import Scope


class Certainty(StrEnum):
    """How far a difference can be trusted, with how many were looked at taken into account."""

    CONFIRMED = "confirmed"
    """Local false-sign rate below .05."""
    WORTH_TESTING = "worth_testing"
    """False-discovery rate below .10."""
    OPEN = "open"
    """Could be chance."""
    TOO_FEW = "too_few"
    """Not enough posts to say anything."""


@dataclass(frozen=True, slots=True)
class GridQuery:
    """A metric by an attribute of posts and by platform."""

    scope: Scope
    metric: str
    attribute: str = "format"
    gates: LearningGates = DEFAULT_GATES


@dataclass(frozen=True, slots=True)
class Gap:
    """How a group of posts differs from the other posts of its platform, as a factor."""

    factor: float
    """1.3 = 30 % above them."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """The posts of one value of the attribute on one platform."""

    attribute: str
    """'' = not stated."""
    platform: str
    value: MetricValue
    """Of a rate the ratio of sums, of a total the mean of a post."""
    gap: Gap | None
    """None where there are too few posts, here or besides."""
    certainty: Certainty
    posts: tuple[int, ...] = ()
    """Ids of its contents, where no filter of an export could name them: what stands behind the cell."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """All posts of one platform."""

    platform: str
    value: MetricValue


@dataclass(frozen=True, slots=True)
class AttributeGrid:
    """The cells in the order of platform and attribute."""

    query: GridQuery
    basis: Basis | None
    cuts: Mapping[str, str]
    columns: tuple[GridColumn, ...]
    cells: tuple[GridCell, ...]
    left_out: int
    """Posts that the exposure and age gates keep out."""
    compared: int
    """How many cells were compared with the other posts of their platform."""
    reason: str | None = None

    @property
    def best(self) -> GridCell | None:
        """The confirmed cell that differs most from the other posts of its platform, upwards before downwards."""
        sure = [cell for cell in self.cells if cell.certainty is Certainty.CONFIRMED and cell.gap]
        upwards = [cell for cell in sure if cell.gap and cell.gap.factor > 1]
        return max(upwards or sure, key=lambda cell: abs(cell.gap.factor - 1) if cell.gap else 0.0, default=None)
