"""What are lifts of this brand's tests like, before the next one is looked at?"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from learning.domain.experiments import Prior
from learning.stats.effect_spread import fit_spread
from learning.stats.moments import Floats
from learning.stats.normal_bayes import NormalPosterior, NormalPrior, posterior

FEWEST_TESTS: Final = 5
"""Below so many finished tests a fitted spread says little, and the cautious default stays."""


def fit_prior(effects: Floats, errors: Floats, *, source: str) -> Prior | None:
    """Fit the prior of lifts to finished tests (empirical Bayes).

    Args:
        effects: Logarithms of treatment / control of each finished test, shape (tests,); NaN is left out.
        errors: Their standard errors, above 0.
        source: Where the tests come from, for the page.

    Returns:
        Mean and sd of Normal(mean, sd^2) by maximum likelihood of Normal(mean, sd^2 + error^2), with the standard error
        of the mean; the likelihood times sd, so that few tests never give a spread of zero (Chung, Rabe-Hesketh, Dorie,
        Gelman and Liu 2013, eq. 5). None below five tests.
    """
    usable = np.isfinite(effects) & np.isfinite(errors) & (errors > 0)
    effect, variance = effects[usable], errors[usable] ** 2
    if len(effect) < FEWEST_TESTS:
        return None

    sd = fit_spread(effect, variance)
    weights = 1 / (variance + sd**2)
    mean = float(np.sum(effect * weights) / np.sum(weights))
    return Prior(mean, sd, len(effect), source, mean_error=float(1 / math.sqrt(np.sum(weights))))


def shrink(effects: Floats, errors: Floats, prior: Prior) -> NormalPosterior:
    """Draw raw effects to the prior by as much as they are uncertain.

    Args:
        effects: Logarithms of treatment / control, shape (tests,).
        errors: Their standard errors.
        prior: On the same scale.

    Returns:
        The posteriors.
    """
    return posterior(effects, errors, NormalPrior(prior.mean, prior.sd**2))
