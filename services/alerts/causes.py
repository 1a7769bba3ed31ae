"""What stands behind an alert: the posts of the day, and the part of the data that the change comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.alerts import AlertDraft, CausePost, CauseSegment
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import FigureQuery
from learning.domain.holdings import ContentCard
from learning.domain.posts import PostsQuery
from learning.domain.timekeys import day_of
from learning.domain.trends import Scope
from learning.metrics.catalog import CATALOG
from learning.metrics.contributions import MOST_OF_IT, Sums, rate_shares, total_shares
from learning.metrics.evaluate import Evaluated
from services.alerts.watching import first_of
from services.content.behind import posts_behind
from services.figures.asking import answer
from services.figures.availability import available

POSTS_NAMED: Final = 3
DIMENSIONS: Final = ("platform", "persona", "device", "channel")
WEEK: Final = timedelta(days=7)
LONGEST_NAME: Final = 80


def find_posts(work: UnitOfWork, brand_id: int, draft: AlertDraft, day: int, basis: Basis) -> tuple[CausePost, ...]:
    """Name the posts with the largest part of the figure of a day; () where no export tells of posts."""
    scope = Scope(brand_id, first_of(day, draft), day_of(day), draft.where, basis)
    try:
        found = posts_behind(work, PostsQuery(scope, draft.metric, limit=POSTS_NAMED))
    except BadOption:
        # A figure that is not given by post, or a filter that posts do not have.
        return ()
    return tuple(
        CausePost(row.card.content_id, _name(row.card), row.card.permalink, row.value, row.share) for row in found.rows
    )


def find_segments(
    work: UnitOfWork, brand_id: int, draft: AlertDraft, day: int, basis: Basis
) -> tuple[CauseSegment, ...]:
    """Name, of each dimension, the part that at least half of the change since the week before comes from."""
    if draft.metric not in CATALOG:
        return ()
    held = {*available(work, brand_id).dimensions, "platform"}
    first, last = first_of(day, draft), day_of(day)
    found: list[CauseSegment] = []
    for dimension in DIMENSIONS:
        if dimension not in held or len(draft.where.get(dimension, ("", ""))) == 1:
            continue
        question = FigureQuery(brand_id, first, last, (dimension,), draft.where, (draft.metric,), basis)
        now = _parts(work, question, draft.metric)
        before = _parts(work, replace(question, first=first - WEEK, last=last - WEEK), draft.metric)
        if len({*now, *before}) > 1:
            shares = _shares(draft.metric, now, before)
            best = max(shares, key=lambda value: shares[value], default=None)
            if best is not None and shares[best] >= MOST_OF_IT:
                found.append(CauseSegment(dimension, best, min(shares[best], 1.0)))
    return tuple(found)


def _parts(work: UnitOfWork, question: FigureQuery, metric: str) -> dict[str, Evaluated]:
    rows = next((one.rows for one in answer(work, question)), {})
    return {key[0]: row[metric] for key, row in rows.items() if key[0] and metric in row and _is_known(row[metric])}


def _is_known(one: Evaluated) -> bool:
    return bool(np.isfinite(one.numerator))


def _shares(metric: str, now: Mapping[str, Evaluated], before: Mapping[str, Evaluated]) -> dict[str, float]:
    if not CATALOG[metric].denominator:
        return total_shares(
            {value: one.numerator for value, one in now.items()},
            {value: one.numerator for value, one in before.items()},
        )
    return rate_shares(
        {value: Sums(one.numerator, one.denominator) for value, one in now.items()},
        {value: Sums(one.numerator, one.denominator) for value, one in before.items()},
    )


def _name(card: ContentCard) -> str:
    plain = " ".join((card.title or card.text or card.external_id).split())
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1].rstrip()}…"
