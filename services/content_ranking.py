"""The best and the worst contents of a range, by a rate or by a total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import FigureQuery
from learning.domain.holdings import UnitOf, UnitRows
from learning.domain.trends import ContentQuery, ContentRow, ContentTable, Ranking
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form, Metric
from learning.metrics.evaluate import metric_parts
from learning.metrics.grouping import Floats, find_cells
from learning.metrics.ranking import Ranked, rank_by_rate, rank_by_volume
from services.figure_cuts import Chosen, CutChooser
from services.figure_slices import unit_request

PER_POST_FORMS: Final = (Form.UNIQUE, Form.RATIO_OF_ONE, Form.PER_POST)
"""Forms that need one observation per content."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """The metric's parts of every content; arrays share one index."""

    ids: tuple[int, ...]
    numerator: Floats
    denominator: Floats


def content_table(work: UnitOfWork, query: ContentQuery) -> ContentTable:
    """Contents sorted by a rate (drawn to the mean by as much as few saw them) or by the numerator of it.

    Raises:
        BadOption: If the metric is not one of the catalogue.
    """
    metric = CATALOG.get(query.metric)
    if metric is None:
        raise BadOption("metric", query.metric, "a metric of the glossary that posts can be ranked by")
    scope = query.scope
    question = FigureQuery(scope.brand_id, scope.first, scope.last, (), scope.where, (query.metric,), scope.basis)
    chooser = CutChooser(work.figures, question)
    for basis in Basis:
        if scope.basis not in (None, basis):
            continue
        chosen = chooser.choose(basis, metric.needs, (*scope.where, "content"))
        if chosen:
            return _table(work, query, question, metric, chosen)
    return ContentTable(query, None, {}, (), 0, 0, f"no export gives {metric.label.lower()} by post in this range")


def _table(
    work: UnitOfWork, query: ContentQuery, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]
) -> ContentTable:
    contents = _read(work, question, metric, chosen)
    by_rate = query.ranking is Ranking.RATE and bool(metric.denominator)
    ranked = (
        rank_by_rate(
            metric,
            contents.numerator,
            contents.denominator,
            minimum=query.minimum_exposure,
            best_first=query.best_first,
        )
        if by_rate
        else rank_by_volume(contents.numerator, best_first=query.best_first)
    )
    rows = _rows(work, query, metric, contents, ranked)
    cuts = {one.holding.spec.platform: one.holding.spec.name for one in chosen}
    reason = None
    if not rows:
        reason = (
            f"no post with at least {query.minimum_exposure:g} impressions or views"
            if ranked.below_minimum
            else "no posts"
        )
    basis = chosen[0].holding.spec.basis
    return ContentTable(query, basis, cuts, rows, len(ranked.place), ranked.below_minimum, reason)


def _read(work: UnitOfWork, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]) -> _Contents:
    ids: list[int] = []
    tops: list[Floats] = []
    bottoms: list[Floats] = []
    for one in chosen:
        facts = tuple(sorted(one.holding.facts.intersection(metric.facts)))
        request = replace(unit_request(question, one), unit=UnitOf.CONTENT, facts=facts)
        own, top, bottom = _by_content(metric, work.figures.read_units(request))
        ids += own
        tops.append(top)
        bottoms.append(bottom)
    return _Contents(tuple(ids), np.concatenate(tops), np.concatenate(bottoms))


def _by_content(metric: Metric, rows: UnitRows) -> tuple[list[int], Floats, Floats]:
    numerator, denominator = metric_parts(metric, rows)
    if metric.form in PER_POST_FORMS:
        numerator = np.where(rows.observations == 1, numerator, np.nan)
    cells = find_cells(np.zeros(len(rows.units), dtype=np.int64), rows.units)
    top, bottom = cells.add(numerator), cells.add(denominator)
    if metric.uses_money:
        # Amounts of one post in two currencies cannot be added.
        top = np.where(np.bincount(cells.of_row, minlength=len(top)) > 1, np.nan, top)
    known = ~(np.isnan(top) | np.isnan(bottom))
    return cells.unit[known].tolist(), top[known], bottom[known]


def _rows(
    work: UnitOfWork, query: ContentQuery, metric: Metric, contents: _Contents, ranked: Ranked
) -> tuple[ContentRow, ...]:
    # One more than asked for: the account itself, which an account-level row stands for, is no content.
    first = [contents.ids[place] for place in ranked.place[: query.limit + 1].tolist()]
    cards = work.figures.read_cards(first)
    found: list[ContentRow] = []
    for index, place in enumerate(ranked.place[: query.limit + 1].tolist()):
        card = cards.get(contents.ids[place])
        if card is None or not card.external_id or len(found) == query.limit:
            continue
        top, bottom = float(contents.numerator[place]), float(contents.denominator[place])
        ratio = bool(metric.denominator)
        found.append(
            ContentRow(
                card=card,
                value=(top / bottom * metric.factor if bottom else None) if ratio else top,
                shrunken=_known(ranked.shrunken[index]),
                low=_known(ranked.low[index]),
                high=_known(ranked.high[index]),
                volume=top,
                exposure=bottom if ratio else None,
            )
        )
    return tuple(found)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
