"""What would naive rules have 'found' in the brand's own past, where there was nothing to find?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from learning.experiments.family import Looking, judge, measure_effects
from learning.stats.moments import Floats, Moments, binomial_moments


@dataclass(frozen=True, slots=True)
class Replay:
    """Share of made-up tests of nothing (A/A) that each rule would have called at some look, 0-1."""

    tests: int
    looks: int
    naive: float
    """p < alpha at any look."""
    naive_bayes: float
    """Chance to win above 95 % for either arm at any look, flat prior."""
    honest: float
    """The two-part rule used here: always valid while running, one look at the end."""
    example: tuple[float, ...]
    """Lift at each look of a made-up test that the naive rule would have called."""
    example_low: tuple[float, ...]
    """Its honest range."""
    example_high: tuple[float, ...]


def replay_past(
    units: Floats,
    conversions: Floats,
    *,
    tests: int,
    generator: np.random.Generator,
    alpha: float = 0.05,
    share: float = 0.4,
) -> Replay | None:
    """Split the past at random into two arms, again and again, and look every day.

    Args:
        units: Units of each day, whole numbers, shape (days,).
        conversions: Those that converted.
        tests: Number of random splits.
        generator: Source of the random splits.
        alpha: Error probability that each rule claims.
        share: Part of alpha for the looks while a test runs.

    Returns:
        How often each rule would have called a winner; None where there are no conversions or fewer than two days.
    """
    if len(units) < 2 or conversions.sum() < 1:
        return None
    whole, hits = units.astype(np.int64), conversions.astype(np.int64)
    size = (tests, len(whole))
    first = generator.binomial(np.broadcast_to(whole, size), 0.5)
    drawn = generator.hypergeometric(np.broadcast_to(hits, size), np.broadcast_to(whole - hits, size), first)
    one_n, one = np.cumsum(first, axis=1), np.cumsum(drawn, axis=1)
    two_n, two = np.cumsum(whole) - one_n, np.cumsum(hits) - one
    arm, base = _moments(one_n, one), _moments(two_n, two)
    at_end = np.zeros((*size, 1), dtype=np.bool_)
    at_end[:, -1] = True
    family = judge(measure_effects(arm, base), Looking(alpha, share, float(whole.sum()), at_end), None)
    naive = np.nan_to_num(family.fixed.p_value[..., 0], nan=1.0) < alpha
    with np.errstate(invalid="ignore"):
        wins = special.ndtr(np.abs(family.effects.effect / family.effects.error))[..., 0] > 0.95
    honest = np.nan_to_num(family.p_adjusted[..., 0], nan=1.0) <= alpha
    called = np.flatnonzero(naive.any(axis=1) & ~honest.any(axis=1))
    shown = int(called[0]) if len(called) else 0
    lifts = [family.effects.as_lift(one)[shown, :, 0] for one in (family.effects.effect, family.low, family.high)]
    rows = [tuple(np.nan_to_num(column, nan=0.0, posinf=0.0, neginf=0.0).tolist()) for column in lifts]
    return Replay(
        tests,
        len(whole),
        float(naive.any(axis=1).mean()),
        float(wins.any(axis=1).mean()),
        float(honest.any(axis=1).mean()),
        *rows,
    )


def _moments(
    n: np.ndarray[tuple[int, ...], np.dtype[np.int64]], total: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
) -> Moments:
    return binomial_moments(n.astype(np.float64)[..., None], total.astype(np.float64)[..., None])
