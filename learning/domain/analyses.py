"""Analyses of series that are computed beforehand and read by the pages."""

from dataclasses import dataclass
from enum import StrEnum

from learning.domain.enums import Basis


class AnalysisKind(StrEnum):
    """Which analysis."""

    DECOMPOSITION = "decomposition"
    CHANGE_POINTS = "change_points"


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Which series: one metric on one basis, of one platform or of all together."""

    metric: str
    basis: Basis
    platform: str | None = None


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
