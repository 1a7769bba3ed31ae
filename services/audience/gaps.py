"""The largest real gaps: every segment against the rest of the brand, on every metric, judged together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.audience import Gap, GapQuery, GapReport, GapTier
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit
from learning.domain.gates import LearningGates
from learning.insights.segments import FEWEST_DEGREES, judge_gaps, order_gaps
from learning.metrics.catalog import CATALOG, EXPOSURE
from learning.metrics.definitions import Direction, Form, Metric, MetricUnit
from learning.metrics.evaluate import score_of
from learning.metrics.grouping import Floats, Key
from learning.metrics.ranking import counts_events
from learning.metrics.splits import SegmentRows, Split, UnitCells, unit_cells
from learning.stats.unit_contrasts import Contrasts, UnitTable, contrast_parts
from services.audience.rows import SegmentReader
from services.gates import read_gates

JUDGED_FORMS: Final = (Form.RATIO, Form.SCORE)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One segment against the rest, before all are judged together."""

    metric: Metric
    split: Split
    key: Key
    value: float | None
    rest: float | None
    log_ratio: float
    error: float
    degrees: float
    n: int
    counted: CountedUnit
    paired: bool
    currency: str | None


def segment_gaps(work: UnitOfWork, query: GapQuery) -> GapReport:
    """Compare every segment with all others, over posts (or days), and judge all comparisons as one family.

    Raises:
        BadOption: If a dimension or a value of a filter is not known.
    """
    gates = read_gates(work, query.scope.brand_id)
    names = tuple(name for name in query.metrics if name in CATALOG and CATALOG[name].form in JUDGED_FORMS)
    found: list[_Comparison] = []
    bases: list[Basis] = []
    every = dict.fromkeys(name for split in query.splits for name in split)
    reader = SegmentReader(work, query.scope, names, tuple(every))
    for dimensions in _reads(query.splits):
        for rows in reader.read(dimensions):
            bases.append(rows.basis)
            for split in query.splits:
                if _is_read_by(split, dimensions, query.splits):
                    found.extend(_compare(rows, split, gates))
    known = [one for one in found if _can_be_judged(one)]
    gaps = order_gaps(_judged(known))
    reason = None
    if not names:
        reason = "the exports hold no rate by which segments could be compared"
    elif not gaps:
        reason = "no segment has enough posts or days to be compared with the rest"
    return GapReport(query, gaps, len(known), len(found) - len(known), bases[0] if bases else None, reason)


def _reads(splits: tuple[Split, ...]) -> Iterator[Split]:
    """The splits that are not part of another one: one read serves both."""
    for split in splits:
        if not any(set(split) < set(other) for other in splits):
            yield split


def _is_read_by(split: Split, dimensions: Split, splits: tuple[Split, ...]) -> bool:
    """Each split is computed from the first read that has its dimensions."""
    return next(read for read in _reads(splits) if set(split) <= set(read)) == dimensions


def _compare(rows: SegmentRows, split: Split, gates: LearningGates) -> Iterator[_Comparison]:
    counted = {one.origin.counted for one in rows.facts}
    for name in rows.metrics:
        metric = CATALOG[name]
        cells = _past_the_gate(metric, unit_cells(metric, rows, split), gates)
        if len(cells.keys) < 2 or len(cells.currencies) > 1 or bool((cells.top < 0).any()):
            continue
        table = UnitTable(cells.units, cells.segments, len(cells.keys), cells.top, cells.bottom)
        contrasts = contrast_parts(table, event_size=_event_size(metric, rows, cells))
        unit = next(iter(counted)) if len(counted) == 1 else CountedUnit.UNITS
        yield from _comparisons(metric, split, cells, contrasts, unit)


def _event_size(metric: Metric, rows: SegmentRows, cells: UnitCells) -> float | None:
    """What one event adds: of a score the mean of its weights, each by what it adds itself."""
    if metric.form is not Form.SCORE:
        if not counts_events(metric):
            return None
        # Of a part of a whole, such as bounces, chance leaves a binomial variance.
        share = float(cells.top.sum() / cells.bottom.sum()) if cells.bottom.sum() > 0 else 0.0
        return 1 - share if metric.unit is MetricUnit.RATE and share < 1 else 1.0
    plain = squared = 0.0
    for one in rows.facts:
        for fact, weight in zip(metric.numerator, metric.weights, strict=True):
            count = float(np.nansum(one.rows.facts[fact])) if fact in one.rows.facts else 0.0
            plain, squared = plain + weight * count, squared + weight**2 * count
    return squared / plain if plain > 0 else 1.0


