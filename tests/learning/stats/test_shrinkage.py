import numpy as np
import pytest

from learning.stats.shrinkage import GammaPrior, fit_gamma_prior, shrink_rates


def test_the_prior_of_two_posts_is_the_one_worked_out_by_hand() -> None:
    # 10 and 30 events of 100 each: m = .2, S = 100 x (.1^2 + .1^2) = 2, tau^2 = (2 - .2) / (200 - 100) = .018.
    prior = fit_gamma_prior(np.array([10.0, 30.0]), np.array([100.0, 100.0]))
    assert prior.mean == pytest.approx(0.2)
    assert prior.exposure == pytest.approx(0.2 / 0.018)
    assert prior.shape == pytest.approx(0.2 * 0.2 / 0.018)


def test_the_shrunken_rate_weighs_the_prior_by_its_exposure() -> None:
    own = shrink_rates(np.array([5.0]), np.array([10.0]), GammaPrior(mean=0.1, shape=1.0, exposure=10.0))
    assert own.rate[0] == pytest.approx((1 + 5) / (10 + 10))
    assert own.low[0] < own.rate[0] < own.high[0]


def test_rates_that_differ_no_more_than_chance_all_become_the_mean() -> None:
    exposure = np.array([100.0, 400.0, 900.0])
    prior = fit_gamma_prior(exposure * 0.1, exposure)
    assert prior.exposure == exposure.sum()
    own = shrink_rates(exposure * 0.1, exposure, prior)
    np.testing.assert_allclose(own.rate, 0.1)


def test_a_lucky_post_that_few_saw_falls_behind_a_good_one_that_many_saw() -> None:
    generator = np.random.default_rng(3)
    exposure = np.append(generator.uniform(500, 2_000, 60), [20.0, 5_000.0])
    events = np.append(generator.poisson(exposure[:60] * generator.gamma(20, 0.03 / 20, 60)), [3.0, 300.0])
    own = shrink_rates(events.astype(float), exposure, fit_gamma_prior(events.astype(float), exposure))
    assert events[-2] / exposure[-2] > events[-1] / exposure[-1]
    assert own.rate[-2] < own.rate[-1]


def test_shrinking_brings_rates_nearer_to_the_truth() -> None:
    generator = np.random.default_rng(11)
    truth = generator.gamma(8, 0.03 / 8, 400)
    exposure = generator.uniform(50, 1_000, 400)
    events = generator.poisson(truth * exposure).astype(float)
    own = shrink_rates(events, exposure, fit_gamma_prior(events, exposure))
    assert ((own.rate - truth) ** 2).mean() < 0.6 * ((events / exposure - truth) ** 2).mean()
    assert 0.92 <= ((own.low <= truth) & (truth <= own.high)).mean() <= 0.98


def bursts(generator: np.random.Generator, posts: int, size: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Posts whose interactions come in bursts: true rates, exposures, events with `size` times the variance."""
    truth = 0.02 * np.exp(generator.normal(0, 0.5, posts))
    exposure = np.maximum(np.exp(generator.normal(7, 1.2, posts)), 30)
    events = generator.negative_binomial(truth * exposure / (size - 1), 1 / size).astype(float)
    return truth, exposure, events


def test_bursts_are_noticed_and_draw_small_posts_further_in() -> None:
    generator = np.random.default_rng(12)
    found, better, tiny = [], [], []
    for _ in range(20):
        truth, exposure, events = bursts(generator, 300, 8.0)
        prior = fit_gamma_prior(events, exposure)
        own = shrink_rates(events, exposure, prior)
        naive = shrink_rates(events, exposure, GammaPrior(prior.mean, prior.shape, prior.exposure))
        found.append(prior.dispersion)
        better.append(((own.rate - truth) ** 2).mean() / ((naive.rate - truth) ** 2).mean())
        lead = np.argsort(-own.rate)[:10]
        tiny.append((exposure[lead] < np.quantile(exposure, 0.2)).mean())
    assert 4 < np.median(found) < 16
    assert np.mean(better) < 0.8
    assert np.mean(tiny) < 0.15


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
