"""A metric by an attribute of posts (what exports state of them, their length, their pace) and by platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.dimensions import CONTENT_DIMENSIONS
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import CountedUnit, FigureQuery, MetricValue
from learning.domain.intervals import Interval
from learning.domain.observations import Ints
from learning.domain.platforms import platform_name
from learning.domain.post_grids import AttributeGrid, GridCell, GridColumn, GridQuery
from learning.metrics.catalog import CATALOG, EXPOSURE
from learning.metrics.definitions import Form, Metric
from learning.metrics.post_gaps import Posts, compare_groups
from learning.stats.ratios import ratio_interval
from learning.stats.sums import UnitSums, collect_sums
from services.content.bands import BANDS, bands_of
from services.content.rows import ContentParts, content_parts, judge, read_rows, without_accounts
from services.figures.cuts import Chosen, CutChooser

ATTRIBUTES: Final = (*CONTENT_DIMENSIONS, "strategy")
FORMS: Final = (Form.TOTAL, Form.RATIO, Form.PER_POST)


def attribute_grid(work: UnitOfWork, query: GridQuery) -> AttributeGrid:
    """Compare the posts of each value of an attribute with the other posts of their platform.

    Raises:
        BadOption: If the metric or the attribute cannot be asked for.
    """
    metric = CATALOG.get(query.metric)
    if metric is None or metric.form not in FORMS:
        raise BadOption("metric", query.metric, "a rate or a total of the glossary")
    if query.attribute not in (*ATTRIBUTES, *BANDS):
        raise BadOption("attribute", query.attribute, f"one of {', '.join((*ATTRIBUTES, *BANDS))}")
    scope = query.scope
    by = () if query.attribute in BANDS else (query.attribute,)
    question = FigureQuery(scope.brand_id, scope.first, scope.last, by, scope.where, (query.metric,), scope.basis)
    chooser = CutChooser(work.figures, question)
    for basis in Basis:
        if scope.basis in (None, basis):
            chosen = chooser.choose(basis, metric.needs, (*scope.where, "content", *by))
            if chosen:
                return _grid(work, query, question, metric, chosen)
    return AttributeGrid(query, None, {}, (), (), 0, 0, f"no export gives {metric.label.lower()} by post in these days")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which attribute and platform each group of posts is of."""

    attributes: tuple[str, ...]
    platforms: tuple[str, ...]
    """Of each group."""
    columns: Ints
    names: tuple[str, ...]
    """Of the columns."""


def _grid(
    work: UnitOfWork, query: GridQuery, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]
) -> AttributeGrid:
    tables = read_rows(work, question, chosen, (*metric.facts, *EXPOSURE))
    parts = without_accounts(work, query.scope.brand_id, content_parts(metric, tables))
    if query.attribute in BANDS:
        parts = _in_bands(work, query, parts)
    judged = judge(work, query.gates, chosen, tables, parts.ids, brand_id=query.scope.brand_id)
    left_out = len(np.unique(parts.ids[~judged.teaches]))
    parts = parts.only(judged.teaches)
    basis = chosen[0].holding.spec.basis
    cuts = {one.holding.spec.platform: one.holding.spec.name for one in chosen}
    why = _why_empty(query, parts)
    if why:
        return AttributeGrid(query, basis, cuts, (), (), left_out, 0, why)
    layout, group = _layout(parts, chosen)
    posts = Posts(parts.numerator, parts.denominator, group, parts.stratum)
    compared = compare_groups(posts, layout.columns)
    cells = [
        GridCell(
            layout.attributes[place],
            layout.platforms[place],
            _value(metric, sums, basis, cuts, layout.platforms[place]),
            compared.gaps[place],
            compared.certainties[place],
            tuple(parts.ids[group == place].tolist()) if query.attribute in BANDS else (),
        )
        for place, sums in enumerate(compared.sums)
    ]
    columns = collect_sums(
        layout.columns[group], len(layout.names), parts.numerator, parts.denominator, strata=parts.stratum
    )
    return AttributeGrid(
        query,
        basis,
        cuts,
        tuple(
            GridColumn(name, _value(metric, sums, basis, cuts, name))
            for name, sums in zip(layout.names, columns, strict=True)
        ),
        tuple(cells),
        left_out,
        compared.compared,
    )


def _in_bands(work: UnitOfWork, query: GridQuery, parts: ContentParts) -> ContentParts:
    """Group posts by what is computed of them instead of what an export states."""
    names = ("", *BANDS[query.attribute])
    bands = bands_of(work, query.scope.brand_id, query.attribute, parts.ids)
    group = np.array([names.index(band) for band in bands.tolist()], dtype=np.int64)
    return replace(parts, group=group, keys=tuple((name,) for name in names))


def _why_empty(query: GridQuery, parts: ContentParts) -> str | None:
    if not len(parts.ids):
        return "no post of these days is old and seen enough"
    if all(not parts.keys[group][0] for group in np.unique(parts.group).tolist()):
        of_it = "enough of the lengths" if query.attribute in BANDS else f"the {query.attribute}"
        return f"no export of these days says {of_it} of a post"
    return None


def _layout(parts: ContentParts, chosen: Sequence[Chosen]) -> tuple[_Layout, Ints]:
    """Groups sorted by platform and attribute, and the group of each post."""
    platforms = [one.holding.spec.platform for one in chosen]
    names = tuple(sorted(set(platforms), key=platform_name))
    column = np.array([names.index(platform) for platform in platforms], dtype=np.int64)[parts.stratum]
    width = len(parts.keys)
    pairs, group = np.unique(column * width + parts.group, return_inverse=True)
    columns = (pairs // width).astype(np.int64)
    layout = _Layout(
        tuple(parts.keys[pair % width][0] for pair in pairs.tolist()),
        tuple(names[place] for place in columns.tolist()),
        columns,
        names,
    )
    return layout, group.astype(np.int64)


def _value(metric: Metric, sums: UnitSums, basis: Basis, cuts: dict[str, str], platform: str) -> MetricValue:
    interval = ratio_interval(sums, unit="post")
    value = sums.numerator / sums.denominator * metric.factor if sums.denominator else None
    scaled = interval
    if interval.low is not None and interval.high is not None:
        scaled = Interval(interval.low * metric.factor, interval.high * metric.factor)
    own = {platform: cuts[platform]}
    return MetricValue(value, scaled.low, scaled.high, sums.n, CountedUnit.POSTS, basis, own, reason=interval.reason)
