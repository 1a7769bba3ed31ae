"""What are the posts of a brand like, before one of them is looked at?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


FEWEST_FOR_DISPERSION: Final = 30
"""Posts from which on the spread within a post can be told from that between posts."""
MOST_DISPERSION: Final = 100.0
ROUNDS: Final = 60
SETTLED: Final = 1e-6
NO_CAP: Final = np.inf
CAPPED_MASS: Final = 0.9776
"""Mean of min(z^2, 2.5^2) of a standard normal z."""
CAP: Final = 2.5
"""Standard deviations from which on a post counts as no farther off (Huber 1981, Robust Statistics, section 8.4)."""
MAD_TO_SD: Final = 1.4826


@dataclass(frozen=True, slots=True)
class GammaPrior:
    """What the posts of a brand are like before one of them is looked at: rates follow Gamma(shape, rate =
    exposure).
    """

    mean: float
    shape: float
    exposure: float
    """The prior weighs as much as this many impressions; at most as all posts together."""
    dispersion: float = 1.0
    """Variance of a post's count by its mean: above 1 where interactions come in bursts."""


def fit_gamma_prior(events: Floats, exposure: Floats, *, robust: bool = False) -> GammaPrior:
    """Fit the prior of Poisson rates by moments.

    Args:
        events: Events of each post (interactions), shape (posts,), at least 0.
        exposure: Its exposure (impressions), shape (posts,), above 0; at least one post with an event.
        robust: Describe the bulk of the posts: from 30 posts on none counts as farther from the mean than 2.5 standard
            deviations, so that one that went viral makes nothing of the others look like chance.

    Returns:
        The pooled mean m and, with the variance of the true rates tau^2 = (S - (k - 1) m) / (N - sum(n_i^2) / N), S =
        sum n_i (r_i - m)^2 and N = sum n_i, the gamma with that mean and variance: exposure m / tau^2, shape m^2 /
        tau^2. From DerSimonian and Laird (1986), with the Poisson variance m / n_i as the variance within;
        gamma-Poisson empirical Bayes as in Clayton and Kaldor (1987). From 30 posts on the variance within is phi m /
        n_i, with phi (at least 1) and tau^2 from the regression of (r_i - m)^2 on m / n_i and the mean weighted by 1 /
        (tau^2 + phi m / n_i), both iterated (quasi-likelihood, McCullagh and Nelder 1989, section 9.2): neither one
        post that nearly all saw nor interactions that come in bursts decide alone. Robust: squares are cut at 2.5^2
        variances and divided by what that leaves of a normal's variance, and weights fall likewise (Huber's proposal
        2, from the median and the median absolute deviation).
    """
    total, rates = float(exposure.sum()), events / exposure
    mean = float(events.sum()) / total
    spread = float((exposure * (rates - mean) ** 2).sum())
    weight = total - float((exposure**2).sum()) / total
    between = (spread - (len(events) - 1) * mean) / weight if weight > 0 else 0.0
    dispersion = 1.0
    if len(events) >= FEWEST_FOR_DISPERSION:
        if robust:
            mean = float(np.median(rates)) or mean
            between = (MAD_TO_SD * float(np.median(np.abs(rates - mean)))) ** 2
        mean, between, dispersion = _iterate(rates, exposure, mean, between, cap=CAP if robust else NO_CAP)
    # What the posts have in common cannot be known better than from all of them together.
    most = total / dispersion if robust else total
    weight_of_prior = min(mean / between, most) if between > 0 else most
    return GammaPrior(mean, mean * weight_of_prior, weight_of_prior, dispersion)


def _iterate(rates: Floats, exposure: Floats, mean: float, between: float, *, cap: float) -> tuple[float, float, float]:
    """Mean, variance between and dispersion; where they do not settle, the last round holds."""
    pooled, between, dispersion = mean, max(between, 0.0), 1.0
    left = CAPPED_MASS if cap == CAP else 1.0
    for _ in range(ROUNDS):
        within = mean / exposure
        variance = between + dispersion * within
        weights = np.minimum(1.0, cap * np.sqrt(variance) / np.maximum(np.abs(rates - mean), 1e-300)) / variance
        new_mean = float((weights * rates).sum() / weights.sum())
        if new_mean <= 0:
            return pooled, between, dispersion
        squares = np.minimum((rates - new_mean) ** 2, cap**2 * variance) / left
        found, spread = _components(squares, new_mean / exposure, variance)
        settled = abs(new_mean - mean) <= SETTLED * mean and abs(found - between) <= SETTLED * mean**2
        # Half a step: whole ones can swing for ever between 'all lies within' and 'all lies between'.
        mean, between, dispersion = new_mean, (between + found) / 2, (dispersion + spread) / 2
        if settled:
            break
    return mean, between, dispersion


def _components(squares: Floats, within: Floats, variance: Floats) -> tuple[float, float]:
    """Variance between and dispersion by weighted least squares; a square varies with the square of its mean."""
    weights = 1 / variance**2
    total = weights.sum()
    centre_x, centre_y = (weights * within).sum() / total, (weights * squares).sum() / total
    scatter = (weights * (within - centre_x) ** 2).sum()
    slope = 1.0
    if scatter > 0:
        slope = float((weights * (within - centre_x) * (squares - centre_y)).sum() / scatter)
    dispersion = min(max(slope, 1.0), MOST_DISPERSION)
    between = float(centre_y - dispersion * centre_x)
    if between < 0:
        # No variance between is left: all of it lies within.
        dispersion = float(min(max((weights * squares).sum() / (weights * within).sum(), 1.0), MOST_DISPERSION))
        between = 0.0
    return between, dispersion
