"""Everything that one run of the detectors looks at, read in one consistent state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from db.rollups.kept_sums import SpanSums
from db.unit import UnitOfWork
from learning.domain.goals import Goal
from learning.domain.timekeys import day_key
from learning.insights.brand_data import BrandData, Gates, Marks, no_decisions
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from services.figures.availability import available
from services.gates import read_gates
from services.goals import list_goals
from services.insights.daily import daily_series, source_states, week_hours
from services.insights.decision_frames import decision_frame
from services.insights.frames import (
    CutSums,
    cell_frame,
    choose_cell_cuts,
    choose_post_cuts,
    gives_bounces,
    post_frame,
)
from services.insights.note_frames import note_frame
from services.insights.settings import LEARNED, RECENT_DAYS, InsightSettings

MOST_METRICS: Final = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """The data of one run, and what is new of the sums behind them."""

    data: BrandData
    goals: tuple[Goal, ...]
    fresh: tuple[SpanSums, ...]
    """Sums that were not kept yet."""


def load_brand(
    work: UnitOfWork, brand_id: int, today: date, settings: InsightSettings, *, moment: int | None = None
) -> Loaded:
    """Read all that detectors look at of a brand; decisions up to a moment (UTC seconds), none without one."""
    sums = CutSums(work)
    goals = list_goals(work, brand_id)
    metrics = learned_metrics(work, brand_id, goals)
    gates = read_gates(work, brand_id)
    posts = _recent(post_frame(work, brand_id, choose_post_cuts(work, brand_id, sums)), today, settings)
    peer_cuts = choose_post_cuts(work, brand_id, sums, peers=True)
    facts = {fact for name in metrics for fact in CATALOG[name].facts}
    data = BrandData(
        today=today,
        posts=posts,
        peers=post_frame(work, brand_id, peer_cuts, peers=True),
        cells=_of_posts(cell_frame(work, brand_id, facts, sums), posts),
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
        decisions=no_decisions() if moment is None else decision_frame(work, brand_id, today, moment),
        marks=Marks(settings.efficiency_mark, settings.recovery_mark),
    )
    return Loaded(data, goals, tuple(work.kept_sums.fresh))


def _of_posts(cells: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    """Cells of posts that do not teach, because they are old, go with them; those of days have no posts."""
    if not len(posts) or not len(cells):
        return cells
    kept = cells["content_id"].isin(posts["content_id"]) | (cells["content_id"] < 0)
    return cells[kept].reset_index(drop=True)


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
