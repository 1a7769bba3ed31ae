"""What can be said of a running test at any look, however often one looks?"""

from __future__ import annotations

import numpy as np

from learning.stats.moments import Floats
from learning.stats.sides import Sides
from learning.stats.welch import Comparison


def mixing_rate(alpha: float | Floats, planned_n: Floats) -> Floats:
    """Give rho^2, which makes the sequence narrowest at a number of units that was fixed in advance.

    Args:
        alpha: Error probability over all looks together, 0-1 (twice that of a one-sided sequence).
        planned_n: Planned units of both arms together, above 0, shape (tests,).

    Returns:
        (-2 log a + log(-2 log a + 1)) / N* (Waudby-Smith et al., arXiv 2103.06476, eq. 161).
    """
    bits = -2 * np.log(alpha)
    with np.errstate(divide="ignore"):
        found: Floats = (bits + np.log(bits + 1)) / planned_n
    return found


def sequence_reach(
    error: Floats, n: Floats, *, planned_n: Floats, alpha: float | Floats, tuned_to: float | Floats | None = None
) -> Floats:
    """Give the half width of the two-sided sequence.

    Args:
        error: Standard errors, shape (tests,).
        n: Units of both arms together so far.
        planned_n: Planned units of both arms together, fixed in advance.
        alpha: Error probability over all looks together, 0-1.
        tuned_to: The alpha that rho^2 is chosen for, where it is fixed and `alpha` follows from other arms.

    Returns:
        se sqrt(N) sqrt(2 (N rho^2 + 1) log(sqrt(N rho^2 + 1) / a) / (N rho)^2) (arXiv 2103.06476, eq. 9).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = n * mixing_rate(alpha if tuned_to is None else tuned_to, planned_n) + 1
        found: Floats = error * np.sqrt(2 * grown / (grown - 1) * (np.log(grown) / 2 - np.log(alpha)))
    return found


def sequence(
    effect: Floats,
    error: Floats,
    n: Floats,
    *,
    planned_n: Floats,
    alpha: float | Floats = 0.05,
    tuned_to: float | Floats | None = None,
    sides: Sides = Sides.BOTH,
) -> Comparison:
    """Give the asymptotic confidence sequence of an effect at one look.

    Args:
        effect: Estimates, shape (tests,).
        error: Their standard errors.
        n: Units of both arms together so far.
        planned_n: Planned units of both arms together, fixed in advance.
        alpha: Error probability over all looks together, 0-1; under .5 for one side.
        tuned_to: The alpha that rho^2 is chosen for, where it is fixed and `alpha` follows from other arms.
        sides: The alternative.

    Returns:
        Both sides: half width se sqrt(N) sqrt(2 (N rho^2 + 1) log(sqrt(N rho^2 + 1) / a) / (N rho)^2) and
        p = min(1, 1 / E), E = exp(rho^2 t^2 / (2 (N rho^2 + 1))) / sqrt(N rho^2 + 1), t^2 = N effect^2 / se^2
        (arXiv 2103.06476, eq. 9 and 155). One side: log(1 + sqrt(N rho^2 + 1) / (2 a)) in place of the logarithm
        (eq. 134), rho^2 of 2 a, and the p at which the end meets zero. Degrees are infinite.
    """
    both = sides is Sides.BOTH
    tuned = alpha if tuned_to is None else tuned_to
    rate = mixing_rate(tuned if both else 2 * tuned, planned_n)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        grown = n * rate + 1
        penalty = np.log(np.sqrt(grown) / alpha) if both else np.log1p(np.sqrt(grown) / (2 * alpha))
        reach = error * np.sqrt(2 * grown * penalty / (n * rate))
        # The logarithm of E: its power runs out of the floating range at z of about 40.
        weight = n * rate * (effect / error) ** 2 / (2 * grown)
        if both:
            p_value = np.exp(np.minimum(0.0, np.log(grown) / 2 - weight))
        else:
            wanted = effect > 0 if sides is Sides.GREATER else effect < 0
            tail = np.sqrt(grown) / 2 * np.exp(-weight) / -np.expm1(-weight)
            p_value = np.where(np.isnan(weight), np.nan, np.where(wanted, np.minimum(1.0, tail), 1.0))
        low, high = effect - reach, effect + reach
    unknown = np.isnan(reach)
    if sides is Sides.GREATER:
        high = np.where(unknown, np.nan, np.inf)
    elif sides is Sides.LESS:
        low = np.where(unknown, np.nan, -np.inf)
    return Comparison(effect, error, low, high, p_value, np.where(unknown, np.nan, np.inf))
