"""Which posts are really better, and which were just seen by few?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.stats.quantiles import CONFIDENCE

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GammaPrior:
    """What the posts of a brand are like before one of them is looked at: rates follow Gamma(shape, rate =
    exposure).
    """

    mean: float
    shape: float
    exposure: float
    """The prior weighs as much as this many impressions; at most as all posts together."""


@dataclass(frozen=True, slots=True)
class ShrunkenRates:
    """Rates drawn towards the brand's own mean by as much as their exposure is small."""

    rate: Floats
    low: Floats
    high: Floats


def fit_gamma_prior(events: Floats, exposure: Floats) -> GammaPrior:
    """Fit the prior of Poisson rates by moments.

    Args:
        events: Events of each post (interactions), shape (posts,), at least 0.
        exposure: Its exposure (impressions), shape (posts,), above 0; at least one post with an event.

    Returns:
        The pooled mean m and, with the variance of the true rates tau^2 = (S - (k - 1) m) / (N - sum(n_i^2) / N), S =
        sum n_i (r_i - m)^2 and N = sum n_i, the gamma with that mean and variance: exposure m / tau^2, shape m^2 /
        tau^2. From DerSimonian and Laird (1986), with the Poisson variance m / n_i as the variance within;
        gamma-Poisson empirical Bayes as in Clayton and Kaldor (1987).
    """
    total = float(exposure.sum())
    mean = float(events.sum()) / total
    spread = float((exposure * (events / exposure - mean) ** 2).sum())
    weight = total - float((exposure**2).sum()) / total
    between = (spread - (len(events) - 1) * mean) / weight if weight > 0 else 0.0
    # What the posts have in common cannot be known better than from all of them together.
    weight_of_prior = min(mean / between, total) if between > 0 else total
    return GammaPrior(mean, mean * weight_of_prior, weight_of_prior)


def shrink_rates(
    events: Floats, exposure: Floats, prior: GammaPrior, *, confidence: float = CONFIDENCE
) -> ShrunkenRates:
    """Draw each post's rate towards the mean of all.

    Args:
        events: Events of each post, shape (posts,), at least 0.
        exposure: Its exposure, shape (posts,), above 0.
        prior: From `fit_gamma_prior`.
        confidence: Probability of the credible interval, 0-1.

    Returns:
        Posterior mean (shape + events) / (prior exposure + exposure) of each post and its equal-tailed credible
        interval from the gamma posterior (Gelman et al. 2013, Bayesian Data Analysis, section 2.6).
    """
    shape, weight = prior.shape + events, prior.exposure + exposure
    tail = (1 - confidence) / 2
    return ShrunkenRates(
        shape / weight, special.gammaincinv(shape, tail) / weight, special.gammaincinv(shape, 1 - tail) / weight
    )
