"""What differs between a segment and the rest: which kinds of content it gets more or less of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from db.unit import UnitOfWork
from learning.domain.audience import MixDifference, MixQuery, MixReport
from learning.domain.dimensions import CONTENT_DIMENSIONS, SEGMENT_DIMENSIONS
from learning.domain.errors import BadOption
from learning.domain.observations import Ints
from learning.insights.segment_mix import decompose_mix
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import score_of
from learning.metrics.grouping import Floats, Key
from learning.metrics.splits import UnitCells, unit_cells
from services.audience.gaps import JUDGED_FORMS
from services.audience.rows import read_segments
from services.figures.availability import available

Flags = NDArray[np.bool_]

PARTS_OF_DAY: Final = ("night (0 to 6)", "morning (6 to 12)", "afternoon (12 to 18)", "evening (18 to 24)")
FEWEST_IN_COMMON: Final = 0.05
"""Where the kinds of a segment and of the rest overlap by less, mix and rates cannot be told apart."""


def what_differs(work: UnitOfWork, query: MixQuery) -> MixReport:
    """Part the gap of a segment, attribute by attribute, into another mix of content and other rates for the same.

    Raises:
        BadOption: If the metric is no rate or score, or a dimension is not known.
    """
    metric = CATALOG.get(query.metric)
    if metric is None or metric.form not in JUDGED_FORMS:
        raise BadOption("metric", query.metric, "a rate or a score of the glossary")
    own = tuple(name for name, _ in query.segment)
    wanted = tuple(value for _, value in query.segment)
    found = read_segments(work, query.scope, own, (query.metric,))
    if not found:
        return MixReport(query, None, None, (), f"no export gives {metric.label.lower()} for this segment")
    cells = unit_cells(metric, found[0], own)
    inside = _is_inside(cells.keys, wanted)[cells.segments] if cells.keys else np.zeros(0, dtype=np.bool_)
    differences = [*_by_attribute(work, query, metric, own, wanted)]
    differences += _by_part_of_day(work, query, metric, own, wanted)
    differences.sort(key=lambda one: -abs(one.mix))
    values = [_rate(metric, cells.top[side], cells.bottom[side]) for side in (inside, ~inside)]
    return MixReport(query, values[0], values[1], tuple(differences), None if differences else "nothing to compare")


def _by_attribute(
    work: UnitOfWork, query: MixQuery, metric: Metric, own: tuple[str, ...], wanted: Key
) -> Iterator[MixDifference]:
    known = available(work, query.scope.brand_id).dimensions
    for attribute in ("platform", *CONTENT_DIMENSIONS, *SEGMENT_DIMENSIONS):
        if attribute in own or (attribute != "platform" and attribute not in known):
            continue
        dimensions = (*own, attribute)
        for rows in read_segments(work, query.scope, dimensions, (query.metric,))[:1]:
            cells = unit_cells(metric, rows, dimensions)
            levels = sorted({key[-1] for key in cells.keys})
            if len(levels) > 1 and levels != [""]:
                yield from _decomposed(attribute, levels, cells, wanted)


def _by_part_of_day(
    work: UnitOfWork, query: MixQuery, metric: Metric, own: tuple[str, ...], wanted: Key
) -> Iterator[MixDifference]:
    """By the hour of activity, or of publication for lifetime totals, as the exports give it."""
    dimensions = (*own, "hour_of_week")
    for rows in read_segments(work, query.scope, dimensions, (query.metric,))[:1]:
        cells = unit_cells(metric, rows, dimensions)
        named = tuple((*key[:-1], PARTS_OF_DAY[int(key[-1]) % 24 // 6]) for key in cells.keys)
        yield from _decomposed("part_of_day", sorted({key[-1] for key in named}), replace(cells, keys=named), wanted)


def _decomposed(attribute: str, levels: Sequence[str], cells: UnitCells, wanted: Key) -> Iterator[MixDifference]:
    inside = _is_inside(cells.keys, wanted)
    places = np.array([levels.index(key[-1]) for key in cells.keys], dtype=np.int64)
    level, side = places[cells.segments], inside[cells.segments]
    found = _decompose(attribute, levels, cells, level, side)
    if found:
        yield found


def _decompose(
    attribute: str,
    levels: Sequence[str],
    cells: UnitCells,
    level: Ints,
    side: Flags,
) -> MixDifference | None:
    size = len(levels)
    sums = [
        np.bincount(level[chosen], part[chosen], minlength=size).astype(np.float64)
        for chosen in (side, ~side)
        for part in (cells.top, cells.bottom)
    ]
    if sums[1].sum() <= 0 or sums[3].sum() <= 0:
        return None
    common = float(np.minimum(sums[1] / sums[1].sum(), sums[3] / sums[3].sum()).sum())
    if common < FEWEST_IN_COMMON:
        return None
    return decompose_mix(attribute, levels, segment=(sums[0], sums[1]), rest=(sums[2], sums[3]))


def _is_inside(keys: Sequence[Key], wanted: Key) -> Flags:
    return np.array([key[: len(wanted)] == wanted for key in keys], dtype=np.bool_)


def _rate(metric: Metric, top: Floats, bottom: Floats) -> float | None:
    if bottom.sum() <= 0:
        return None
    ratio = float(top.sum() / bottom.sum())
    return score_of(ratio) if metric.form is Form.SCORE else ratio * metric.factor
