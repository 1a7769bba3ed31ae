import numpy as np
import pytest

from learning.stats.shrinkage import fit_gamma_prior


def test_the_prior_of_two_posts_is_the_one_worked_out_by_hand() -> None:
    # 10 and 30 events of 100 each: m = .2, S = 100 x (.1^2 + .1^2) = 2, tau^2 = (2 - .2) / (200 - 100) = .018.
    prior = fit_gamma_prior(np.array([10.0, 30.0]), np.array([100.0, 100.0]))
    assert prior.mean == pytest.approx(0.2)
    assert prior.exposure == pytest.approx(0.2 / 0.018)
    assert prior.shape == pytest.approx(0.2 * 0.2 / 0.018)


def test_one_post_that_nearly_all_saw_does_not_set_the_mean_alone() -> None:
    generator = np.random.default_rng(13)
    exposure = np.append(generator.uniform(500, 2_000, 80), 5_000_000.0)
    rates = np.append(generator.gamma(8, 0.04 / 8, 80), 0.002)
    events = generator.poisson(rates * exposure).astype(float)
    assert events.sum() / exposure.sum() < 0.003
    assert fit_gamma_prior(events, exposure).mean > 0.03


def test_without_bursts_the_dispersion_is_about_one() -> None:
    generator = np.random.default_rng(14)
    truth = generator.gamma(8, 0.03 / 8, 400)
    exposure = generator.uniform(50, 1_000, 400)
    assert fit_gamma_prior(generator.poisson(truth * exposure).astype(float), exposure).dispersion < 2


def test_one_post_that_went_viral_does_not_make_bursts_of_the_others() -> None:
    generator = np.random.default_rng(15)
    exposure = np.append(generator.uniform(1_000, 9_000, 80), 2_000.0)
    rates = np.append(generator.gamma(8, 0.004 / 8, 80), 0.064)
    events = generator.poisson(rates * exposure).astype(float)
    assert fit_gamma_prior(events, exposure).dispersion > 10
    bulk = fit_gamma_prior(events, exposure, robust=True)
    assert bulk.dispersion < 3
    assert 0.003 < bulk.mean < 0.005
    assert bulk.exposure < exposure.sum() / 20
