"""What every metric means: for the glossary and the hints beside figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from db.unit import UnitOfWork
from learning.domain.enums import MeasureKind, Unit
from learning.domain.holdings import HeldMeasure
from learning.domain.platforms import platform_name
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction, Metric, MetricUnit

KIND_FORMULAS: Final = {
    MeasureKind.ADDITIVE: "the sum of the column {header}",
    MeasureKind.AVERAGE: "the column {header}, averaged by its weight; without one, only of a single row",
    MeasureKind.SHARE: "the column {header}: parts of a whole, never summed",
    MeasureKind.UNIQUE: "the column {header}: different people, never summed",
    MeasureKind.LEVEL: "the column {header}: how it stood last",
}
MEASURE_UNITS: Final = {
    Unit.MONEY: MetricUnit.MONEY,
    Unit.PERCENT: MetricUnit.RATE,
    Unit.SECONDS: MetricUnit.SECONDS,
    Unit.MINUTES: MetricUnit.SECONDS,
    Unit.HOURS: MetricUnit.SECONDS,
    Unit.MILLISECONDS: MetricUnit.SECONDS,
    Unit.DURATION: MetricUnit.SECONDS,
    Unit.COUNT: MetricUnit.COUNT,
}


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One metric in words."""

    name: str
    label: str
    formula: str
    unit: MetricUnit
    good: Direction
    caveat: str
    platforms: Mapping[str, str] = field(default_factory=dict)
    """Name of the platform -> what the metric means there."""


def glossary(work: UnitOfWork | None = None, brand_id: int | None = None) -> tuple[GlossaryEntry, ...]:
    """Every metric of the catalogue; with a brand also the extras that its files brought."""
    entries = [_entry(metric) for metric in CATALOG.values()]
    if work is not None and brand_id is not None:
        holdings = work.figures.list_holdings(brand_id)
        measures = {measure.name: measure for holding in holdings for measure in holding.measures}
        entries += [_extra(measures[name]) for name in sorted(measures)]
    return tuple(entries)


def _entry(metric: Metric) -> GlossaryEntry:
    platforms = {platform_name(platform): words for platform, words in metric.platforms.items()}
    return GlossaryEntry(metric.name, metric.label, metric.formula, metric.unit, metric.good, metric.caveat, platforms)


def _extra(measure: HeldMeasure) -> GlossaryEntry:
    formula = KIND_FORMULAS[measure.kind].format(header=measure.header)
    unit = MEASURE_UNITS.get(measure.unit, MetricUnit.NUMBER)
    return GlossaryEntry(
        measure.name,
        measure.header,
        formula,
        unit,
        Direction.NEITHER,
        "As the export gives it; its meaning is the platform's.",
    )
