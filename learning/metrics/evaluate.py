"""From sums by unit to figures with their n, interval and origin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, MetricValue
from learning.domain.holdings import UnitRows
from learning.domain.intervals import Interval
from learning.domain.observations import Ints
from learning.metrics.definitions import Form, Metric
from learning.metrics.grouping import Floats, Groups, find_cells, group_edges
from learning.metrics.slices import UNIT_WORDS, FactSlice, merge_origins, plain_estimate
from learning.stats.changes import Estimate
from learning.stats.ratios import ratio_interval
from learning.stats.sums import UnitSums, collect_sums
from learning.stats.totals import total_interval

NOT_REPORTED: Final = "not reported for this selection"
PEOPLE: Final = "counts different people, who can stand behind several {what}: not added over {count} of them"
CURRENCIES: Final = "amounts in {names} are not added: choose one currency"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A figure with what is needed to compare it with another one."""

    value: MetricValue
    estimate: Estimate
    numerator: float = math.nan
    """What was summed, for a rolling rate; NaN where nothing may be."""
    denominator: float = math.nan


@dataclass(frozen=True, slots=True)
class _Part:
    """The cells of one slice that report the metric, sorted by group."""

    source: FactSlice
    group: Ints
    unit: Ints
    top: Floats
    bottom: Floats
    observations: Ints
    edges: Ints
    """Where each group begins."""
    currencies: frozenset[tuple[int, str]]
    """(group, currency) of the rows behind, where amounts enter."""

    def of(self, place: int) -> slice:
        """The cells of one group."""
        return slice(int(self.edges[place]), int(self.edges[place + 1]))

    def has(self, place: int) -> bool:
        """Whether the slice reports the metric for a group."""
        return bool(self.edges[place] < self.edges[place + 1])


def evaluate_metric(metric: Metric, slices: Sequence[FactSlice], groups: Groups) -> dict[int, Evaluated]:
    """Compute one metric for every group.

    Args:
        metric: An entry of the catalogue.
        slices: Slices of one basis, at most one per platform and account for this metric.
        groups: Groups over the rows of these slices, in the same order.

    Returns:
        Index of the group -> figure, only for groups in which a slice reports the metric.
    """
    count = len(groups.keys)
    pairs = zip(slices, groups.codes, strict=True)
    parts = [_part(metric, one, codes, count) for one, codes in pairs if metric.name in one.metrics]
    parts = [part for part in parts if len(part.group)]
    if not parts:
        return {}
    group = np.concatenate([part.group for part in parts])
    strata = np.concatenate([np.full(len(part.group), place) for place, part in enumerate(parts)])
    top = np.concatenate([part.top for part in parts])
    bottom = np.concatenate([part.bottom for part in parts])
    sums = collect_sums(group, count, top, bottom, strata=strata)
    currencies: dict[int, set[str]] = {}
    for place, currency in sorted(set[tuple[int, str]]().union(*(part.currencies for part in parts))):
        currencies.setdefault(place, set()).add(currency)
    return {
        place: _figure(
            metric, place, [part for part in parts if part.has(place)], sums[place], currencies.get(place, set())
        )
        for place in np.unique(group).tolist()
    }


def _part(metric: Metric, one: FactSlice, codes: Ints, count: int) -> _Part:
    row_top, row_bottom = metric_parts(metric, one.rows, usual=one.usual.get(metric.name))
    reporting = ~np.isnan(row_top)
    cells = find_cells(codes, one.rows.units)
    top, bottom = cells.add(row_top), cells.add(row_bottom)
    behind = np.bincount(cells.of_row, np.where(reporting, one.rows.observations, 0), minlength=len(cells.group))
    known = ~np.isnan(top)
    group = cells.group[known]
    names: frozenset[tuple[int, str]] = frozenset()
    if metric.uses_money:
        names = frozenset(zip(codes[reporting].tolist(), one.rows.currencies[reporting].tolist(), strict=True))
    return _Part(
        source=one,
        group=group,
        unit=cells.unit[known],
        top=top[known],
        bottom=bottom[known],
        observations=behind[known].astype(np.int64),
        edges=group_edges(group, count),
        currencies=names,
    )


def metric_parts(metric: Metric, rows: UnitRows, *, usual: float | None = None) -> tuple[Floats, Floats]:
    """Give numerator and denominator of each row.

    Args:
        metric: An entry of the catalogue.
        rows: Rows of one cut.
        usual: Of a score: the brand's usual weighted rate on the platform of the cut.

    Returns:
        Two arrays of shape (rows,), both NaN where either was not reported: the (weighted) sum of those numerator facts
        that were, and the first denominator that was (ones for a total), of a score times what is usual.
    """
    missing = np.full(len(rows.units), np.nan)
    weights = metric.weights or (1.0,) * len(metric.numerator)
    reported = [rows.facts.get(fact, missing) for fact in metric.numerator]
    stacked = np.vstack([weight * column for weight, column in zip(weights, reported, strict=True)])
    top: Floats = np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))
    bottom = missing if metric.denominator else np.ones(len(rows.units))
    for fact in metric.denominator:
        # The first that was reported: the others only fill its gaps.
        bottom = np.where(np.isnan(bottom), rows.facts.get(fact, missing), bottom)
    if metric.form is Form.SCORE:
        bottom = bottom * (usual or np.nan)
    unknown = np.isnan(top) | np.isnan(bottom)
    top = np.where(unknown, np.nan, top)
    return top, np.where(unknown, np.nan, bottom)


