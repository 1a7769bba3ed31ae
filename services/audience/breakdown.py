"""Who responds how: a metric by two dimensions, each cell with its range, its n, its change and its share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.audience import AudienceGrid, Enough, GridQuery, Segment, SegmentCell
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.figures import CountedUnit, FigureQuery, MetricValue
from learning.domain.gates import LearningGates
from learning.domain.timekeys import day_of
from learning.insights.movements import judge_p_values, log_change_p_value
from learning.metrics.catalog import CATALOG
from learning.metrics.cuts import candidate_cuts
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import Evaluated
from learning.metrics.grouping import Key
from learning.metrics.splits import SegmentRows, Split, evaluate_splits, exposures
from learning.stats.changes import relative_change
from services.audience.rows import compared_range, read_segments
from services.figures.asking import figures
from services.figures.usual_rates import UsualRates
from services.gates import read_gates

FEWEST_UNITS: Final = 5
"""Posts or days under which the spread between them is anybody's guess."""
WIDE: Final = 0.5
"""A range that reaches further than this part of the value to either side is called wide."""
_Values = Mapping[Split, Mapping[Key, Evaluated]]


@dataclass(frozen=True, slots=True)
class _Pages:
    """What the cells are made from: figures now and before, and what shares are parts of."""

    metric: Metric
    gates: LearningGates
    now: _Values
    before: _Values
    exposure: Mapping[Split, Mapping[Key, float]]

    def cell(self, split: Split, key: Key) -> SegmentCell | None:
        """The cell of one segment; None where nothing was reported."""
        found = self.now[split].get(key)
        if found is None:
            return None
        then = self.before.get(split, {}).get(key)
        whole = self.now[()].get(())
        exposure = self.exposure.get(split, {}).get(key)
        total = self.exposure.get((), {}).get(())
        enough, reason = judge(found.value, exposure if self.metric.denominator else None, self.gates)
        index = None
        if enough is not Enough.TOO_LITTLE and whole and whole.value.value and found.value.value is not None:
            index = 100 * found.value.value / whole.value.value if self.metric.form is not Form.TOTAL else None
        change = relative_change(found.estimate, then.estimate) if then else None
        # A change without a range, or of too little data, is not shown as one: it is no look.
        compared = change is not None and change.low is not None and enough is not Enough.TOO_LITTLE
        return SegmentCell(
            segment=tuple(zip(split, key, strict=True)),
            value=found.value,
            enough=enough,
            reason=reason,
            previous=then.value if then else None,
            change=change,
            share=exposure / total if exposure is not None and total else None,
            index=index,
            p_value=log_change_p_value(found.estimate, then.estimate) if then and compared else None,
        )


def audience_grid(work: UnitOfWork, query: GridQuery) -> AudienceGrid:
    """One metric by two dimensions (or one), with totals, shares and the change from the earlier range.

    Raises:
        BadOption: If the metric or a dimension is not known, or both dimensions are the same.
    """
    metric = CATALOG.get(query.metric)
    if metric is None and not query.metric.startswith(EXTRA_PREFIX):
        raise BadOption("metric", query.metric, "a metric of the glossary")
    if query.rows == query.columns:
        raise BadOption("columns", query.rows, "another dimension than that of the rows")
    dimensions = (query.rows,) if query.columns is None else (query.rows, query.columns)
    gates = read_gates(work, query.scope.brand_id)
    if metric is None:
        return measure_grid(work, query, dimensions, gates)
    yardsticks = UsualRates(work.figures)
    found = read_segments(work, query.scope, dimensions, (query.metric,), yardsticks=yardsticks)
    compared = compared_range(query.scope)
    if not found:
        return _empty(query, gates, _why_none(work, query, metric, dimensions))
    rows = found[0]
    splits: tuple[Split, ...] = tuple(dict.fromkeys((dimensions, *((name,) for name in dimensions), ())))
    pages = _Pages(
        metric,
        gates,
        evaluate_splits(metric, rows, splits),
        _before(work, query, rows, splits, yardsticks),
        {} if metric.form is Form.MEASURED else {split: exposures(metric, rows, split) for split in splits},
    )
    return replace(_judged(_grid(query, pages, rows)), previous=compared)


def _judged(grid: AudienceGrid) -> AudienceGrid:
    """Say how sure each change is, given that all cells and totals are looked at."""
    cells, columns = list(grid.cells.values()), list(grid.column_totals.values())
    # With one column the cells are the totals of the rows: they are not looked at twice.
    totals = list(grid.row_totals.values()) if grid.query.columns else []
    looked_at = [*cells, *totals, *columns, *([grid.whole] if grid.whole else [])]
    verdicts = judge_p_values([cell.p_value for cell in looked_at])
    judged = {cell.segment: one.sureness for cell, one in zip(looked_at, verdicts, strict=True)}

    def sure(cell: SegmentCell) -> SegmentCell:
        return replace(cell, sureness=judged[cell.segment])

    return replace(
        grid,
        cells={key: sure(cell) for key, cell in grid.cells.items()},
        row_totals={name: sure(cell) for name, cell in grid.row_totals.items()},
        column_totals={name: sure(cell) for name, cell in grid.column_totals.items()},
        whole=sure(grid.whole) if grid.whole else None,
    )


