"""Brands as the detectors see them, made from simulated histories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.insights.brand_data import CELL_COLUMNS, POST_COLUMNS, BrandData, DailySeries, Gates
from learning.metrics.catalog import CATALOG
from learning.simulation.history import History, draw_history
from learning.simulation.operations import PLAIN
from learning.simulation.world import WorldName, build_world
from tests.learning.insights.operation_worlds import decisions_of

FIRST = date(2026, 2, 1)
EPOCH = date(1970, 1, 1)
GATES = Gates(minimum_exposure=100, minimum_age_hours=2, minimum_likes=5, success_rate=0.02, success_views=5_000)
METRICS = ("engagement_rate", "click_through_rate", "save_rate", "conversion_rate", "bounce_rate")


@dataclass(frozen=True, slots=True)
class Brand:
    """What the detectors see, and the history behind it."""

    data: BrandData
    history: History = field(repr=False)


def simulated_brand(
    name: WorldName, seed: int, *, days: int = 120, posts_per_day: float = 6, metrics: tuple[str, ...] = METRICS
) -> Brand:
    """Draw a history and put it into the frames of the detectors."""
    rng = np.random.default_rng(seed)
    history = draw_history(build_world(name, days, rng), FIRST, days, posts_per_day=posts_per_day, rng=rng)
    return Brand(brand_of(history, rng, metrics), history)


def brand_of(history: History, rng: np.random.Generator, metrics: tuple[str, ...]) -> BrandData:
    """Put a history into frames; lengths, hashtags and links are drawn without any effect."""
    activity = history.activity.rename(columns={"post": "content_id"})
    posts = history.posts.reset_index(drop=True)
    sums = activity.groupby("content_id")[_facts(activity)].sum().reindex(range(len(posts)), fill_value=0)
    count = len(posts)
    start = (history.first - EPOCH).days
    frame = pd.DataFrame(
        {
            "content_id": np.arange(count),
            **{name: posts[name] for name in ("platform", "format", "topic", "hook", "generator", "campaign")},
            "account": "default",
            "strategy": "",
            "day": posts["day"] + start,
            "hour": posts["hour"],
            "length": rng.integers(40, 900, count).astype(float),
            "hashtags": rng.integers(0, 7, count).astype(float),
            "links": rng.integers(0, 2, count).astype(float),
            "age_hours": (history.days - posts["day"]) * 24.0 - posts["hour"],
            "text": posts["title"],
        }
    )
    frame = _with_facts(frame.join(sums), POST_COLUMNS)
    cells = activity.groupby(["content_id", "persona", "device", "strategy"], as_index=False)[_facts(activity)].sum()
    return BrandData(
        today=history.first + timedelta(days=history.days),
        posts=frame,
        peers=frame.iloc[:0],
        cells=_with_facts(cells.assign(channel=""), CELL_COLUMNS),
        series=tuple(daily_series(activity, history, metric) for metric in metrics),
        hours={metric: week_hours(activity, history, metric) for metric in metrics},
        sources=(),
        gates=GATES,
        metrics=metrics,
        decisions=decisions_of(
            PLAIN, int(rng.integers(2**31)), today=history.first + timedelta(days=history.days), slots_apart=3
        ),
    )


def daily_series(activity: pd.DataFrame, history: History, metric: str) -> DailySeries:
    """One metric of the whole brand by day."""
    top, bottom = _parts(activity, metric)
    day = activity["day"].to_numpy()
    numerator, denominator = (
        np.bincount(day, part, minlength=history.days).astype(float)[: history.days] for part in (top, bottom)
    )
    if not CATALOG[metric].denominator:
        denominator = np.ones(history.days)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = numerator / denominator
    return DailySeries(SeriesKey(metric, Basis.ACTIVITY), history.first, values, numerator, denominator, None, None)


def week_hours(activity: pd.DataFrame, history: History, metric: str) -> np.ndarray:
    """One metric by hour of the week."""
    top, bottom = _parts(activity, metric)
    weekday = (activity["day"].to_numpy() + history.first.weekday()) % 7
    place = weekday * 24 + activity["hour"].to_numpy()
    return np.column_stack([np.bincount(place, part, minlength=168).astype(float) for part in (top, bottom)])


def _parts(activity: pd.DataFrame, metric: str) -> tuple[np.ndarray, np.ndarray]:
    parts = CATALOG[metric]
    top = sum(activity[fact.value].to_numpy(dtype=float) for fact in parts.numerator)
    bottom = activity[parts.denominator[0].value] if parts.denominator else np.ones(len(activity))
    return np.asarray(top, dtype=float), np.asarray(bottom, dtype=float)


def _facts(frame: pd.DataFrame) -> list[str]:
    return [fact.value for fact in Fact if fact.value in frame.columns]


def _with_facts(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    missing = {name: np.nan for name in columns if name not in frame.columns}
    return frame.assign(**missing)[list(columns)]
