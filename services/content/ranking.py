"""The best and the worst contents of a range, by a rate or by a total."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.figures import FigureQuery
from learning.domain.gates import LearningGates
from learning.domain.holdings import Flags, UnitRows
from learning.domain.observations import Ints
from learning.domain.trends import ContentQuery, ContentRow, ContentTable, Ranking
from learning.metrics.catalog import CATALOG, EXPOSURE, INTERACTIONS
from learning.metrics.definitions import Metric
from learning.metrics.gates import is_success
from learning.metrics.grouping import Floats
from learning.metrics.ranking import Ranked, rank_by_rate, rank_by_volume
from services.content.rows import (
    ContentParts,
    content_parts,
    exposure_of,
    judge,
    read_rows,
    sum_facts,
    without_accounts,
)
from services.figures.cuts import Chosen, CutChooser


def content_table(work: UnitOfWork, query: ContentQuery) -> ContentTable:
    """Contents sorted by a rate (drawn to the mean by as much as few saw them) or by the numerator of it.

    Raises:
        BadOption: If the metric is not one of the catalogue.
    """
    metric = CATALOG.get(query.metric)
    if metric is None:
        raise BadOption("metric", query.metric, "a metric of the glossary that posts can be ranked by")
    scope = query.scope
    where = {name: values for name, values in scope.where.items() if name == "platform" or not query.peers}
    question = FigureQuery(
        scope.brand_id, scope.first, scope.last, (), where, (query.metric,), scope.basis, peers=query.peers
    )
    chooser = CutChooser(work.figures, question)
    for basis in Basis:
        if scope.basis not in (None, basis):
            continue
        chosen = chooser.choose(basis, metric.needs, (*where, "content"))
        if chosen:
            return _table(work, query, question, metric, chosen)
    return ContentTable(query, None, {}, (), 0, 0, f"no export gives {metric.label.lower()} by post in this range")


def _table(
    work: UnitOfWork, query: ContentQuery, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]
) -> ContentTable:
    tables = read_rows(work, question, chosen, (*metric.facts, *INTERACTIONS, *EXPOSURE))
    parts = without_accounts(work, query.scope.brand_id, content_parts(metric, tables))
    judged = judge(work, query.gates, chosen, tables, parts.ids, brand_id=query.scope.brand_id)
    kept = parts.only(judged.old)
    by_rate = query.ranking is Ranking.RATE and bool(metric.denominator)
    minimum = query.gates.minimum_views if query.minimum_exposure is None else query.minimum_exposure
    ranked = (
        rank_by_rate(
            metric, kept.numerator, kept.denominator, minimum=minimum, best_first=query.best_first, strata=kept.stratum
        )
        if by_rate
        else rank_by_volume(kept.numerator, best_first=query.best_first)
    )
    teaching = judged.teaches[judged.old][ranked.place]
    success = _successes(query.gates, tables, kept.ids)[ranked.place]
    rows = _rows(work, query, kept, ranked, np.where(teaching, success, np.nan))
    top, bottom = float(kept.numerator[ranked.place].sum()), float(kept.denominator[ranked.place].sum())
    too_young = int((~judged.old).sum())
    return ContentTable(
        query,
        chosen[0].holding.spec.basis,
        {one.holding.spec.platform: one.holding.spec.name for one in chosen},
        rows,
        len(ranked.place),
        ranked.below_minimum,
        None if rows else _why_none(ranked, minimum, too_young),
        too_young=too_young,
        judged=int(teaching.sum()),
        successes=int((teaching & success).sum()),
        mean=top / bottom * metric.factor if metric.denominator and bottom else None,
        total=None if metric.denominator else top,
    )


def _why_none(ranked: Ranked, minimum: float, too_young: int) -> str:
    if ranked.below_minimum:
        return f"no post with at least {minimum:g} impressions or views"
    return "every post was captured too soon after its publication" if too_young else "no posts"


def _successes(gates: LearningGates, tables: Sequence[UnitRows], ids: Ints) -> Flags:
    distinct, inverse = np.unique(ids, return_inverse=True)
    sums = sum_facts(tables, distinct, INTERACTIONS)
    exposure = exposure_of(tables, distinct)
    stacked = np.vstack([sums[fact] for fact in INTERACTIONS])
    interactions = np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(exposure > 0, interactions / exposure, np.nan)
    return is_success(gates, rate, exposure, sums[Fact.LIKES])[inverse]


def _rows(
    work: UnitOfWork, query: ContentQuery, parts: ContentParts, ranked: Ranked, success: Floats
) -> tuple[ContentRow, ...]:
    metric = CATALOG[query.metric]
    places = ranked.place[: query.limit].tolist()
    cards = work.figures.read_cards(parts.ids[places].tolist())
    ratio = bool(metric.denominator)
    found: list[ContentRow] = []
    for index, place in enumerate(places):
        top, bottom = float(parts.numerator[place]), float(parts.denominator[place])
        found.append(
            ContentRow(
                card=cards[int(parts.ids[place])],
                value=(top / bottom * metric.factor if bottom else None) if ratio else top,
                shrunken=_known(ranked.shrunken[index]),
                low=_known(ranked.low[index]),
                high=_known(ranked.high[index]),
                volume=top,
                exposure=bottom if ratio else None,
                success=None if np.isnan(success[index]) else bool(success[index]),
            )
        )
    return tuple(found)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
