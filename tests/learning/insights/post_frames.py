"""Posts made by hand, as the detectors see them, with anything planted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from learning.domain.facts import Fact
from learning.insights.brand_data import CELL_COLUMNS, POST_COLUMNS, BrandData, DailySeries, SourceState
from tests.learning.insights.brand_worlds import GATES

FIRST_DAY = 20_500
"""17 February 2026."""
LEVELS = {
    "topic": ("repairs", "gear", "trails", "stories"),
    "hook": ("question", "number", "story"),
    "format": ("image", "video", "text"),
    "generator": ("editor", "assistant"),
}


def made_posts(count: int, rng: np.random.Generator, *, per_day: float = 4.0, **columns: Any) -> pd.DataFrame:
    """Posts of one channel with random attributes, a rate of 2 % and a luck of their own, and any column replaced.

    `lift` (log scale, by post) is not a column: it is planted into the likes.
    """
    lift = columns.pop("lift", np.zeros(count))
    at = np.sort(rng.uniform(0, count / per_day * 24, count)).astype(int)
    views = rng.integers(800, 4_000, count).astype(float)
    frame = pd.DataFrame(
        {
            "content_id": np.arange(1, count + 1),
            "platform": "x",
            "account": "default",
            "strategy": "",
            "campaign": "",
            **{name: rng.choice(np.array(levels, dtype=object), count) for name, levels in LEVELS.items()},
            "day": FIRST_DAY + at // 24,
            "hour": at % 24,
            "length": rng.integers(40, 900, count).astype(float),
            "hashtags": 0.0,
            "links": 0.0,
            "age_hours": 1_000.0,
            "text": [f"post {place} about nothing much" for place in range(count)],
            "impressions": views,
        }
    )
    frame = frame.assign(**columns)
    rate = 0.02 * np.exp(rng.normal(0, 0.4, count) + np.asarray(lift))
    frame["likes"] = columns.get("likes", rng.poisson(views * rate).astype(float))
    for fact in (Fact.COMMENTS, Fact.SHARES, Fact.SAVES):
        frame[fact.value] = columns.get(fact.value, 0.0)
    missing = {name: np.nan for name in POST_COLUMNS if name not in frame}
    return frame.assign(**missing)


def brand_with(
    posts: pd.DataFrame,
    *,
    metrics: tuple[str, ...] = ("engagement_rate",),
    peers: pd.DataFrame | None = None,
    cells: pd.DataFrame | None = None,
    series: tuple[DailySeries, ...] = (),
    sources: tuple[SourceState, ...] = (),
    hours: Mapping[str, np.ndarray] | None = None,
) -> BrandData:
    """A brand that has these posts and nothing else."""
    last = int(posts["day"].max()) if len(posts) else FIRST_DAY
    return BrandData(
        today=date.fromordinal(date(1970, 1, 1).toordinal() + last + 1),
        posts=posts,
        peers=posts.iloc[:0] if peers is None else peers,
        cells=pd.DataFrame(columns=list(CELL_COLUMNS)) if cells is None else cells,
        series=series,
        hours=hours or {},
        sources=sources,
        gates=GATES,
        metrics=metrics,
    )
