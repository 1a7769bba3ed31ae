"""What every metric means: for the glossary and the hints beside figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.batches import BatchStatus
from learning.domain.enums import Basis, MeasureKind, Role, Unit
from learning.domain.holdings import CutHolding, HeldMeasure
from learning.domain.platforms import platform_name
from learning.metrics.catalog import CATALOG
from learning.metrics.cuts import candidate_cuts
from learning.metrics.definitions import Direction, Metric, MetricUnit
from services.imports.stored_tables import tables_from_json

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
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Template of a report -> the columns of the brand's own files that it is read from."""
    bases: tuple[Basis, ...] = ()
    """On which of the bases the brand has it."""


def glossary(work: UnitOfWork | None = None, brand_id: int | None = None) -> tuple[GlossaryEntry, ...]:
    """Every metric of the catalogue; with a brand also the extras that its files brought."""
    entries = [_entry(metric) for metric in CATALOG.values()]
    if work is None or brand_id is None:
        return tuple(entries)
    holdings = work.figures.list_holdings(brand_id)
    measures = {measure.name: measure for holding in holdings for measure in holding.measures}
    entries += [_extra(measures[name]) for name in sorted(measures)]
    headers = _headers(work, brand_id)
    return tuple(
        replace(entry, columns=_columns(entry.name, headers), bases=_bases(entry.name, holdings)) for entry in entries
    )


Headers = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Template of a report -> field -> headers of the columns that were taken for it."""


def _headers(work: UnitOfWork, brand_id: int) -> Headers:
    found: dict[str, dict[str, dict[str, None]]] = {}
    for batch in work.batches.list_of(brand_id, status=BatchStatus.LIVE):
        for table in tables_from_json(batch.tables):
            report = table.report
            own = found.setdefault(report.template, {})
            for column in report.columns:
                if column.role in (Role.FACT, Role.MEASURE):
                    own.setdefault(column.field, {})[column.header] = None
    return {report: {name: tuple(own) for name, own in fields.items()} for report, fields in found.items()}


def _columns(name: str, headers: Headers) -> dict[str, tuple[str, ...]]:
    """The columns behind a metric: those of its numerator, then those of what it is divided by."""
    fields = [fact.value for fact in CATALOG[name].facts] if name in CATALOG else [name]
    needs = CATALOG[name].needs if name in CATALOG else ((name,),)
    found: dict[str, tuple[str, ...]] = {}
    for report, own in sorted(headers.items()):
        if all(any(part in own for part in group) for group in needs):
            found[report] = tuple(dict.fromkeys(header for part in fields for header in own.get(part, ())))
    return found


def _bases(name: str, holdings: tuple[CutHolding, ...]) -> tuple[Basis, ...]:
    needs = CATALOG[name].needs if name in CATALOG else ((name,),)
    held = {holding.spec.basis for holding in candidate_cuts(holdings, (), needs)}
    return tuple(basis for basis in Basis if basis in held)


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
