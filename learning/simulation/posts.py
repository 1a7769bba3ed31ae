"""What the simulated brand publishes: one row a post."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from learning.simulation.vocabulary import (
    CAMPAIGNS,
    FORMATS,
    GENERATORS,
    HOOKS,
    PLATFORMS,
    TOPICS,
    title_of,
)
from learning.simulation.world import World

POST_COLUMNS: Final = (
    "content_id",
    "day",
    "hour",
    "platform",
    "topic",
    "format",
    "hook",
    "generator",
    "campaign",
    "title",
    "permalink",
)
"""`day` counts from 0 at the first day; `hour` is the local hour of publication."""

_TIED_TOPIC: Final = 7
_HOURS: Final = (7, 8, 9, 11, 12, 13, 15, 17, 18, 19, 20, 21)
_SITES: Final = {
    "instagram": "https://www.instagram.example/p/{id}/",
    "x": "https://x.example/harbourpine/status/{id}",
    "linkedin": "https://www.linkedin.example/feed/update/urn:li:activity:{id}/",
    "mail": "https://mail.example/campaigns/{id}",
}


def draw_posts(world: World, days: int, posts_per_day: float, rng: np.random.Generator) -> pd.DataFrame:
    """Draw what is published: how many posts a day (Poisson), where, about what and in which form.

    Args:
        world: the world; where it ties a topic to a platform, nine in ten posts of that topic appear there.
        days: length of the history in days.
        posts_per_day: mean number of posts a day, positive.
        rng: the random state.

    Returns:
        A frame with POST_COLUMNS, in the order of publication.
    """
    day = np.repeat(np.arange(days), rng.poisson(posts_per_day, size=days))
    count = day.size
    platform = rng.choice(len(PLATFORMS), size=count, p=(0.35, 0.3, 0.2, 0.15))
    topic = rng.integers(len(TOPICS), size=count)
    if world.topic_by_platform:
        tied = (topic == _TIED_TOPIC) & (rng.random(count) < 0.9)
        platform = np.where(tied, PLATFORMS.index("x"), platform)
    hook = rng.integers(len(HOOKS), size=count)
    hour = rng.choice(np.array(_HOURS), size=count)
    order = np.lexsort((hour, day))
    frame = pd.DataFrame(
        {
            "day": day,
            "hour": hour,
            "platform": np.array(PLATFORMS, dtype=object)[platform],
            "topic": np.array(TOPICS, dtype=object)[topic],
            "format": np.array(FORMATS, dtype=object)[rng.integers(len(FORMATS), size=count)],
            "hook": np.array(HOOKS, dtype=object)[hook],
            "generator": np.array(GENERATORS, dtype=object)[rng.integers(len(GENERATORS), size=count)],
            "campaign": np.array(CAMPAIGNS, dtype=object)[
                rng.choice(len(CAMPAIGNS), size=count, p=(0.55, 0.15, 0.15, 0.15))
            ],
        }
    ).iloc[order]
    frame = frame.reset_index(drop=True)
    frame["content_id"] = [str(2_090_000_000_000_000_000 + 7_919 * number) for number in range(count)]
    frame["title"] = [title_of(h, t, n + 1) for n, (h, t) in enumerate(zip(frame["hook"], frame["topic"], strict=True))]
    frame["permalink"] = [
        _SITES[place].format(id=key) for place, key in zip(frame["platform"], frame["content_id"], strict=True)
    ]
    return frame[list(POST_COLUMNS)]


def calendar(first: date, days: int) -> list[date]:
    """The calendar days of a history."""
    return [first + timedelta(days=number) for number in range(days)]
