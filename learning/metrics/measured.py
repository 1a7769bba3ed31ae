"""Metrics that only some files bring: a mean rating, or one count by another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.intervals import Interval
from learning.domain.observations import Ints
from learning.metrics.definitions import Metric
from learning.metrics.evaluate import Evaluated
from learning.metrics.extras import evaluate_measure
from learning.metrics.grouping import Floats, Key, find_cells, group_rows
from learning.metrics.slices import UNIT_WORDS, MeasureSlice, merge_origins, plain_estimate
from learning.stats.changes import Estimate
from learning.stats.ratios import ratio_interval
from learning.stats.sums import UnitSums, collect_sums


@dataclass(frozen=True, slots=True)
class _Cells:
    """Both counts of each unit in each group of one cut; arrays share one index."""

    source: MeasureSlice
    group: Ints
    unit: Ints
    top: Floats
    bottom: Floats


def evaluate_measured(metric: Metric, slices: Sequence[MeasureSlice]) -> dict[Key, Evaluated]:
    """Compute a measured metric for every combination of the asked dimensions.

    Args:
        metric: An entry of the catalogue with measures.
        slices: Slices of its measures, of one basis.

    Returns:
        Key -> figure. Of the alternative names the first that any slice has is read, so that two scales of a rating are
        never mixed; of two counts their ratio of sums with its interval over units.
    """
    tops = _first_held(metric.measures, slices)
    if not metric.wholes:
        if not tops:
            return {}
        groups = group_rows([one.rows.keys for one in tops], [len(one.rows.units) for one in tops])
        return {groups.keys[place]: found for place, found in evaluate_measure(tops, groups).items()}
    bottoms = _first_held(metric.wholes, slices)
    pairs = [(top, bottom) for top in tops for bottom in bottoms if top.origin == bottom.origin]
    if not pairs:
        return {}
    both = [one for pair in pairs for one in pair]
    groups = group_rows([one.rows.keys for one in both], [len(one.rows.units) for one in both])
    cells = [
        _join(top, bottom, groups.codes[2 * place], groups.codes[2 * place + 1])
        for place, (top, bottom) in enumerate(pairs)
    ]
    sums = collect_sums(
        np.concatenate([one.group for one in cells]),
        len(groups.keys),
        np.concatenate([one.top for one in cells]),
        np.concatenate([one.bottom for one in cells]),
        strata=np.concatenate([np.full(len(one.group), place, dtype=np.int64) for place, one in enumerate(cells)]),
    )
    return {key: _figure(place, sums[place], cells) for place, key in enumerate(groups.keys) if sums[place].n}


def _first_held(names: Iterable[str], slices: Sequence[MeasureSlice]) -> list[MeasureSlice]:
    for name in names:
        own = [one for one in slices if one.name == name]
        if own:
            return own
    return []


def _join(top: MeasureSlice, bottom: MeasureSlice, top_codes: Ints, bottom_codes: Ints) -> _Cells:
    """Units that report both counts."""
    cells = find_cells(np.concatenate([top_codes, bottom_codes]), np.concatenate([top.rows.units, bottom.rows.units]))
    above = cells.add(np.concatenate([top.rows.totals, np.full(len(bottom_codes), np.nan)]))
    below = cells.add(np.concatenate([np.full(len(top_codes), np.nan), bottom.rows.totals]))
    known = ~(np.isnan(above) | np.isnan(below))
    return _Cells(top, cells.group[known], cells.unit[known], above[known], below[known])


def _figure(place: int, sums: UnitSums, cells: Sequence[_Cells]) -> Evaluated:
    own = [one for one in cells if bool((one.group == place).any())]
    source = merge_origins(tuple(one.source.origin for one in own))
    value, interval = None, Interval(None, None, "no prediction was served in this selection")
    if sums.denominator:
        value = sums.numerator / sums.denominator
        interval = _at_most_one(value, ratio_interval(sums, unit=UNIT_WORDS[source.counted]))
    figure = MetricValue(
        value=value,
        low=interval.low,
        high=interval.high,
        n=_count(place, own, source.counted),
        counted=source.counted,
        basis=own[0].source.origin.basis,
        cuts=source.cuts,
        missing_days=source.missing,
        reason=interval.reason,
    )
    if value is None or value <= 0:
        return Evaluated(figure, plain_estimate(value))
    estimate = Estimate(value, sums.ratio_variance, sums.ratio_degrees)
    return Evaluated(figure, estimate, sums.numerator, sums.denominator)


def _at_most_one(value: float, interval: Interval) -> Interval:
    """A part of a whole ends at 1, whatever the log scale says."""
    if interval.low is None or interval.high is None or value > 1:
        return interval
    return Interval(interval.low, min(interval.high, 1.0))


def _count(place: int, cells: Sequence[_Cells], counted: CountedUnit) -> int:
    units = [one.unit[one.group == place] for one in cells]
    return len(np.unique(np.concatenate(units))) if counted is CountedUnit.DAYS else sum(len(one) for one in units)
