"""How large an estimate has to be."""

from __future__ import annotations

import numpy as np
import pytest

from learning.stats.false_discovery import local_false_sign_rates, t_p_values
from learning.stats.multiplicity import benjamini_hochberg
from learning.stats.scale_mixture import ScaleMixture
from learning.stats.tier_bounds import least_discovered_estimates, least_sure_estimates


def test_at_the_bound_the_false_sign_rate_is_what_was_asked_for() -> None:
    rng = np.random.default_rng(1)
    errors = rng.uniform(0.05, 0.3, 100)
    effects = np.where(np.arange(100) < 20, 0.8, 0.0)
    estimates = effects + errors * rng.standard_normal(100)
    degrees = np.full(100, 30.0)
    found = local_false_sign_rates(estimates, errors, degrees)
    bounds = least_sure_estimates(errors, degrees, found.prior, rate=0.05)
    at_bound = local_false_sign_rates(bounds, errors, degrees, prior=found.prior)
    assert at_bound.rate == pytest.approx(np.full(100, 0.05), abs=1e-6)
    assert ((np.abs(estimates) > bounds) == (found.rate < 0.05)).all()


def test_where_nothing_was_found_no_size_would_do() -> None:
    prior = ScaleMixture(1.0, np.array([1.0]), np.array([0.0]))
    assert np.isnan(least_sure_estimates(np.array([0.1]), np.array([20.0]), prior, rate=0.05)).all()
    assert len(least_sure_estimates(np.zeros(0), np.zeros(0), prior, rate=0.05)) == 0


def test_what_passes_benjamini_and_hochberg_lies_above_its_bound() -> None:
    rng = np.random.default_rng(2)
    errors, degrees = np.full(200, 0.1), np.full(200, 25.0)
    estimates = np.where(np.arange(200) < 30, 0.4, 0.0) + 0.1 * rng.standard_normal(200)
    q_values = benjamini_hochberg(t_p_values(estimates, errors, degrees))
    bounds = least_discovered_estimates(errors, degrees, q_values, share=0.1)
    assert ((np.abs(estimates) > bounds) == (q_values < 0.1)).all()
    assert (q_values < 0.1).sum() > 20
