"""A brand with one planted effect: posts in the format 'video' are liked more than others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.insights import Insight, InsightStatus
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 6, 1)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
POSTS = spec("x", Basis.LIFETIME, "content")
FORMATS = ("image", "video", "carousel", "text")


class Fixed:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


def posts(count: int = 160, *, lift: float = 0.8, seed: int = 1, start: int = 0) -> list[Row]:
    """Posts of four formats, two a day; `lift` is the log lift of videos."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(start, start + count):
        form = FORMATS[int(rng.integers(len(FORMATS)))]
        rate = 0.02 * np.exp(rng.normal(0, 0.3) + (lift if form == "video" else 0.0))
        seen = int(rng.integers(1_500, 4_000))
        facts = {
            Fact.IMPRESSIONS: float(seen),
            Fact.LIKES: float(rng.poisson(seen * rate)),
            Fact.CLICKS: float(rng.poisson(seen * 0.01 * np.exp(rng.normal(0, 0.3)))),
        }
        found.append(Row(FIRST + timedelta(days=number // 2), facts, content=f"p{number}", format=form))
    return found


def brand(url: str, rows: Sequence[Row] | None = None) -> HandMade:
    """A store with one import of posts."""
    made = make(url)
    made.put(POSTS, posts() if rows is None else rows)
    return made


def insights(made: HandMade, statuses: Sequence[InsightStatus] | None = None) -> tuple[Insight, ...]:
    """What is stored."""
    with made.read() as work:
        return work.insights.list_of(made.brand_id, statuses)


def video(made: HandMade) -> Insight:
    """The planted effect."""
    (found,) = [one for one in insights(made) if is_video(one)]
    return found


def is_video(one: Insight) -> bool:
    """Whether an insight is the planted effect."""
    subject = one.finding.candidate.subject
    return subject.metric == "engagement_rate" and dict(subject.what).get("level") == "video"


def table(start: int = 0, count: int = 160, lift: float = 0.8) -> str:
    """Such posts as a CSV that needs no question."""
    rows = [
        f"p{start + place},x,{row.day},{row.format},Post {start + place},{row.facts[Fact.IMPRESSIONS]:.0f},"
        f"{row.facts[Fact.LIKES]:.0f},{row.facts[Fact.CLICKS]:.0f}"
        for place, row in enumerate(posts(count, seed=start + 1, start=start, lift=lift))
    ]
    return "\n".join(["content_id,platform,published_at,format,title,impressions,likes,clicks", *rows])
