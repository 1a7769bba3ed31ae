"""Which posts are really better, and which were just seen by few?

Most posts of a brand are alike; a few go far beyond, and no bell around the many foresees them. So the prior has a bulk
and strays: what few saw is drawn into the bulk, what thousands saw and stands far outside keeps its own rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.stats.quantiles import CONFIDENCE
from learning.stats.shrinkage import GammaPrior, fit_gamma_prior

Floats = NDArray[np.float64]

STRAY_MEANS: Final = 2.0 ** np.arange(-1, 8, dtype=np.float64)
"""Where strays can lie, in multiples of the mean of the bulk."""
STRAY_SHAPE: Final = 1.0
FIRST_STRAYS: Final = 0.05
BULK_COUNT: Final = 2.0
"""Pseudo-observations of the bulk: a stray has to show itself."""
MOST_ROUNDS: Final = 200
ENOUGH: Final = 1e-5
"""The fit ends when no weight moves by more than this."""
NOTHING: Final = 1e-4
"""Strays of less weight are left out."""
SURE: Final = 1e-3
"""A post whose other components weigh less than this together belongs to one alone."""
HALVINGS: Final = 30


@dataclass(frozen=True, slots=True)
class RatePrior:
    """What the rates of a brand's posts are like: gammas, of which the first is the bulk."""

    bulk: GammaPrior
    shapes: Floats
    """Shape of each gamma, shape (components,); the first is the bulk's."""
    exposures: Floats
    """Impressions that each weighs as much as, shape (components,)."""
    weights: Floats
    """Share of posts of each, shape (components,); they sum to 1."""


@dataclass(frozen=True, slots=True)
class ShrunkenRates:
    """Rates drawn towards those of the brand's other posts by as much as their exposure is small."""

    rate: Floats
    low: Floats
    high: Floats


def fit_rate_prior(events: Floats, exposure: Floats) -> RatePrior:
    """Fit bulk and strays.

    Args:
        events: Events of each post (interactions), shape (posts,), at least 0.
        exposure: Its exposure (impressions), shape (posts,), above 0; at least one post with an event.

    Returns:
        The bulk by robust moments (`fit_gamma_prior`) and exponentials with half to 128 times its mean, whose weights
        maximise the likelihood, penalised by two pseudo-observations of the bulk, by EM: empirical Bayes with a
        mixture on a fixed grid (Kiefer and Wolfowitz 1956; Stephens 2017, Biostatistics 18(2), section 2.2).
    """
    bulk = fit_gamma_prior(events, exposure, robust=True)
    shapes = np.concatenate([[bulk.shape], np.full(len(STRAY_MEANS), STRAY_SHAPE)])
    exposures = np.concatenate([[bulk.exposure], STRAY_SHAPE / (bulk.mean * STRAY_MEANS)])
    logs = _log_marginals(events / bulk.dispersion, exposure / bulk.dispersion, shapes, exposures)
    likelihoods = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights: Floats = np.full(len(shapes), FIRST_STRAYS / len(STRAY_MEANS))
    weights[0] = 1 - FIRST_STRAYS
    for _ in range(MOST_ROUNDS):
        found: Floats = weights * (likelihoods.T @ (1 / (likelihoods @ weights)))
        found[0] += BULK_COUNT
        found /= found.sum()
        moved = float(np.abs(found - weights).max())
        weights = found
        if moved < ENOUGH:
            break
    kept = weights >= NOTHING
    kept[0] = True
    return RatePrior(bulk, shapes[kept], exposures[kept], weights[kept] / weights[kept].sum())


def shrink_rates(
    events: Floats, exposure: Floats, prior: RatePrior, *, confidence: float = CONFIDENCE
) -> ShrunkenRates:
    """Draw each post's rate towards those of the others.

    Args:
        events: Events of each post, shape (posts,), at least 0.
        exposure: Its exposure, shape (posts,), above 0.
        prior: From `fit_rate_prior`.
        confidence: Probability of the credible interval, 0-1.

    Returns:
        Posterior mean of each post and its equal-tailed credible interval. Within a component the posterior is the
        gamma with shape + events / phi and exposure + exposure of the post / phi (Gelman et al. 2013, Bayesian Data
        Analysis, section 2.6): events that come in bursts of phi tell as much as a phi-th of them. Components count by
        their posterior probability.
    """
    counts, seen = events / prior.bulk.dispersion, exposure / prior.bulk.dispersion
    logs = _log_marginals(counts, seen, prior.shapes, prior.exposures) + np.log(prior.weights)
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    shapes, exposures = prior.shapes + counts[:, None], prior.exposures + seen[:, None]
    tail = (1 - confidence) / 2
    return ShrunkenRates(
        (chances * shapes / exposures).sum(axis=1),
        _quantiles(tail, chances, shapes, exposures),
        _quantiles(1 - tail, chances, shapes, exposures),
    )


def _log_marginals(counts: Floats, seen: Floats, shapes: Floats, exposures: Floats) -> Floats:
    """Logarithm of each post's chance under each gamma, up to what all gammas share (negative binomial)."""
    found: Floats = (
        shapes * np.log(exposures)
        - special.gammaln(shapes)
        + special.gammaln(shapes + counts[:, None])
        - (shapes + counts[:, None]) * np.log(exposures + seen[:, None])
    )
    return found


def _quantiles(share: float, chances: Floats, shapes: Floats, exposures: Floats) -> Floats:
    """A quantile of each post's mixture of gammas: that of its one component, else found by halving."""
    main = chances.argmax(axis=1)
    every = np.arange(len(main))
    found: Floats = special.gammaincinv(shapes[every, main], share) / exposures[every, main]
    open_ = np.flatnonzero(1 - chances[every, main] > SURE)
    if not len(open_):
        return found
    chance, shape, exposure = chances[open_], shapes[open_], exposures[open_]
    ends = special.gammaincinv(shape, share) / exposure
    low, high = ends.min(axis=1), ends.max(axis=1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = (chance * special.gammainc(shape, exposure * middle[:, None])).sum(axis=1) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found[open_] = (low + high) / 2
    return found
