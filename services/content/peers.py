"""Own posts beside those of peers that were imported as context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import FigureQuery
from learning.domain.peers import PeerRow, PeersContext, PeersQuery, PostSpread
from learning.domain.trends import ContentQuery, ContentRow, Ranking
from learning.metrics.catalog import CATALOG, EXPOSURE
from learning.metrics.definitions import Form, Metric
from learning.metrics.grouping import Floats
from learning.metrics.ranking import rank_by_rate, rank_by_volume
from learning.stats.medians import median_interval
from services.content.ranking import content_table
from services.content.rows import ContentParts, content_parts, judge, read_rows, without_accounts
from services.figures.cuts import Chosen, CutChooser

FORMS: Final = (Form.TOTAL, Form.RATIO, Form.RATIO_OF_ONE)
NO_PEERS: Final = (
    "no posts of peers have been imported. Give a table of posts a column 'Peer' that says yes for theirs: "
    "they stay apart from your own numbers"
)


def peers_context(work: UnitOfWork, query: PeersQuery) -> PeersContext:
    """Compare the spread of own posts with that of peers' posts, platform by platform.

    Raises:
        BadOption: If the metric cannot be asked of single posts.
    """
    metric = CATALOG.get(query.metric)
    if metric is None or metric.form not in FORMS:
        raise BadOption("metric", query.metric, "a rate or a total of the glossary")
    peers = _read(work, query, metric, peers=True)
    if not peers.spreads:
        held = work.figures.list_holdings(query.scope.brand_id, peers=True)
        reason = f"no posts of peers with {metric.label.lower()} in these days" if held else NO_PEERS
        return PeersContext(query, (), (), {}, reason)
    own = _read(work, query, metric, peers=False)
    rows = tuple(
        PeerRow(platform, own.spreads.get(platform), spread) for platform, spread in sorted(peers.spreads.items())
    )
    return PeersContext(query, rows, _best(work, query, metric), peers.cuts)


@dataclass(frozen=True, slots=True)
class _Side:
    spreads: Mapping[str, PostSpread]
    cuts: Mapping[str, str]


def _read(work: UnitOfWork, query: PeersQuery, metric: Metric, *, peers: bool) -> _Side:
    scope = query.scope
    question = FigureQuery(
        scope.brand_id, scope.first, scope.last, (), _known(scope.where), (query.metric,), peers=peers
    )
    chooser = CutChooser(work.figures, question)
    # Lifetime totals first: it is what a table of somebody else's posts can hold.
    for basis in (Basis.LIFETIME, Basis.ACTIVITY, Basis.PERIOD):
        chosen = chooser.choose(basis, metric.needs, (*question.where, "content"))
        if chosen:
            tables = read_rows(work, question, chosen, (*metric.facts, *EXPOSURE))
            parts = without_accounts(work, scope.brand_id, content_parts(metric, tables))
            judged = judge(work, query.gates, chosen, tables, parts.ids, brand_id=scope.brand_id)
            return _Side(_spreads(metric, parts.only(judged.teaches), chosen), _cuts(chosen))
    return _Side({}, {})


def _known(where: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Of the filters only the platform: peers' posts are of other accounts and seldom say more of themselves."""
    return {name: values for name, values in where.items() if name == "platform"}


def _cuts(chosen: Sequence[Chosen]) -> dict[str, str]:
    return {one.holding.spec.platform: one.holding.spec.name for one in chosen}


def _spreads(metric: Metric, parts: ContentParts, chosen: Sequence[Chosen]) -> dict[str, PostSpread]:
    platforms = np.array([one.holding.spec.platform for one in chosen], dtype=np.object_)[parts.stratum]
    found: dict[str, PostSpread] = {}
    for platform in sorted(set(platforms.tolist())):
        own = parts.only(platforms == platform)
        spread = _spread(metric, own)
        if spread is not None:
            found[platform] = spread
    return found


def _spread(metric: Metric, parts: ContentParts) -> PostSpread | None:
    if metric.denominator:
        parts = parts.only(parts.denominator > 0)
        values: Floats = parts.numerator / parts.denominator * metric.factor
        ranked = rank_by_rate(metric, parts.numerator, parts.denominator, minimum=0.0, best_first=True)
        best = ranked.shrunken
    else:
        values = parts.numerator
        best = rank_by_volume(parts.numerator, best_first=True).value
    if not len(values):
        return None
    interval = median_interval(values)
    return PostSpread(len(values), float(np.median(values)), interval.low, interval.high, float(best[0]))


def _best(work: UnitOfWork, query: PeersQuery, metric: Metric) -> tuple[ContentRow, ...]:
    ranking = Ranking.RATE if metric.denominator else Ranking.VOLUME
    asked = ContentQuery(query.scope, query.metric, ranking, limit=query.limit, gates=query.gates, peers=True)
    return content_table(work, asked).rows
