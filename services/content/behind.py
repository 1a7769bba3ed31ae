"""Which posts stand behind a point, a bar or a cell?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.enums import Basis, MeasureKind
from learning.domain.errors import BadOption
from learning.domain.facts import EXTRA_PREFIX, MONEY_FACTS, Fact
from learning.domain.figures import FigureQuery
from learning.domain.holdings import UnitOf, UnitRows
from learning.domain.observations import Ints
from learning.domain.posts import PostRow, PostsBehind, PostsQuery
from learning.metrics.catalog import CATALOG, EXPOSURE, INTERACTIONS
from learning.metrics.definitions import Metric
from learning.metrics.grouping import Floats
from learning.metrics.personalization import MEASURED_NAMES, metric_of_posts
from learning.metrics.post_ranges import PostRates, own_ranges
from services.content.rows import content_parts, read_rows
from services.figures.cuts import Chosen, CutChooser
from services.figures.slices import unit_request

OTHER_BASIS: Final = {
    Basis.LIFETIME: "No export gives this by post and day. These posts were published on these days; "
    "their figures are lifetime totals.",
    Basis.ACTIVITY: "These are the posts that were active on these days, with what happened then.",
    Basis.PERIOD: "These are totals that a report gives for a stated period within these days.",
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """The metric's parts of each post; arrays share one index."""

    ids: Ints
    numerator: Floats
    denominator: Floats | None


def posts_behind(work: UnitOfWork, query: PostsQuery) -> PostsBehind:
    """List the posts of a range and its filters, those with the largest part of the metric first.

    On the basis of the figure where an export gives it by post; else on another basis, and the note says so.

    Raises:
        BadOption: If the metric, a dimension or a value of a filter is not known.
    """
    query = replace(query, metric=metric_of_posts(query.metric))
    scope = query.scope
    if query.metric in MEASURED_NAMES:
        return PostsBehind(query, None, {}, (), 0, reason="ratings and predictions are not given by post")
    if query.metric not in CATALOG and not query.metric.startswith(EXTRA_PREFIX):
        raise BadOption("metric", query.metric, "a metric of the glossary")
    question = FigureQuery(scope.brand_id, scope.first, scope.last, (), scope.where, (query.metric,))
    chooser = CutChooser(work.figures, question)
    needs = CATALOG[query.metric].needs if query.metric in CATALOG else ((query.metric,),)
    asked = [scope.basis] if scope.basis else []
    for basis in [*asked, *(basis for basis in Basis if basis not in asked)]:
        chosen = chooser.choose(basis, needs, (*question.where, "content"))
        if chosen:
            found = _posts(work, query, question, chosen)
            note = OTHER_BASIS[basis] if scope.basis not in (None, basis) else None
            return replace(found, note=note)
    label = CATALOG[query.metric].label.lower() if query.metric in CATALOG else "this"
    by = "".join(f" and {name.replace('_', ' ')}" for name in question.where if name not in ("platform", "account"))
    return PostsBehind(query, None, {}, (), 0, reason=f"no export gives {label} by post{by} in these days")


def _posts(work: UnitOfWork, query: PostsQuery, question: FigureQuery, chosen: Sequence[Chosen]) -> PostsBehind:
    tables = read_rows(work, question, chosen, Fact)
    parts = _metric_parts(work, query, question, chosen, tables)
    accounts = np.array(sorted(work.figures.list_account_contents(query.scope.brand_id)), dtype=np.int64)
    asked = np.isin(parts.ids, np.array(query.only, dtype=np.int64)) if query.only else True
    posts = np.flatnonzero(~np.isin(parts.ids, accounts) & asked)
    order = posts[np.lexsort((parts.ids[posts], -parts.numerator[posts]))]
    shown = order[: query.limit]
    whole = parts.numerator[posts]
    total = float(whole.sum()) if len(whole) and bool((whole >= 0).all()) else 0.0
    ids = parts.ids[shown].tolist()
    cards, facts = work.figures.read_cards(ids), _facts_of(tables, parts.ids[shown])
    rates = _rates(CATALOG.get(query.metric), parts, shown)
    rows = tuple(
        PostRow(
            card=cards[one],
            value=rates.value[place],
            low=rates.low[place],
            high=rates.high[place],
            share=float(parts.numerator[shown[place]]) / total if total else None,
            exposure=_first(facts[one].values, EXPOSURE),
            interactions=_sum(facts[one].values, INTERACTIONS),
            facts=facts[one].values,
            currency=facts[one].currency,
        )
        for place, one in enumerate(ids)
        if one in cards
    )
    cuts = {one.holding.spec.platform: one.holding.spec.name for one in chosen}
    held = {fact for row in rows for fact in row.facts}
    ordered = tuple(fact for fact in Fact if fact in held)
    reason = None if rows else "no posts in these days"
    return PostsBehind(query, chosen[0].holding.spec.basis, cuts, rows, len(posts), ordered, reason=reason)


