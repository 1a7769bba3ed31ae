"""Everything that one run of the detectors looks at, read in one consistent state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from db.unit import UnitOfWork
from learning.domain.goals import Goal
from learning.domain.holdings import CutHolding
from learning.domain.timekeys import day_key
from learning.insights.brand_data import BrandData, Gates
from learning.insights.data_parts import Part, PartState, states_of
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from services.availability import available
from services.gates import read_gates
from services.goals import list_goals
from services.insights.daily import daily_series, source_states, week_hours
from services.insights.frames import (
    PostCut,
    cell_frame,
    choose_cell_cuts,
    choose_post_cuts,
    gives_bounces,
    post_frame,
)
from services.insights.note_frames import note_frame
from services.insights.settings import LEARNED, RECENT_DAYS, InsightSettings

MOST_METRICS: Final = 10
EARLY_DAYS: Final = 7
"""Clocks of exports differ: what is said of a post may be dated before the post."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The data of one run; the cells are read only where somebody asks for them."""

    data: BrandData
    """Without cells."""
    states: Mapping[Part, PartState]
    goals: tuple[Goal, ...]
    cell_cuts: tuple[CutHolding, ...]


def load_brand(work: UnitOfWork, brand_id: int, today: date, settings: InsightSettings) -> Loaded:
    """Read posts, peers, series, hours and sources of a brand, and what tells whether its cells changed."""
    cuts = choose_post_cuts(work, brand_id)
    peer_cuts = choose_post_cuts(work, brand_id, peers=True)
    goals = list_goals(work, brand_id)
    metrics = learned_metrics(work, brand_id, goals)
    gates = read_gates(work, brand_id)
    posts = _recent(post_frame(work, brand_id, cuts), today, settings)
    cell_cuts = choose_cell_cuts(work, brand_id)
    data = BrandData(
        today=today,
        posts=posts,
        peers=post_frame(work, brand_id, peer_cuts, peers=True),
        cells=cell_frame(work, brand_id, (), ()),
        series=daily_series(work, brand_id),
        hours=week_hours(work, brand_id, metrics),
        sources=source_states(work, brand_id, today),
        gates=Gates(
            minimum_exposure=gates.minimum_views,
            minimum_age_hours=gates.minimum_age_hours,
            minimum_likes=gates.minimum_likes,
            success_rate=gates.success_rate,
            success_views=gates.success_views,
        ),
        metrics=metrics,
        notes=note_frame(work, brand_id),
    )
    states = states_of(replace(data, cells=_sums_of(work, cell_cuts, cuts)))
    return Loaded(data, states, goals, cell_cuts)


def with_cells(work: UnitOfWork, brand_id: int, loaded: Loaded, *, since: int | None = None) -> BrandData:
    """Read the cells too: all of them, or those of days and of posts published from an epoch day on."""
    facts = {fact for name in loaded.data.metrics for fact in CATALOG[name].facts}
    early = None if since is None else since - EARLY_DAYS
    cells = cell_frame(work, brand_id, loaded.cell_cuts, facts, since=early)
    posts = loaded.data.posts
    if len(posts) and len(cells):
        # Cells of posts that do not teach, because they are old, go with them; those of days have no posts.
        known = posts["content_id"] if since is None else posts.loc[posts["day"] >= since, "content_id"]
        kept = cells["content_id"].isin(known) | (cells["content_id"] < 0)
        cells = cells[kept].reset_index(drop=True)
    return replace(loaded.data, cells=cells)


def learned_metrics(work: UnitOfWork, brand_id: int, goals: Sequence[Goal]) -> tuple[str, ...]:
    """Name the metrics that are learned about: those of the goals first, then the rates that the exports give."""
    known = {metric.name for metric in available(work, brand_id).metrics}
    if any(gives_bounces(holding) for holding in choose_cell_cuts(work, brand_id)):
        known.add("bounce_rate")
    wanted = [
        goal.metric for goal in goals if goal.metric in CATALOG and CATALOG[goal.metric].form is not Form.MEASURED
    ]
    return tuple(name for name in dict.fromkeys((*wanted, *LEARNED)) if name in known)[:MOST_METRICS]


def _recent(posts: pd.DataFrame, today: date, settings: InsightSettings) -> pd.DataFrame:
    if settings.historical_learning:
        return posts
    return posts[posts["day"] > day_key(today) - RECENT_DAYS].reset_index(drop=True)


def _sums_of(work: UnitOfWork, holdings: Sequence[CutHolding], cuts: Sequence[PostCut]) -> pd.DataFrame:
    """What tells whether cells changed: the sums of their posts over all segments, or the cells of days themselves."""
    known = {cut.holding.cut_id: cut.sums for cut in cuts}
    parts: list[pd.DataFrame] = []
    for holding in holdings:
        facts = sorted(holding.facts)
        if "content" in holding.spec.dimensions:
            sums = known.get(holding.cut_id) or work.figures.read_post_sums(holding.cut_id, facts)
            parts.append(pd.DataFrame({"content_id": sums.ids, **{one.value: sums.facts[one] for one in facts}}))
        else:
            cells = work.figures.read_cell_sums(holding.cut_id, facts, by_post=False)
            columns = {"content_id": cells.units, "segment": cells.segments}
            parts.append(pd.DataFrame(columns | {one.value: cells.facts[one] for one in facts}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"content_id": np.empty(0, dtype=np.int64)})
