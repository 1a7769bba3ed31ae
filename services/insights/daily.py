"""A brand's series by day with what the analyses made of them, its hours of the week, and its sources."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.unit import UnitOfWork
from learning.domain.analyses import ChangePoints, Decomposition, SeriesKey
from learning.domain.batches import BatchRecord, BatchStatus
from learning.domain.enums import Basis, Outcome
from learning.domain.timekeys import day_of
from learning.insights.brand_data import DailySeries, SourceState
from learning.metrics.catalog import CATALOG
from learning.metrics.cuts import bridge_quiet_days
from learning.metrics.definitions import Form
from services.analyses.reading import list_changes, list_decompositions
from services.analyses.series import SeriesFigures, read_series, read_week_hours
from services.imports.history import source_ages
from services.imports.stored_tables import tables_from_json

Floats = NDArray[np.float64]

HOURS_OF_A_WEEK: Final = 168
FEWEST_IMPORTS: Final = 3
MOST_MISSING: Final = 400
"""Missing days that are told of one source."""


def daily_series(work: UnitOfWork, brand_id: int) -> tuple[DailySeries, ...]:
    """Read the series that are analysed, with what the analyses of the same data found."""
    version = work.brands.get(brand_id).data_version
    parts: dict[SeriesKey, Decomposition] = {
        one.series: one.result
        for one in list_decompositions(work, brand_id)
        if one.result is not None and one.data_version == version
    }
    changes: dict[SeriesKey, ChangePoints] = {
        one.series: one.result
        for one in list_changes(work, brand_id)
        if one.result is not None and one.data_version == version
    }
    found = read_series(work, brand_id)
    return tuple(
        _series(key, figures, parts.get(key), changes.get(key))
        for key, figures in found.items()
        if isinstance(figures, SeriesFigures) and figures.days
    )


def _series(
    key: SeriesKey, figures: SeriesFigures, parts: Decomposition | None, changes: ChangePoints | None
) -> DailySeries:
    first = min(figures.days)
    places = np.array([(day - first).days for day in figures.days], dtype=np.int64)
    filled = [np.full(int(places.max()) + 1, np.nan) for _ in range(3)]
    given = ([np.nan if one is None else one for one in figures.values], figures.numerators, figures.denominators)
    for column, values in zip(filled, given, strict=True):
        column[places] = values
    return DailySeries(key, first, filled[0], filled[1], filled[2], parts, changes)


def week_hours(work: UnitOfWork, brand_id: int, metrics: Sequence[str]) -> Mapping[str, Floats]:
    """Sum up rates of activity by hour of the week; totals have a rhythm that everybody knows."""
    rates = [name for name in metrics if CATALOG[name].form is Form.RATIO]
    found: dict[str, Floats] = {}
    for series, rows in read_week_hours(work, brand_id, rates).items():
        if series.platform is None and series.metric in rates:
            sums = np.full((HOURS_OF_A_WEEK, 2), np.nan)
            for label, evaluated in rows:
                if label.isdigit():
                    sums[int(label)] = evaluated.numerator, evaluated.denominator
            found[series.metric] = sums
    return {name: found[name] for name in rates if name in found}


def source_states(work: UnitOfWork, brand_id: int, today: date) -> tuple[SourceState, ...]:
    """Say how fresh and complete each source of a brand is."""
    batches = sorted(
        work.batches.list_of(brand_id, status=BatchStatus.LIVE), key=lambda batch: (batch.created_at, batch.id)
    )
    imports: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    firsts: dict[tuple[str, str], list[date]] = defaultdict(list)
    for batch in batches:
        for key, rows in _rows_of(batch).items():
            imports[key].append((batch.created_at, rows))
            if batch.day_min is not None:
                firsts[key].append(day_of(batch.day_min))
    missing = _missing_days(work, brand_id)
    found: list[SourceState] = []
    for age in source_ages(work, brand_id, today):
        own = imports.get((age.platform, age.account), [])
        if age.last_day is None or not own:
            continue
        gaps = [(later - earlier) / 86_400 for (earlier, _), (later, _) in itertools.pairwise(own)]
        found.append(
            SourceState(
                platform=age.platform,
                account=age.account,
                last_day=age.last_day,
                days_old=age.days_old,
                usual_gap_days=float(median(gaps)) if len(own) >= FEWEST_IMPORTS else float("nan"),
                rows_by_import=np.array([rows for _, rows in own], dtype=np.int64),
                missing_days=missing.get((age.platform, age.account), ()),
                import_days=tuple(firsts[age.platform, age.account]),
            )
        )
    return tuple(found)


def _rows_of(batch: BatchRecord) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for stored in tables_from_json(batch.tables):
        table = stored.report
        if table.batch_id is not None and table.columns:
            counts = (table.outcomes.get(one, 0) for one in (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED))
            found[table.platform, table.account] += sum(counts)
    return found


def _missing_days(work: UnitOfWork, brand_id: int) -> dict[tuple[str, str], tuple[date, ...]]:
    """Days of activity without rows, beyond quiet ones, by the cut of the account that has most days."""
    accounts = {one.account_id: (one.platform, one.handle) for one in work.figures.list_accounts(brand_id)}
    covered: dict[tuple[str, str], frozenset[int]] = {}
    for holding in work.figures.list_holdings(brand_id):
        span = work.figures.find_span(holding) if holding.spec.basis is Basis.ACTIVITY else None
        if span is None:
            continue
        for coverage in work.figures.list_coverage(holding, *span):
            days = frozenset(coverage.start.tolist())
            if "content" in holding.spec.dimensions:
                days = bridge_quiet_days(days, work.figures.list_run_days(holding))
            key = accounts[coverage.account_id]
            covered[key] = max(covered.get(key, frozenset()), days, key=len)
    return {
        key: tuple(day_of(day) for day in range(min(days), max(days) + 1) if day not in days)[:MOST_MISSING]
        for key, days in covered.items()
        if days
    }