def measure_grid(work: UnitOfWork, query: GridQuery, dimensions: tuple[str, ...], gates: LearningGates) -> AudienceGrid:
    """A measure that only some exports bring, such as the share of views by age: as the export gives it."""
    scope = query.scope
    question = FigureQuery(
        scope.brand_id, scope.first, scope.last, dimensions, scope.where, (query.metric,), scope.basis
    )
    table = figures(work, question)
    cells: dict[tuple[str, str], SegmentCell] = {}
    for row in table.rows:
        value = row.values[query.metric]
        key = row.keys[0][1], row.keys[1][1] if len(row.keys) > 1 else ""
        if value.n and key not in cells:
            enough, reason = judge(value, None, gates)
            cells[key] = SegmentCell(row.keys, value, enough, reason, None, None, None, None)
    if not cells:
        return _empty(query, gates, _why_none(work, query, None, dimensions))
    ordered = sorted(cells, key=lambda key: -(cells[key].value.value or 0.0))
    return replace(
        _empty(query, gates, ""),
        basis=next(iter(cells.values())).value.basis,
        rows=tuple(dict.fromkeys(key[0] for key in ordered)),
        columns=tuple(dict.fromkeys(key[1] for key in ordered)),
        cells=cells,
        notes=table.notes,
        reason=None,
    )


def _before(
    work: UnitOfWork, query: GridQuery, rows: SegmentRows, splits: tuple[Split, ...], yardsticks: UsualRates
) -> _Values:
    compared = compared_range(query.scope)
    if compared is None:
        return {}
    scope = replace(query.scope, first=compared[0], last=compared[1], basis=rows.basis)
    found = read_segments(work, scope, rows.dimensions, (query.metric,), yardsticks=yardsticks)
    return evaluate_splits(CATALOG[query.metric], found[0], splits) if found else {}


def _grid(query: GridQuery, pages: _Pages, rows: SegmentRows) -> AudienceGrid:
    dimensions = rows.dimensions
    keys = list(pages.now[dimensions])
    names = _ordered(pages, (query.rows,), {key[0] for key in keys})
    columns = ("",) if query.columns is None else _ordered(pages, (query.columns,), {key[1] for key in keys})
    cells: dict[tuple[str, str], SegmentCell] = {}
    for key in keys:
        cell = pages.cell(dimensions, key)
        if cell is not None:
            cells[key[0], key[1] if len(key) > 1 else ""] = cell
    column_totals = {} if query.columns is None else _totals(pages, (query.columns,), columns)
    return AudienceGrid(
        query=query,
        basis=rows.basis,
        rows=names,
        columns=columns,
        cells=cells,
        row_totals=_totals(pages, (query.rows,), names),
        column_totals=column_totals,
        whole=pages.cell((), ()),
        share_of=_share_words(pages.metric),
        previous=None,
        minimum_posts=FEWEST_UNITS,
        minimum_exposure=pages.gates.minimum_views,
        reason=None if keys else "no data in these days",
    )


def _ordered(pages: _Pages, split: Split, names: set[str]) -> tuple[str, ...]:
    """The largest first; what is not stated last."""
    sizes = pages.exposure.get(split, {})
    return tuple(sorted(names, key=lambda name: (name == "", -sizes.get((name,), 0.0), name)))


def _totals(pages: _Pages, split: Split, names: tuple[str, ...]) -> dict[str, SegmentCell]:
    found = {name: pages.cell(split, (name,)) for name in names}
    return {name: cell for name, cell in found.items() if cell is not None}


def judge(value: MetricValue, exposure: float | None, gates: LearningGates) -> tuple[Enough, str | None]:
    """Say whether a figure has enough data behind it, and why not."""
    if value.value is None:
        return Enough.TOO_LITTLE, value.reason
    if value.counted is CountedUnit.PERIODS:
        # One report is all there will ever be: it has no spread, and is still the whole of what happened.
        return Enough.THIN, value.reason
    if value.n < FEWEST_UNITS:
        return Enough.TOO_LITTLE, f"{value.n} {value.counted.value}: {FEWEST_UNITS} are needed"
    if exposure is not None and exposure < gates.minimum_views:
        return Enough.TOO_LITTLE, f"counted {exposure:,.0f} times: {gates.minimum_views:,.0f} are needed"
    if value.low is None or value.high is None:
        return Enough.THIN, value.reason
    if max(value.high - value.value, value.value - value.low) > WIDE * abs(value.value):
        return Enough.THIN, "the range is wide"
    return Enough.ENOUGH, None


def _share_words(metric: Metric) -> str:
    facts = metric.denominator or metric.numerator
    return " or ".join(fact.value.replace("_", " ") for fact in facts[:1]) if facts else ""


def _why_none(work: UnitOfWork, query: GridQuery, metric: Metric | None, dimensions: tuple[str, ...]) -> str:
    if metric is not None and metric.unmeasured:
        return metric.unmeasured
    needs = metric.needs if metric else ((query.metric,),)
    held = candidate_cuts(work.figures.list_holdings(query.scope.brand_id), dimensions, needs)
    spans = [work.figures.find_span(one) for one in held if one.spec.basis is Basis.PERIOD]
    known = [span for span in spans if span is not None]
    label = metric.label.lower() if metric else "this"
    names = " and ".join(name.replace("_", " ") for name in dimensions)
    if known and len(known) == len(held):
        first, last = (f"{day_of(edge).day} {day_of(edge):%b %Y}" for edge in known[0])
        return f"the report that gives {label} by {names} is one total from {first} to {last}: choose days that hold it"
    return f"no export gives {label} by {names} for these days and filters"


def _empty(query: GridQuery, gates: LearningGates, reason: str) -> AudienceGrid:
    return AudienceGrid(
        query=query,
        basis=None,
        rows=(),
        columns=(),
        cells={},
        row_totals={},
        column_totals={},
        whole=None,
        share_of="",
        previous=None,
        minimum_posts=FEWEST_UNITS,
        minimum_exposure=gates.minimum_views,
        reason=reason,
    )


def segment_where(scope_where: Mapping[str, tuple[str, ...]], segment: Segment) -> dict[str, tuple[str, ...]]:
    """Narrow filters to one segment."""
    return dict(scope_where) | {name: (value,) for name, value in segment}
