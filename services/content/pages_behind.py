"""The pages behind a figure, of exports that name no posts."""

from __future__ import annotations

from typing import Final

from db.unit import UnitOfWork
from learning.domain.figures import FigureQuery, MetricValue
from learning.domain.posts import PagesBehind
from learning.domain.trends import Scope
from services.figures.asking import figures

DIMENSIONS: Final = ("page", "landing_page", "page_title", "screen", "item", "query", "event")
"""What stands for a content of its own, the closest first."""
NOTHING: Final = PagesBehind("", (), 0)


def pages_behind(work: UnitOfWork, scope: Scope, metric: str, limit: int) -> PagesBehind:
    """List the pages of a range and its filters, those with the most of a metric first.

    On the basis of the scope, else on the first one that has them: bases are never mixed.
    """
    held = {name for holding in work.figures.list_holdings(scope.brand_id) for name in holding.spec.dimensions}
    for dimension in DIMENSIONS:
        if dimension not in held:
            continue
        question = FigureQuery(
            scope.brand_id, scope.first, scope.last, (dimension,), scope.where, (metric,), basis=scope.basis
        )
        rows = [row for row in figures(work, question).rows if metric in row.values]
        known = [(dict(row.keys)[dimension], row.values[metric]) for row in rows if row.basis is rows[0].basis]
        ordered = sorted((pair for pair in known if pair[1].value is not None), key=_weight)
        if ordered:
            return PagesBehind(dimension, tuple(ordered[:limit]), len(ordered))
    return NOTHING


def _weight(pair: tuple[str, MetricValue]) -> tuple[float, str]:
    return -(pair[1].value or 0.0), pair[0]