def _figure(metric: Metric, place: int, parts: Sequence[_Part], sums: UnitSums, currencies: set[str]) -> Evaluated:
    source = merge_origins(tuple(part.source.origin for part in parts))
    value, interval = _value(metric, place, parts, sums, UNIT_WORDS[source.counted])
    if len(currencies) > 1:
        named = [name or "an unnamed currency" for name in sorted(currencies)]
        value, interval = None, Interval(None, None, CURRENCIES.format(names=" and ".join(named)))
    figure = MetricValue(
        value=value,
        low=interval.low,
        high=interval.high,
        n=_count(place, parts, source.counted),
        counted=source.counted,
        basis=parts[0].source.origin.basis,
        cuts=source.cuts,
        missing_days=source.missing,
        reason=interval.reason,
        currency=next(iter(currencies)) or None if metric.is_money and len(currencies) == 1 else None,
    )
    if value is None:
        return Evaluated(figure, plain_estimate(None))
    return Evaluated(figure, _estimate(metric, value, sums), sums.numerator, sums.denominator)


def _count(place: int, parts: Sequence[_Part], counted: CountedUnit) -> int:
    """The number of units: posts and periods of all platforms, but a day that two platforms share counts once."""
    if counted is CountedUnit.DAYS:
        return len({day for part in parts for day in part.unit[part.of(place)].tolist()})
    return sum(int(part.edges[place + 1] - part.edges[place]) for part in parts)


def _value(
    metric: Metric, place: int, parts: Sequence[_Part], sums: UnitSums, word: str
) -> tuple[float | None, Interval]:
    if metric.form is Form.TOTAL:
        return sums.numerator, total_interval(sums, unit=word)
    if metric.form in (Form.UNIQUE, Form.RATIO_OF_ONE):
        behind = sum(int(part.observations[part.of(place)].sum()) for part in parts)
        if behind != 1:
            return None, Interval(None, None, PEOPLE.format(what=_several(parts), count=behind))
        if metric.form is Form.UNIQUE:
            return sums.numerator, Interval(None, None, "a single report shows no spread, so there is no interval")
    if metric.form is Form.PER_POST and any(bool((part.observations[part.of(place)] != 1).any()) for part in parts):
        return None, Interval(None, None, "these posts were reported day by day, and people are not added over days")
    if sums.denominator == 0:
        names = " or ".join(fact.value.replace("_", " ") for fact in metric.denominator)
        return None, Interval(None, None, f"no {names} in this selection")
    interval = ratio_interval(sums, unit=word)
    if metric.form is Form.SCORE:
        return score_of(sums.numerator / sums.denominator), _scored(interval)
    return sums.numerator / sums.denominator * metric.factor, _scaled(interval, metric.factor)


def score_of(ratio: float) -> float:
    """Turn 'so many times what is usual' into a score.

    Args:
        ratio: Weighted interactions by those that are usual for as many impressions, at least 0.

    Returns:
        ratio / (1 + ratio): 0 for nothing, 0.5 for as usual, 1 in the limit.
    """
    return max(ratio, 0.0) / (1 + max(ratio, 0.0))


def _scored(interval: Interval) -> Interval:
    if interval.low is None or interval.high is None:
        return interval
    return Interval(score_of(interval.low), score_of(interval.high))


def _several(parts: Sequence[_Part]) -> str:
    posts = any(part.source.origin.counted is CountedUnit.POSTS for part in parts)
    if posts:
        return "posts"
    return "days" if parts[0].source.origin.basis is Basis.ACTIVITY else "reports"


def _scaled(interval: Interval, factor: float) -> Interval:
    if interval.low is None or interval.high is None:
        return interval
    return Interval(interval.low * factor, interval.high * factor)


def _estimate(metric: Metric, value: float | None, sums: UnitSums) -> Estimate:
    if value is None or sums.signed or sums.numerator <= 0:
        return plain_estimate(value)
    if metric.form is Form.TOTAL:
        return Estimate(value, sums.total_variance / sums.numerator**2, sums.total_degrees)
    if metric.form is Form.SCORE:
        # d log(r / (1 + r)) = d log(r) / (1 + r): the delta method.
        return Estimate(value, sums.ratio_variance * (1 - value) ** 2, sums.ratio_degrees)
    if metric.form in (Form.RATIO, Form.PER_POST):
        return Estimate(value, sums.ratio_variance, sums.ratio_degrees)
    return plain_estimate(value)
