"""Whole runs of the catalogue on simulated brands, held against what was planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.domain.insights import Candidate, Finding, InsightKind, Tier
from learning.insights.brand_data import BrandData
from learning.insights.catalogue import DETECTORS
from learning.insights.control import control
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction
from learning.simulation.history import History
from learning.simulation.world import Attribute, WorldName
from learning.stats.power import Design, noncentral_power
from tests.learning.insights.brand_worlds import Brand, simulated_brand
from tests.learning.insights.detectors.planted import planted_levels

METRICS = (
    "engagement_rate",
    "click_through_rate",
    "conversion_rate",
    "save_rate",
    "share_rate",
    "comment_rate",
    "profile_visit_rate",
    "bounce_rate",
)
MOMENTS = ("trends", "change_points", "anomalies")
"""What they find is planted in time, not in levels: they are held against it in their own tests."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the confirmed findings of one run compare with the truth."""

    right: int
    false: int
    turned: int
    detectable: int
    """Planted main effects, by metric, that a Bonferroni test of the design would find in nine of ten repetitions."""
    detected: int


def run_of(data: BrandData) -> tuple[Sequence[Candidate], Sequence[Finding]]:
    """Everything that the whole catalogue proposes, and what of it is confirmed by an estimate."""
    candidates = [one for detector in DETECTORS for one in detector.detect(data)]
    sure = [one for one in control(candidates) if one.tier is Tier.CONFIRMED and one.candidate.measured is not None]
    return candidates, sure


def small_brand(
    name: WorldName, seed: int, *, days: int = 90, posts_per_day: float = 4.0, metrics: tuple[str, ...] = METRICS
) -> Brand:
    """A simulated brand, by default with eight rates."""
    return simulated_brand(name, seed, days=days, posts_per_day=posts_per_day, metrics=metrics)


def tally(brand: Brand) -> Tally:
    """Run everything on a brand and hold it against what was planted."""
    candidates, sure = run_of(brand.data)
    signs = [_truth(one.candidate, brand.history) for one in sure]
    right = sum(sign is not None and sign != 0 for sign in signs)
    turned = sum(sign is not None and sign * (one.effect or 0) < 0 for sign, one in zip(signs, sure, strict=True))
    detectable = [one for one in candidates if _is_detectable(one, brand.history, len(candidates))]
    found = {id(one.candidate) for one in sure}
    return Tally(
        right=right,
        false=sum(sign == 0 for sign in signs),
        turned=turned,
        detectable=len(detectable),
        detected=sum(id(one) in found for one in detectable),
    )


def _truth(candidate: Candidate, history: History) -> int | None:
    """The sign of what is planted: 0 where nothing is, None where the truth is not one sign."""
    if candidate.subject.kind is InsightKind.OPERATION:
        # The programs of these brands are plain.
        return 0
    direction = -1 if CATALOG[candidate.subject.metric].good is Direction.DOWN else 1
    planted = planted_levels(history)
    if candidate.detector in MOMENTS:
        return None
    if candidate.detector == "attribute_effects":
        what = dict(candidate.subject.what)
        if _is_swapped(what["level"], history):
            return None
        return direction * int(np.sign(planted.get((what["attribute"], what["level"]), 0.0)))
    if candidate.detector == "segment_gaps":
        return _segment_truth(dict(candidate.subject.segment), history, direction)
    if candidate.detector == "winning_formulas":
        lifts = [planted.get(pair, 0.0) for pair in candidate.subject.what]
        if any(_is_swapped(level, history) for _, level in candidate.subject.what):
            return None
        return direction * int(np.sign(sum(lifts))) if any(lifts) else 0
    return 0


def _segment_truth(segment: dict[str, str], history: History, direction: int) -> int | None:
    """Of a cell what is planted in it; of a persona or device any of its cells, or their sum where signs agree."""
    cells = [{attribute.value: level for attribute, level in one.levels} for one in history.world.effects]
    lifts = [
        effect.log_lift
        for cell, effect in zip(cells, history.world.effects, strict=True)
        if Attribute.PERSONA.value in cell and all(cell.get(name) == level for name, level in segment.items())
    ]
    if not lifts:
        # Beside a middle that others lift, a persona or device without any effect of its own may lie below.
        return 0 if len(segment) > 1 or "strategy" in segment else None
    return direction * int(np.sign(lifts[0])) if len({np.sign(one) for one in lifts}) == 1 else None


def _is_swapped(level: str, history: History) -> bool:
    swap = history.world.swap
    return swap is not None and level in (swap.one, swap.other)


def _is_detectable(candidate: Candidate, history: History, family: int) -> bool:
    measured = candidate.measured
    if candidate.detector != "attribute_effects" or candidate.subject.metric in ("bounce_rate", "conversion_rate"):
        return False
    what = dict(candidate.subject.what)
    lift = planted_levels(history).get((what["attribute"], what["level"]))
    if lift is None or measured is None:
        return False
    power = noncentral_power(abs(lift) / measured.error, measured.degrees, Design(alpha=0.05 / family))
    return power >= 0.9
