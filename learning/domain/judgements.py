"""What the data say about a change while it is tried: guardrails, the split, and the effect."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HOLDOUT: Final = "holdout"
"""The method that decides: treated units against those held out, drawn by chance."""


class Finding(StrEnum):
    """What a look at the data leads to."""

    HOLDS = "holds"
    BROKEN = "broken"
    """A guardrail's whole range lies beyond its margin."""
    MISSING = "missing"
    """A metric has no data, or none that are fresh: never a pass."""
    MISMATCH = "mismatch"
    """The groups have not the sizes that the assignment gives."""
    TOO_FEW = "too_few"
    """A group has fewer units than the stage needs."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the measurement."""

    since: int
    """UTC seconds."""
    until: int | None = None
    """The end, which is not part of it; None = up to now."""


@dataclass(frozen=True, slots=True)
class Before:
    """Where to look for what the same units brought before a change."""

    brand_id: int
    component: str
    since: int
    """UTC seconds."""
    until: int
    """The start of the change."""


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Sums over the units of one side, for one metric."""

    n: int
    total: float
    squares: float
    before_total: float = 0.0
    """Of the same metric of the same units before the change; a unit that was not there before counts the mean."""
    before_squares: float = 0.0
    product: float = 0.0
    """Sum of the value times the value before."""


@dataclass(frozen=True, slots=True)
class MetricSums:
    """Both sides of one metric since the stage began."""

    metric: str
    treated: GroupSums
    holdout: GroupSums
    newest_at: int | None
    """UTC seconds of the newest outcome; None where there is none."""


@dataclass(frozen=True, slots=True)
class MetricNumbers:
    """One metric, judged."""

    metric: str
    lift: float | None
    """Relative, treated against holdout; None = not computable."""
    low: float | None
    high: float | None
    margin: float | None
    """Of a guardrail: how much it may fall, relative."""
    finding: Finding
    reason: str
    base_mean: float | None = None
    """Mean of the held out units, in the unit of the metric."""


@dataclass(frozen=True, slots=True)
class Course:
    """Whether an effect lasts: how it was in the first and in the last part of the measurement."""

    early: float | None
    """Relative; None = not computable."""
    late: float | None
    late_low: float | None
    late_high: float | None
    fades: bool
    """It is not clear that there is still an effect at the end, or it has clearly become less than half."""
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One look."""

    at: int
    finding: Finding
    """The worst of all."""
    treated: int
    holdout: int
    mismatch_p: float | None
    guardrails: tuple[MetricNumbers, ...]
    primary: MetricNumbers
    method: str = HOLDOUT
    course: Course | None = None
    """Of the report at the end alone."""

    @property
    def conclusive(self) -> bool:
        """Whether a randomised comparison has a range of the effect that leaves out zero, and the effect lasts."""
        return self.method == HOLDOUT and self._is_clear and not self.fades

    @property
    def fades(self) -> bool:
        """Whether the effect did not last until the end of the measurement, as far as the data tell."""
        return self.course is not None and self.course.fades

    @property
    def suggestive(self) -> bool:
        """Whether the range leaves out zero without a randomised comparison: a hint, no proof."""
        return self.method != HOLDOUT and self._is_clear

    @property
    def _is_clear(self) -> bool:
        low, high = self.primary.low, self.primary.high
        return low is not None and high is not None and (low > 0 or high < 0)
