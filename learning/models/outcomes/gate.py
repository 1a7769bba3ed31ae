"""Whether a model of outcomes goes live: only if it is better on posts that were published later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.observations import Ints
from learning.models.going_live import BETTER_BY, LEVEL, SWAPS
from learning.models.outcomes.lessons import Floats

FEWEST_SWAPPED: Final = 6
"""Swaps of fewer days cannot reach the level."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """How a candidate and what is live did on the same later posts."""

    rows: int
    candidate_error: float
    """Mean squared error: on the log scale, or of chances (the Brier score)."""
    live_error: float
    p_value: float
    """One-sided, of swapping the two by day of publication at random."""
    goes_live: bool
    why: str


def challenge(
    target: Floats,
    candidate: Floats,
    live: Floats,
    days: Ints,
    generator: np.random.Generator,
    *,
    live_name: str,
    better_by: float = BETTER_BY,
) -> Challenge:
    """Compare two judgements of the same later posts.

    The candidate goes live with a mean squared error that is BETTER_BY smaller in relation, if a one-sided paired
    permutation test (Good, Permutation Tests, 2000) says p < LEVEL as well, on however many posts: of equally good
    answers that err by themselves one in seven is 5 % better even on 1,200. All posts of a day are swapped together:
    they share its luck.

    Args:
        target: What came of the posts.
        candidate: What the candidate said, not having learned from them.
        live: What the live version, or the baseline, says.
        days: Epoch day of each.
        generator: Draws the swaps.
        live_name: What the candidate is held against, in words.
        better_by: By so much its error has to be smaller, in relation.
    """
    if len(np.unique(days)) < FEWEST_SWAPPED:
        why = f"there are {len(target)} later posts of too few days to compare with {live_name}"
        return Challenge(len(target), np.nan, np.nan, 1.0, goes_live=False, why=why)
    new, old = (candidate - target) ** 2, (live - target) ** 2
    gains = np.bincount(np.unique(days, return_inverse=True)[1], weights=old - new)
    signs = np.where(generator.random((SWAPS, len(gains))) < 0.5, -1.0, 1.0)
    swapped = np.concatenate([[gains.sum()], signs @ gains])
    p_value = float(np.mean(swapped >= swapped[0] - 1e-9))
    new_error, old_error = float(new.mean()), float(old.mean())
    better = new_error <= old_error * (1 - better_by) and new_error < old_error
    goes_live = better and p_value < LEVEL
    said = f"squared error {new_error:.3f} against {old_error:.3f} of {live_name} on {len(target):,} later posts"
    needs = f"needs one {f'at least {better_by:.0%} ' if better_by else ''}smaller with p < {LEVEL}"
    why = f"{said} (p {p_value:.3f})"
    return Challenge(len(target), new_error, old_error, p_value, goes_live, why if goes_live else f"{why}; {needs}")
