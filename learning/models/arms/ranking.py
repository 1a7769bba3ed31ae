"""Which arm is best in a context, and how sure is that?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from learning.domain.arm_models import RankedArm
from learning.models.arms.model import ArmModel

Z95: Final = 1.959963984540054
DRAWS: Final = 4_000
SURE: Final = 0.8
"""From this chance to be the best on an arm is named."""


def rank_arms(
    model: ArmModel, context: Mapping[str, str], generator: np.random.Generator, *, less_is_better: bool = False
) -> tuple[RankedArm, ...]:
    """Rank the arms by their expected reward in a context, the best first.

    Args:
        model: What was learned.
        context: Name -> level; what is not told counts as usual, a level that was not learned as any other.
        generator: Draws from what is believed of all arms together, for the chances to be the best.
        less_is_better: Whether rewards were counted as negative; figures are given as they were reported.
    """
    mean, covariance = model.believe(context)
    drawn = generator.multivariate_normal(mean, covariance, DRAWS, method="eigh")
    best = np.bincount(drawn.argmax(axis=1), minlength=len(mean)) / DRAWS
    reach = Z95 * np.sqrt(np.diag(covariance))
    here, all_of = model.count_here(context), model.counts.sum(axis=0)
    sign = -1.0 if less_is_better else 1.0
    return tuple(
        RankedArm(
            model.columns.arms[place],
            float(sign * mean[place]),
            float(sign * mean[place] - reach[place]),
            float(sign * mean[place] + reach[place]),
            int(all_of[place]),
            int(here[place]),
            float(best[place]),
        )
        for place in np.argsort(-mean, kind="stable").tolist()
    )


def why_not_named(ranked: tuple[RankedArm, ...]) -> str:
    """Say why no arm is named in a context; '' where the first one is."""
    first = ranked[0]
    if first.best_chance >= SURE:
        return ""
    return (
        f"too close to call in this context: {first.arm} is best with a chance of {first.best_chance:.0%}, "
        f"and it takes {SURE:.0%}"
    )
