"""Figures of measures beyond the facts, each by its kind: only counts and amounts are ever summed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from learning.domain.enums import MeasureKind
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.intervals import Interval
from learning.domain.observations import Ints
from learning.metrics.evaluate import Evaluated
from learning.metrics.grouping import Cells, Groups, find_cells, group_edges
from learning.metrics.slices import UNIT_WORDS, MeasureSlice, merge_origins, plain_estimate
from learning.stats.changes import Estimate
from learning.stats.ratios import ratio_interval
from learning.stats.sums import UnitSums, collect_sums
from learning.stats.totals import total_interval

WHY_NOT: Final = {
    MeasureKind.AVERAGE: "the export gives averages without what they are averages of: {n} of them have no honest mean",
    MeasureKind.SHARE: "shares of different wholes are not added: {n} of them are behind this selection",
    MeasureKind.UNIQUE: "counts different people, who can stand behind several reports: not added over {n} of them",
    MeasureKind.LEVEL: "a standing, not a flow: {n} of them at the same time are not added",
}


def evaluate_measure(slices: Sequence[MeasureSlice], groups: Groups) -> dict[int, Evaluated]:
    """Compute one measure for every group.

    Args:
        slices: Slices of one measure and one basis, at most one per platform and account.
        groups: Groups over the rows of these slices, in the same order.

    Returns:
        Index of the group -> figure: a sum for counts and amounts; a weighted mean for averages with weights; the
        latest value of a level; the value itself where one observation stands behind it; else no value, with the
        reason.
    """
    found: dict[int, Evaluated] = {}
    cells = [find_cells(codes, one.rows.units) for one, codes in zip(slices, groups.codes, strict=True)]
    kinds = {one.kind for one in slices}
    sums = _sums(slices, cells, len(groups.keys), weighted=kinds == {MeasureKind.AVERAGE})
    count = len(groups.keys)
    orders = [np.argsort(codes, kind="stable") for codes in groups.codes]
    edges = [group_edges(codes[order], count) for codes, order in zip(groups.codes, orders, strict=True)]
    for place in range(count):
        rows = [order[edge[place] : edge[place + 1]] for order, edge in zip(orders, edges, strict=True)]
        behind = [one for one, own in zip(slices, rows, strict=True) if len(own)]
        if not behind:
            continue
        value, interval, estimate = _value(kinds, slices, rows, sums[place])
        source = merge_origins(tuple(one.origin for one in behind))
        figure = MetricValue(
            value=value,
            low=interval.low,
            high=interval.high,
            n=_count(slices, rows, source.counted),
            counted=source.counted,
            basis=behind[0].origin.basis,
            cuts=source.cuts,
            missing_days=source.missing,
            reason=interval.reason,
        )
        found[place] = _evaluated(figure, estimate, kinds, sums[place])
    return found


def _evaluated(figure: MetricValue, estimate: Estimate, kinds: set[MeasureKind], sums: UnitSums) -> Evaluated:
    """A total or a weighted mean keeps what it was summed from; the other kinds never join a longer window."""
    if figure.value is None or not kinds <= {MeasureKind.ADDITIVE, MeasureKind.AVERAGE} or not sums.n:
        return Evaluated(figure, estimate)
    return Evaluated(figure, estimate, sums.numerator, sums.denominator)


def _sums(slices: Sequence[MeasureSlice], cells: Sequence[Cells], count: int, *, weighted: bool) -> list[UnitSums]:
    tops, bottoms, groups, strata = [], [], [], []
    for place, (one, own) in enumerate(zip(slices, cells, strict=True)):
        top = own.add(one.rows.weighted if weighted else one.rows.totals)
        bottom = own.add(one.rows.weights) if weighted else np.ones(len(top))
        known = ~(np.isnan(top) | np.isnan(bottom))
        tops.append(top[known])
        bottoms.append(bottom[known])
        groups.append(own.group[known])
        strata.append(np.full(int(known.sum()), place))
    layers = np.concatenate(strata)
    return collect_sums(np.concatenate(groups), count, np.concatenate(tops), np.concatenate(bottoms), strata=layers)


def _value(
    kinds: set[MeasureKind],
    slices: Sequence[MeasureSlice],
    rows: Sequence[Ints],
    sums: UnitSums,
) -> tuple[float | None, Interval, Estimate]:
    word = UNIT_WORDS[merge_origins(tuple(one.origin for one in slices)).counted]
    if len(kinds) > 1:
        return _nothing("the exports mean different things by this name")
    kind = next(iter(kinds))
    if kind is MeasureKind.ADDITIVE:
        variance = sums.total_variance / sums.numerator**2 if sums.numerator > 0 else float("nan")
        return sums.numerator, total_interval(sums, unit=word), Estimate(sums.numerator, variance, sums.total_degrees)
    if kind is MeasureKind.AVERAGE and sums.n and sums.denominator > 0:
        mean = sums.numerator / sums.denominator
        return mean, ratio_interval(sums, unit=word), Estimate(mean, sums.ratio_variance, sums.ratio_degrees)
    if kind is MeasureKind.LEVEL:
        rows = _latest(slices, rows)
    count = sum(int(one.rows.observations[own].sum()) for one, own in zip(slices, rows, strict=True))
    if count != 1:
        return _nothing(WHY_NOT[kind].format(n=count))
    value = next(float(one.rows.last[own][0]) for one, own in zip(slices, rows, strict=True) if len(own))
    return (
        value,
        Interval(None, None, "a single report shows no spread, so there is no interval"),
        plain_estimate(value),
    )


def _nothing(reason: str) -> tuple[None, Interval, Estimate]:
    return None, Interval(None, None, reason), plain_estimate(None)


def _latest(slices: Sequence[MeasureSlice], rows: Sequence[Ints]) -> list[Ints]:
    """Only the rows of the last day behind a group."""
    last = max(int(one.rows.days[own].max()) for one, own in zip(slices, rows, strict=True) if len(own))
    return [own[one.rows.days[own] == last] for one, own in zip(slices, rows, strict=True)]


def _count(
    slices: Sequence[MeasureSlice],
    rows: Sequence[Ints],
    counted: CountedUnit,
) -> int:
    units: list[Ints] = [np.unique(one.rows.units[own]) for one, own in zip(slices, rows, strict=True)]
    if counted is CountedUnit.DAYS:
        return len(np.unique(np.concatenate(units)))
    return sum(len(own) for own in units)
