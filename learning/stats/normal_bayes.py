"""How likely is an arm better, and what would a wrong choice cost?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from learning.stats.moments import Floats


@dataclass(frozen=True, slots=True)
class NormalPrior:
    """What effects are like before the data: Normal(mean, variance); numbers or arrays of shape (tests,)."""

    mean: float | Floats
    variance: float | Floats


@dataclass(frozen=True, slots=True)
class NormalPosterior:
    """What is known of each effect; arrays of shape (tests,)."""

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    chance_to_win: Floats
    """P(effect > 0), or P(effect < 0) where lower is better."""
    loss_if_kept: Floats
    """E[max(effect, 0)]: what staying with the control costs; the two losses swap where lower is better."""
    loss_if_chosen: Floats
    """E[max(-effect, 0)]: what choosing the treatment costs."""


def posterior(
    effect: Floats,
    error: Floats,
    prior: NormalPrior | None = None,
    *,
    alpha: float = 0.05,
    lower_is_better: bool = False,
) -> NormalPosterior:
    """Weigh normal estimates with a normal prior.

    Args:
        effect: Estimates, shape (tests,).
        error: Their standard errors, above 0 or NaN.
        prior: On the same scale; None = flat.
        alpha: 1 - the probability of the interval.
        lower_is_better: Whether a win is an effect below zero.

    Returns:
        Precision-weighted mean, sd, central interval, chance to win and both expected losses
        E[max(X, 0)] = m Phi(m / s) + s phi(m / s) (Gelman et al. 2013, section 2.5).
    """
    mean, sd = effect, error
    if prior is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            precision = 1 / error**2 + 1 / prior.variance
            mean = (effect / error**2 + prior.mean / prior.variance) / precision
            sd = 1 / np.sqrt(precision)
    reach = special.ndtri(1 - alpha / 2) * sd
    with np.errstate(divide="ignore", invalid="ignore"):
        standard = mean / sd
    gain, loss = sd * _above_zero(standard), sd * _above_zero(-standard)
    if lower_is_better:
        return NormalPosterior(mean, sd, mean - reach, mean + reach, special.ndtr(-standard), loss, gain)
    return NormalPosterior(mean, sd, mean - reach, mean + reach, special.ndtr(standard), gain, loss)


def _above_zero(standard: Floats) -> Floats:
    """E[max(Z + m, 0)] for a standard normal Z; below zero the two parts nearly cancel, so it is clipped."""
    density = np.exp(-(standard**2) / 2) / math.sqrt(2 * math.pi)
    found: Floats = np.maximum(standard * special.ndtr(standard) + density, 0.0)
    return found


def lognormal_losses(mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """Give both expected losses of a lift whose logarithm is normal.

    Args:
        mean: Posterior means of log(T / C), shape (tests,).
        sd: Their standard deviations, above 0.

    Returns:
        Of L = exp(X) - 1: E[max(L, 0)], what staying with the control costs, and E[max(-L, 0)], what choosing the
        treatment costs; both relative to the control (lognormal partial expectations, Johnson, Kotz and Balakrishnan
        1994, chapter 14).
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        raised = np.exp(mean + sd**2 / 2)
        above, below = mean / sd, -mean / sd
        kept = raised * special.ndtr(above + sd) - special.ndtr(above)
        chosen = special.ndtr(below) - raised * special.ndtr(below - sd)
    return np.maximum(kept, 0.0), np.maximum(chosen, 0.0)