def _past_the_gate(metric: Metric, cells: UnitCells, gates: LearningGates) -> UnitCells:
    """A post that few saw teaches nothing (the gate is on exposure: one on the outcome would bias the effects)."""
    if metric.form is not Form.RATIO or metric.denominator != EXPOSURE or not len(cells.units):
        return cells
    kept = np.bincount(cells.units, cells.bottom)[cells.units] >= gates.minimum_views
    return replace(
        cells, units=cells.units[kept], segments=cells.segments[kept], top=cells.top[kept], bottom=cells.bottom[kept]
    )


def _comparisons(
    metric: Metric, split: Split, cells: UnitCells, contrasts: Contrasts, counted: CountedUnit
) -> Iterator[_Comparison]:
    size = len(cells.keys)
    tops = np.bincount(cells.segments, cells.top, minlength=size).astype(np.float64)
    bottoms = np.bincount(cells.segments, cells.bottom, minlength=size).astype(np.float64)
    values = _rates(metric, tops, bottoms)
    rests = _rates(metric, tops.sum() - tops, bottoms.sum() - bottoms)
    currency = next(iter(cells.currencies), None) if metric.is_money else None
    for place, key in enumerate(cells.keys):
        if "" in key:
            # What no file states is part of the rest, and no segment that somebody could act on.
            continue
        yield _Comparison(
            metric=metric,
            split=split,
            key=key,
            value=values[place],
            rest=rests[place],
            log_ratio=float(contrasts.log_ratio[place]),
            error=float(contrasts.error[place]),
            degrees=float(contrasts.degrees[place]),
            n=int(contrasts.units[place]),
            counted=counted,
            paired=contrasts.paired,
            currency=currency or None,
        )


def _rates(metric: Metric, tops: Floats, bottoms: Floats) -> list[float | None]:
    ratios = np.divide(tops, bottoms, out=np.full(len(tops), np.nan), where=bottoms > 0)
    if metric.form is Form.SCORE:
        return [None if np.isnan(one) else score_of(one) for one in ratios.tolist()]
    return [None if np.isnan(one) else one * metric.factor for one in ratios.tolist()]


def _can_be_judged(one: _Comparison) -> bool:
    return bool(np.isfinite(one.log_ratio) and np.isfinite(one.error) and one.degrees >= FEWEST_DEGREES)


def _judged(known: list[_Comparison]) -> Iterable[Gap]:
    if not known:
        return
    verdict = judge_gaps(
        np.array([one.log_ratio for one in known]),
        np.array([one.error for one in known]),
        np.array([one.degrees for one in known]),
        [one.n for one in known],
    )
    shrunken, low, high = (np.expm1(part).tolist() for part in (verdict.shrunken, verdict.low, verdict.high))
    for place, one in enumerate(known):
        yield Gap(
            segment=tuple(zip(one.split, one.key, strict=True)),
            metric=one.metric.name,
            tier=verdict.tiers[place],
            better=_is_better(one),
            value=one.value,
            rest=one.rest,
            lift=float(np.expm1(one.log_ratio)),
            shrunken=shrunken[place],
            low=low[place],
            high=high[place],
            false_sign_rate=float(verdict.false_sign_rate[place]),
            q_value=float(verdict.q_value[place]),
            n=one.n,
            counted=one.counted,
            paired=one.paired,
            more_needed=verdict.more_needed[place],
            currency=one.currency,
        )


def _is_better(one: _Comparison) -> bool | None:
    if one.metric.good is Direction.NEITHER:
        return None
    return (one.log_ratio > 0) == (one.metric.good is Direction.UP)


def under_performers(report: GapReport) -> tuple[Gap, ...]:
    """The segments that are behind the rest, as far as that is confirmed or worth testing."""
    wanted = (GapTier.CONFIRMED, GapTier.WORTH_TESTING)
    return tuple(gap for gap in report.gaps if gap.better is False and gap.tier in wanted)