@dataclass(frozen=True, slots=True)
class _PostFacts:
    values: dict[Fact, float]
    currency: str | None


def _facts_of(tables: Sequence[UnitRows], ids: Ints) -> dict[int, _PostFacts]:
    """The facts of some posts; amounts in two currencies are left out, people are not added over days."""
    rows_of: dict[int, list[tuple[UnitRows, int]]] = {one: [] for one in ids.tolist()}
    for rows in tables:
        for place in np.flatnonzero(np.isin(rows.units, ids)).tolist():
            rows_of[int(rows.units[place])].append((rows, place))
    found: dict[int, _PostFacts] = {}
    for one, own in rows_of.items():
        values: dict[Fact, float] = {}
        for rows, place in own:
            for fact, column in rows.facts.items():
                if not np.isnan(column[place]):
                    values[fact] = values.get(fact, 0.0) + float(column[place])
        currencies = {str(rows.currencies[place]) for rows, place in own}
        if sum(int(rows.observations[place]) for rows, place in own) > 1:
            values.pop(Fact.REACH, None)
        if len(currencies) > 1:
            values = {fact: value for fact, value in values.items() if fact not in MONEY_FACTS}
        found[one] = _PostFacts(values, next(iter(currencies)) or None if len(currencies) == 1 else None)
    return found


def _metric_parts(
    work: UnitOfWork, query: PostsQuery, question: FigureQuery, chosen: Sequence[Chosen], tables: Sequence[UnitRows]
) -> _Parts:
    metric = CATALOG.get(query.metric)
    if metric is None:
        return _measure_parts(work, query.metric, question, chosen)
    parts = content_parts(metric, tables)
    return _Parts(parts.ids, parts.numerator, parts.denominator)


def _measure_parts(work: UnitOfWork, name: str, question: FigureQuery, chosen: Sequence[Chosen]) -> _Parts:
    """Of a measure that is not additive only posts with a single report have a value."""
    values: dict[int, float] = {}
    for one in chosen:
        held = {measure.measure_id: measure.kind for measure in one.holding.measures if measure.name == name}
        request = replace(unit_request(question, one), unit=UnitOf.CONTENT, measures=tuple(held))
        rows = work.figures.read_measures(request)
        for place, unit in enumerate(rows.units.tolist()):
            if held[int(rows.measure_ids[place])] is MeasureKind.ADDITIVE:
                values[unit] = values.get(unit, 0.0) + float(rows.totals[place])
            elif rows.observations[place] == 1:
                values[unit] = float(rows.last[place])
    return _Parts(np.array(list(values), dtype=np.int64), np.array(list(values.values()), dtype=np.float64), None)


def _rates(metric: Metric | None, parts: _Parts, places: Ints) -> PostRates:
    top = parts.numerator[places]
    if metric is None or not metric.denominator or parts.denominator is None:
        nothing = (None,) * len(top)
        return PostRates(tuple(top.tolist()), nothing, nothing)
    return own_ranges(metric, top, parts.denominator[places])


def _first(facts: dict[Fact, float], names: Sequence[Fact]) -> float | None:
    return next((facts[fact] for fact in names if fact in facts), None)


def _sum(facts: dict[Fact, float], names: Sequence[Fact]) -> float | None:
    held = [facts[fact] for fact in names if fact in facts]
    return sum(held) if held else None
