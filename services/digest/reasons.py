"""Where a movement of the week comes from: the part of the data, and the post behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from db.unit import UnitOfWork
from learning.domain.digest import LeadingPost, MainPart
from learning.domain.figures import FigureQuery
from learning.domain.intervals import Change
from learning.metrics.catalog import CATALOG
from learning.metrics.contributions import (
    MOST_OF_IT,
    Sums,
    UnitParts,
    leading_unit,
    rate_shares,
    total_shares,
)
from services.content.rows import content_parts, read_rows
from services.digest.cells import WeekCell, WeekQuestion
from services.figures.cuts import CutChooser


def find_main_part(cells: Sequence[WeekCell], whole: WeekCell) -> MainPart | None:
    """Name the part that at least half of a movement of all data comes from; the narrower one of two that both do."""
    if whole.part:
        return None
    found: list[MainPart] = []
    for dimension in dict.fromkeys(name for cell in cells for name in cell.part):
        own = {
            cell.part[dimension][0]: cell
            for cell in cells
            if cell.metric == whole.metric and cell.basis is whole.basis and dimension in cell.part
        }
        if len(own) < 2:
            continue
        shares = _shares(own)
        best = max(shares, key=lambda value: shares[value], default=None)
        if best is not None and shares[best] >= MOST_OF_IT:
            found.append(MainPart(dimension, best, shares[best]))
    return max(found, key=lambda part: part.share, default=None)


def _shares(own: dict[str, WeekCell]) -> dict[str, float]:
    metric = CATALOG[next(iter(own.values())).metric]
    if not metric.denominator:
        return total_shares(
            {value: cell.now.numerator for value, cell in own.items()},
            {value: cell.before.numerator for value, cell in own.items()},
        )
    return rate_shares(
        {value: Sums(cell.now.numerator, cell.now.denominator) for value, cell in own.items()},
        {value: Sums(cell.before.numerator, cell.before.denominator) for value, cell in own.items()},
    )


def find_leading_post(work: UnitOfWork, question: WeekQuestion, cell: WeekCell, change: Change) -> LeadingPost | None:
    """Name the post with which at least half of a movement goes, where an export gives the metric by post."""
    if change.absolute is None or change.absolute == 0:
        return None
    where = {**question.where, **cell.part}
    metric = CATALOG[cell.metric]
    parts: list[UnitParts] = []
    for earlier in (False, True):
        query = replace(question.query((), earlier=earlier), where=where, metrics=(cell.metric,))
        own = _posts(work, query, cell)
        if own is None:
            return None
        parts.append(own)
    leader = leading_unit(parts[0], parts[1], is_ratio=bool(metric.denominator))
    if leader is None:
        return None
    card = work.figures.read_cards([leader.unit]).get(leader.unit)
    return LeadingPost(card, leader.share, leader.earlier) if card else None


def _posts(work: UnitOfWork, query: FigureQuery, cell: WeekCell) -> UnitParts | None:
    """The metric's parts of each post, on the basis of the figure; what an account reports as a whole is no post."""
    metric = CATALOG[cell.metric]
    chosen = CutChooser(work.figures, query).choose(cell.basis, metric.needs, (*query.where, "content"))
    if not chosen:
        return None
    parts = content_parts(metric, read_rows(work, query, chosen, metric.facts))
    accounts = np.array(sorted(work.figures.list_account_contents(query.brand_id)), dtype=np.int64)
    posts = ~np.isin(parts.ids, accounts)
    return UnitParts(parts.ids[posts], parts.numerator[posts], parts.denominator[posts])
