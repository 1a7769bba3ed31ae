"""The latest findings of the analyses of a brand, and what of them failed."""

from dataclasses import dataclass

from learning.domain.analyses import ChangePoint, SeriesKey, SeriesScale


@dataclass(frozen=True, slots=True)
class Finding:
    """A change of level of one series."""

    series: SeriesKey
    scale: SeriesScale
    point: ChangePoint
    computed_at: int
    """UTC seconds at which it was found, or found again."""


@dataclass(frozen=True, slots=True)
class FailedAnalysis:
    """A series whose latest analysis failed."""

    series: SeriesKey
    failure: str
    failed_at: int
    """UTC seconds."""
    computed_at: int | None
    """When the result that still stands was computed; None where there is none."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the analyses of a brand found lately."""

    findings: tuple[Finding, ...] = ()
    """The surest large ones first, each metric once."""
    looked_at: int = 0
    """Series that could be looked at."""
    failed: tuple[FailedAnalysis, ...] = ()
