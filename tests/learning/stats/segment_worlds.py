"""Made-up brands whose truth is known: posts that reach many segments, or one each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.stats.unit_contrasts import Contrasts, UnitTable, contrast_parts

RATES = np.array([0.02, 0.01, 0.004, 0.002, 0.012, 0.03, 0.001, 0.0005])
"""Eight metrics, from frequent to rare."""


@dataclass(frozen=True, slots=True)
class Brand:
    """How a made-up brand publishes."""

    posts: int = 200
    segments: int = 200
    reach: float = 20_000.0
    paired: bool = True
    """True: each post reaches all segments in its own proportions; False: one segment each."""


def draw(brand: Brand, rng: np.random.Generator, effects: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Exposure (posts, segments) and events (metrics, posts, segments).

    Posts have heavy-tailed effects (Student's t with 3 degrees, sd .5 on the log scale) and unequal reach; segments
    are uneven (sd 1 on the log scale); counts are overdispersed by a factor that all metrics of a post in a segment
    share and one of their own, so that metrics are correlated.
    """
    effect = 0.5 / np.sqrt(3) * rng.standard_t(3, brand.posts)
    size = brand.reach * np.exp(rng.normal(0, 1, brand.posts) + 0.4 * effect)
    share = np.exp(rng.normal(0, 1, brand.segments))
    share /= share.sum()
    shape = brand.posts, brand.segments
    if brand.paired:
        seen = rng.poisson(size[:, None] * share * rng.gamma(3, 1 / 3, shape))
    else:
        seen = np.zeros(shape, dtype=np.int64)
        seen[np.arange(brand.posts), rng.choice(brand.segments, brand.posts, p=share)] = rng.poisson(size)
    common = rng.gamma(4, 1 / 4, shape)
    lift = np.zeros((brand.segments, len(RATES))) if effects is None else effects
    events = [
        rng.poisson(
            seen * rate * np.exp(effect)[:, None] * common * rng.gamma(8, 1 / 8, shape) * np.exp(lift[:, place])
        )
        for place, rate in enumerate(RATES)
    ]
    return seen.astype(np.float64), np.array(events, dtype=np.float64)


def compare(seen: np.ndarray, events: np.ndarray) -> list[Contrasts]:
    """Each segment against the rest, metric by metric."""
    unit, part = np.nonzero(seen > 0)
    exposure = seen[unit, part]
    return [
        contrast_parts(UnitTable(unit, part, seen.shape[1], own[unit, part], exposure), event_size=1.0)
        for own in events
    ]
