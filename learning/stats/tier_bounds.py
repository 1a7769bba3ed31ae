"""How large would an estimate have to be, at its present error, to pass a rule of `false_discovery`?"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

from learning.stats.false_discovery import local_false_sign_rates
from learning.stats.scale_mixture import Floats, ScaleMixture

BISECTIONS: Final = 32
FARTHEST: Final = 60.0
"""In standard errors: what does not pass there passes nowhere."""
REACH_STEPS: Final = 48


def least_sure_estimates(errors: Floats, degrees: Floats, prior: ScaleMixture, *, rate: float) -> Floats:
    """Give the smallest estimates whose local false-sign rate is below a bound, all else of the family as it is.

    Args:
        errors: Standard errors, above 0, shape (comparisons,).
        degrees: Degrees of freedom of these errors, above 1.
        prior: Of the family: `SignRates.prior`.
        rate: The bound, 0-1.

    Returns:
        Sizes above 0; NaN where no size passes: a family in which nothing was found lets no single one pass.
    """
    size = len(errors)
    found = np.full(size, np.nan)
    if not size:
        return found
    # Beyond the widest slab a larger estimate is not believed any more: the first that passes is looked for on a grid.
    steps = np.geomspace(0.1, FARTHEST, REACH_STEPS)
    tried = np.repeat(errors, REACH_STEPS) * np.tile(steps, size)
    passed = _rates(tried, np.repeat(errors, REACH_STEPS), np.repeat(degrees, REACH_STEPS), prior) < rate
    passed = passed.reshape(size, REACH_STEPS)
    some = np.flatnonzero(passed.any(axis=1))
    if not len(some):
        return found
    first = passed[some].argmax(axis=1)
    own, freedom = errors[some], degrees[some]
    high = steps[first] * own
    low = np.where(first > 0, steps[np.maximum(first - 1, 0)], 0.0) * own
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        under = _rates(middle, own, freedom, prior) < rate
        low, high = np.where(under, low, middle), np.where(under, middle, high)
    found[some] = high
    return found


def least_discovered_estimates(errors: Floats, degrees: Floats, q_values: Floats, *, share: float) -> Floats:
    """Give the smallest estimates that pass Benjamini and Hochberg's rule beside the others of their family.

    Args:
        errors: Standard errors, above 0, shape (comparisons,).
        degrees: Degrees of freedom of these errors, above 0.
        q_values: Of the whole family, shape (comparisons,).
        share: Share of false discoveries allowed, 0-1.

    Returns:
        t(share R / m) times the error, with R of the m comparisons passing (Benjamini and Hochberg 1995).
    """
    passing = max(int((q_values < share).sum()), 1)
    tail = share * passing / max(len(q_values), 1) / 2
    found: Floats = -special.stdtrit(np.minimum(degrees, 1e6), tail) * errors
    return found


def _rates(estimates: Floats, errors: Floats, degrees: Floats, prior: ScaleMixture) -> Floats:
    return local_false_sign_rates(estimates, errors, degrees, prior=prior).rate
