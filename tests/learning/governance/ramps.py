"""Made-up ramps: cells with values day by day, a change that helps, harms, fades or does nothing, and every look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.actions import GuardrailMargin
from learning.domain.judgements import Course, Finding, GroupSums, MetricNumbers, MetricSums
from learning.governance.impact import follow_course, measure_impact
from learning.governance.judging import Terms, judge

RAMP = (0.1, 0.25, 0.5, 1.0)
DAYS_A_STAGE = 7
DAYS_BEFORE = 28
MARGIN = 0.02
NOW = 1_000_000


@dataclass(frozen=True)
class World:
    """How the units of a made-up brand behave."""

    cells: int = 120
    holdout: float = 0.5
    returning: bool = True
    """Whether a cell is the same one every day; else each day has cells of its own, as sessions are."""
    between: float = 0.5
    """Standard deviation of the logarithm of what returning cells bring on average."""
    daily: float = 0.3
    """Standard deviation of a cell from day to day, relative to its mean."""
    mean: float = 0.0
    """Of a cell and day: counts of so much on average; 0 = amounts without counting noise."""
    slump: float = 0.0
    """Fall of the last week before the change, all cells alike, which ends by itself."""
    lift: float = 0.0
    fades_in: int | None = None
    """Days in which the effect goes to zero in a straight line; None = it stays."""


@dataclass(frozen=True)
class Ended:
    """How a ramp ended."""

    rolled_back: bool
    impact: MetricNumbers | None
    course: Course | None

    @property
    def kept(self) -> bool:
        """Whether a person who follows the report keeps it."""
        if self.impact is None or self.impact.low is None:
            return False
        return self.impact.low > 0 and not (self.course is not None and self.course.fades)


def walk(world: World, rng: np.random.Generator) -> Ended:
    """Walk through a ramp with a look every day, as the scheduler does, up to its end."""
    values, before = _values(world, rng)
    held = rng.random(values.shape) < world.holdout
    draw = rng.random(values.shape)
    if world.returning:
        held, draw = np.broadcast_to(held[0], values.shape), np.broadcast_to(draw[0], values.shape)
    parts: list[MetricSums] = []
    for stage, share in enumerate(RAMP):
        terms = Terms(share, world.holdout, share / sum(RAMP), 5, 3_600)
        first = stage * DAYS_A_STAGE
        treated = ~held & (draw < share)
        for day in range(first + 1, first + DAYS_A_STAGE + 1):
            sums, units = _sums(world, values, before, (treated, held), slice(first, day))
            rails = (GuardrailMargin("clicks", MARGIN),)
            if judge(rails, [sums], "clicks", units, now=NOW, terms=terms).finding is Finding.BROKEN:
                return Ended(True, None, None)
        if share < 1:
            parts.append(sums)
    half = first + DAYS_A_STAGE // 2
    early, late = (
        _sums(world, values, before, (treated, held), days)[0] for days in (slice(first, half), slice(half, day))
    )
    impact = measure_impact(sums)
    return Ended(False, impact, follow_course(impact, [*parts, early], late))


def _values(world: World, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What cells would bring without the change, by day, shape (days, cells), and what they brought before it."""
    days = len(RAMP) * DAYS_A_STAGE
    shape = (DAYS_BEFORE + days, world.cells)
    weekday = 1 + 0.2 * np.sin(2 * np.pi * np.arange(shape[0]) / 7)
    common = np.exp(rng.normal(0, 0.05, shape[0]))
    level = np.exp(rng.normal(0, world.between, world.cells)) if world.returning else np.ones(world.cells)
    expected = (weekday * common)[:, None] * level * np.ones(shape)
    expected[DAYS_BEFORE - 7 : DAYS_BEFORE] *= 1 - world.slump
    form = 1 / world.daily**2
    drawn = rng.gamma(form, expected / form)
    return drawn[DAYS_BEFORE:], _counted(world, drawn[:DAYS_BEFORE], rng)


def _counted(world: World, values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return rng.poisson(values * world.mean).astype(float) if world.mean else values


def _lift(world: World, days: int) -> np.ndarray:
    left = np.ones(days) if world.fades_in is None else np.clip(1 - np.arange(days) / world.fades_in, 0, 1)
    found: np.ndarray = 1 + world.lift * left
    return found


def _sums(
    world: World, values: np.ndarray, before: np.ndarray, sides_of: tuple[np.ndarray, np.ndarray], days: slice
) -> tuple[MetricSums, tuple[int, int]]:
    """Sums over units, as the store gives them."""
    lifted = np.where(sides_of[0], values * _lift(world, len(values))[:, None], values)
    # The same draw for the same cell and day, whenever it is looked at.
    lifted = _counted(world, lifted, np.random.default_rng(int(values[0, 0] * 1e9) % 2**32))
    sides = []
    for side in sides_of:
        if world.returning:
            brought, earlier = lifted[days].sum(axis=0)[side[0]], before.sum(axis=0)[side[0]]
        else:
            brought, earlier = lifted[days][side[days]], np.zeros(0)
        sides.append(_group(brought, earlier if len(earlier) else np.zeros(len(brought))))
    return MetricSums("clicks", sides[0], sides[1], NOW), (sides[0].n, sides[1].n)


def _group(values: np.ndarray, before: np.ndarray) -> GroupSums:
    return GroupSums(
        len(values),
        float(values.sum()),
        float((values**2).sum()),
        float(before.sum()),
        float((before**2).sum()),
        float((values * before).sum()),
    )
