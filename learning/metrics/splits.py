"""One set of rows, split in several ways: by persona and device, by persona, by device, and all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from learning.domain.enums import Basis
from learning.domain.holdings import MeasureRows, UnitRows
from learning.domain.observations import Ints
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import Evaluated, evaluate_metric, metric_parts
from learning.metrics.grouping import Floats, Key, find_cells, group_rows
from learning.metrics.measured import evaluate_measured
from learning.metrics.slices import FactSlice, MeasureSlice

Split = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentRows:
    """The rows that some metrics are read from, on one basis, by some dimensions."""

    basis: Basis
    dimensions: tuple[str, ...]
    metrics: tuple[str, ...]
    facts: tuple[FactSlice, ...]
    measures: tuple[MeasureSlice, ...]


@dataclass(frozen=True, slots=True)
class UnitCells:
    """A metric's parts by unit and segment; arrays share one index, each pair of unit and segment at most once."""

    keys: tuple[Key, ...]
    """The segments."""
    units: Ints
    """From 0; a day of two platforms is two units."""
    segments: Ints
    """Index into `keys`."""
    top: Floats
    bottom: Floats
    currencies: frozenset[str]
    """Of the rows behind, where amounts enter."""


def evaluate_splits(metric: Metric, rows: SegmentRows, splits: Sequence[Split]) -> dict[Split, dict[Key, Evaluated]]:
    """Compute one metric for every segment of several splits of the same rows.

    Args:
        metric: An entry of the catalogue that the rows were read for.
        rows: Rows by all dimensions that any split has.
        splits: Subsets of these dimensions; () = all together.

    Returns:
        Split -> key -> figure.
    """
    found: dict[Split, dict[Key, Evaluated]] = {}
    for split in splits:
        places = [rows.dimensions.index(name) for name in split]
        if metric.form is Form.MEASURED:
            slices = [replace(one, rows=_by_measures(one.rows, places)) for one in rows.measures]
            own = [one for one in slices if one.name in (*metric.measures, *metric.wholes)]
            found[split] = evaluate_measured(metric, own)
            continue
        facts = [replace(one, rows=_by_facts(one.rows, places)) for one in rows.facts]
        groups = group_rows([one.rows.keys for one in facts], [len(one.rows.units) for one in facts])
        values = evaluate_metric(metric, facts, groups)
        found[split] = {groups.keys[place]: one for place, one in values.items()}
    return found


def exposures(metric: Metric, rows: SegmentRows, split: Split) -> dict[Key, float]:
    """Sum what shares are parts of: the denominator of a rate, a total itself.

    Args:
        metric: An entry of the catalogue that the rows were read for; a measured one has no exposure.
        rows: Rows by all dimensions of the split.
        split: A subset of these dimensions.

    Returns:
        Key -> sum; no key without one.
    """
    places = [rows.dimensions.index(name) for name in split]
    facts = [replace(one, rows=_by_facts(one.rows, places)) for one in rows.facts if metric.name in one.metrics]
    groups = group_rows([one.rows.keys for one in facts], [len(one.rows.units) for one in facts])
    found: dict[Key, float] = {}
    for one, codes in zip(facts, groups.codes, strict=True):
        top, bottom = metric_parts(metric, one.rows, usual=1.0)
        amounts = np.nan_to_num(bottom if metric.denominator else top)
        for place, amount in enumerate(np.bincount(codes, amounts, minlength=len(groups.keys)).tolist()):
            found[groups.keys[place]] = found.get(groups.keys[place], 0.0) + float(amount)
    return found


def unit_cells(metric: Metric, rows: SegmentRows, split: Split) -> UnitCells:
    """Give the parts of a rate or a score by unit and segment.

    Args:
        metric: A ratio or a score of the catalogue that the rows were read for.
        rows: Rows by all dimensions of the split.
        split: A subset of these dimensions.

    Returns:
        Only units that report both parts; of a score the denominator is what would be usual.
    """
    places = [rows.dimensions.index(name) for name in split]
    facts = [replace(one, rows=_by_facts(one.rows, places)) for one in rows.facts if metric.name in one.metrics]
    groups = group_rows([one.rows.keys for one in facts], [len(one.rows.units) for one in facts])
    units, segments, tops, bottoms = [], [], [], []
    offset = 0
    currencies: set[str] = set()
    for one, codes in zip(facts, groups.codes, strict=True):
        row_top, row_bottom = metric_parts(metric, one.rows, usual=one.usual.get(metric.name))
        cells = find_cells(codes, one.rows.units)
        top, bottom = cells.add(row_top), cells.add(row_bottom)
        known = ~(np.isnan(top) | np.isnan(bottom))
        _, own = np.unique(cells.unit[known], return_inverse=True)
        units.append(own.astype(np.int64) + offset)
        offset += int(own.max(initial=-1)) + 1
        segments.append(cells.group[known])
        tops.append(top[known])
        bottoms.append(bottom[known])
        if metric.uses_money:
            currencies.update(str(name) for name in one.rows.currencies[~np.isnan(row_top)].tolist())
    if not units:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return UnitCells((), none, none, nothing, nothing, frozenset())
    return UnitCells(
        groups.keys,
        np.concatenate(units),
        np.concatenate(segments),
        np.concatenate(tops),
        np.concatenate(bottoms),
        frozenset(currencies),
    )


def _by_facts(rows: UnitRows, places: Sequence[int]) -> UnitRows:
    return replace(rows, keys=tuple(rows.keys[place] for place in places))


def _by_measures(rows: MeasureRows, places: Sequence[int]) -> MeasureRows:
    return replace(rows, keys=tuple(rows.keys[place] for place in places))
