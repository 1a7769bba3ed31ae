"""Brands whose segments differ in ways that are known, for tests of the audience."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from learning.domain.trends import Scope
from tests.services.hand_made import HandMade, Row, spec

FIRST = date(2026, 9, 7)
DAYS = 28
PERSONAS = ("Parents", "Hikers", "Shoppers")
DEVICES = ("mobile", "desktop")
CUT = spec("x", Basis.ACTIVITY, "content", "device", "persona")


def scope(brand: HandMade, days: int = DAYS, **options: object) -> Scope:
    return Scope(brand.brand_id, FIRST, FIRST + timedelta(days=days - 1), **options)  # type: ignore[arg-type] - by name


def rows(
    lifts: Mapping[tuple[str, str], float] | None = None, *, seed: int = 1, posts: int = 60, shown: float = 4_000.0
) -> list[Row]:
    """Posts that reach every persona on every device; `lifts` multiplies the likes and clicks of a cell."""
    rng = np.random.default_rng(seed)
    found: list[Row] = []
    for post in range(posts):
        level = float(np.exp(rng.normal(0, 0.5)))
        for persona in PERSONAS:
            for device in DEVICES:
                lift = (lifts or {}).get((persona, device), 1.0)
                seen = int(rng.poisson(shown * (0.7 if device == "mobile" else 0.3) / 3 * rng.gamma(4, 0.25)))
                facts = {
                    Fact.IMPRESSIONS: float(seen),
                    Fact.LIKES: float(rng.poisson(seen * 0.02 * level * lift)),
                    Fact.SHARES: float(rng.poisson(seen * 0.004 * level * lift)),
                    Fact.CLICKS: float(rng.poisson(seen * 0.015 * level * lift)),
                }
                found.append(
                    Row(
                        FIRST + timedelta(days=post % DAYS),
                        facts,
                        content=f"p{post}",
                        segment=SegmentKey(persona=persona, device=device),
                        format="video" if post % 3 == 0 else "text",
                    )
                )
    return found
