"""The part of an answer that comes from one cut: its rows and where they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from learning.domain.enums import Basis, MeasureKind
from learning.domain.figures import CountedUnit
from learning.domain.holdings import MeasureRows, UnitRows
from learning.stats.changes import Estimate

UNIT_WORDS = {
    CountedUnit.POSTS: "post",
    CountedUnit.DAYS: "day",
    CountedUnit.PERIODS: "period",
    CountedUnit.UNITS: "unit",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a slice come from."""

    platform: str
    cut: str
    """The name of the cut, for people."""
    basis: Basis
    counted: CountedUnit
    missing: frozenset[date]
    """Days of the range that the cut has nothing for."""


@dataclass(frozen=True, slots=True)
class FactSlice:
    """Facts of one cut, for the metrics that chose it."""

    origin: Origin
    rows: UnitRows
    """Key columns in the order of the answer's dimensions, as texts."""
    metrics: frozenset[str]
    usual: Mapping[str, float] = field(default_factory=dict)
    """Name of a score -> the rate that is usual for the brand on this platform."""


@dataclass(frozen=True, slots=True)
class MeasureSlice:
    """One measure of one cut."""

    origin: Origin
    rows: MeasureRows
    name: str
    kind: MeasureKind


@dataclass(frozen=True, slots=True)
class Source:
    """What a figure says of its origin: the cuts behind it, the unit that was counted, and the days without data."""

    counted: CountedUnit
    cuts: Mapping[str, str]
    missing: tuple[date, ...]


@lru_cache(maxsize=512)
def merge_origins(origins: tuple[Origin, ...]) -> Source:
    """Say where a figure comes from that was put together from several cuts, at most one per platform and account.

    Args:
        origins: At least one origin.

    Returns:
        One name per platform (names joined where accounts differ in their cut), the counted unit, the union of the
        missing days.
    """
    names: dict[str, list[str]] = {}
    for origin in origins:
        known = names.setdefault(origin.platform, [])
        if origin.cut not in known:
            known.append(origin.cut)
    counted = {origin.counted for origin in origins}
    missing = frozenset[date]().union(*(origin.missing for origin in origins))
    return Source(
        counted=counted.pop() if len(counted) == 1 else CountedUnit.UNITS,
        cuts={platform: "; ".join(known) for platform, known in sorted(names.items())},
        missing=tuple(sorted(missing)),
    )


def plain_estimate(value: float | None) -> Estimate:
    """Give the estimate of a value whose spread is not known."""
    return Estimate(value, float("nan"), 0.0)
