"""Rates of posts drawn towards those of the others, against worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from learning.stats.rate_shrinkage import RatePrior, ShrunkenRates, fit_rate_prior, shrink_rates
from learning.stats.shrinkage import GammaPrior, fit_gamma_prior

Floats = NDArray[np.float64]


def shrunken(events: Floats, exposure: Floats) -> ShrunkenRates:
    return shrink_rates(events, exposure, fit_rate_prior(events, exposure))


def prior_of(bulk: GammaPrior, *strays: tuple[float, float, float]) -> RatePrior:
    """A bulk and strays: (shape, exposure, weight) each."""
    shapes, exposures, weights = zip(*((bulk.shape, bulk.exposure, 1.0), *strays), strict=True)
    shares = np.array(weights)
    shares[0] -= shares[1:].sum()
    return RatePrior(bulk, np.array(shapes), np.array(exposures), shares)


def test_the_shrunken_rate_weighs_the_prior_by_its_exposure() -> None:
    prior = prior_of(GammaPrior(mean=0.1, shape=1.0, exposure=10.0))
    own = shrink_rates(np.array([5.0]), np.array([10.0]), prior)
    assert own.rate[0] == pytest.approx((1 + 5) / (10 + 10))
    assert own.low[0] == pytest.approx(stats.gamma.ppf(0.025, 6, scale=1 / 20))
    assert own.high[0] == pytest.approx(stats.gamma.ppf(0.975, 6, scale=1 / 20))


def test_between_two_components_the_range_is_that_of_their_mixture() -> None:
    prior = prior_of(GammaPrior(mean=0.01, shape=20.0, exposure=2_000.0), (1.0, 10.0, 0.1))
    own = shrink_rates(np.array([8.0]), np.array([200.0]), prior)
    grid = (np.arange(200_000) + 0.5) / 200_000 * 0.3
    density = 0.9 * stats.gamma.pdf(grid, 20, scale=1 / 2_000) + 0.1 * stats.gamma.pdf(grid, 1, scale=1 / 10)
    posterior = density * stats.poisson.pmf(8, grid * 200)
    posterior /= posterior.sum()
    assert own.rate[0] == pytest.approx((grid * posterior).sum(), rel=1e-3)
    low, high = grid[np.searchsorted(posterior.cumsum(), [0.025, 0.975])]
    assert own.low[0] == pytest.approx(low, rel=1e-3)
    assert own.high[0] == pytest.approx(high, rel=1e-3)


def test_rates_that_differ_no_more_than_chance_all_become_the_mean() -> None:
    exposure = np.array([100.0, 400.0, 900.0])
    np.testing.assert_allclose(shrunken(exposure * 0.1, exposure).rate, 0.1, rtol=1e-3)


def test_a_lucky_post_that_few_saw_falls_behind_a_good_one_that_many_saw() -> None:
    generator = np.random.default_rng(3)
    exposure = np.append(generator.uniform(500, 2_000, 60), [20.0, 5_000.0])
    events = np.append(generator.poisson(exposure[:60] * generator.gamma(20, 0.03 / 20, 60)), [3.0, 300.0])
    own = shrunken(events.astype(float), exposure)
    assert events[-2] / exposure[-2] > events[-1] / exposure[-1]
    assert own.rate[-2] < own.rate[-1]


def test_a_post_that_thousands_saw_keeps_a_rate_far_beyond_all_others() -> None:
    # As in the exports of rOpenSci: 127 interactions of 1,994 impressions, where posts have .35 %.
    generator = np.random.default_rng(4)
    exposure = np.append(generator.uniform(1_000, 12_000, 80), 1_994.0)
    events = np.append(generator.poisson(exposure[:80] * generator.gamma(6, 0.0035 / 6, 80)), 127.0).astype(float)
    own = shrunken(events, exposure)
    assert own.rate[-1] == pytest.approx(127 / 1_994, rel=0.1)
    assert own.low[-1] < 127 / 1_994 < own.high[-1]
    others = events[:80] / exposure[:80]
    assert own.rate[:80].std() < others.std()


def drawn(generator: np.random.Generator, truth: Floats, bursts: float) -> tuple[Floats, Floats, Floats]:
    """True rates, exposures, and events whose variance is `bursts` times their mean."""
    exposure = np.maximum(np.exp(generator.normal(7.5, 1.2, len(truth))), 100)
    if bursts == 1:
        return truth, exposure, generator.poisson(truth * exposure).astype(float)
    return truth, exposure, generator.negative_binomial(truth * exposure / (bursts - 1), 1 / bursts).astype(float)


def alike(generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    return drawn(generator, generator.gamma(8, 0.03 / 8, 300), 1)


def bell(generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    return drawn(generator, 0.02 * np.exp(generator.normal(0, 0.5, 300)), 1)


def viral(generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    far = np.where(generator.random(300) < 0.03, np.exp(generator.normal(2.2, 0.5, 300)), 1.0)
    return drawn(generator, 0.004 * np.exp(generator.normal(0, 0.4, 300)) * far, 1)


def viral_bursts(generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    far = np.where(generator.random(300) < 0.03, np.exp(generator.normal(2.2, 0.5, 300)), 1.0)
    return drawn(generator, 0.004 * np.exp(generator.normal(0, 0.4, 300)) * far, 3)


def long_tails(generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    return drawn(generator, np.minimum(0.01 * np.exp(0.4 * generator.standard_t(3, 300)), 0.5), 1)


@pytest.mark.parametrize(
    ("world", "most_error"),
    [(alike, 0.8), (bell, 0.85), (viral, 0.7), (viral_bursts, 0.65), (long_tails, 0.95)],
)
def test_the_shrunken_rates_are_nearer_to_the_truth_and_their_ranges_hold_it(world, most_error) -> None:  # type: ignore[no-untyped-def]  # the worlds are callables of one shape
    generator = np.random.default_rng(21)
    errors, covered, leaders = [], [], []
    for _ in range(12):
        truth, exposure, events = world(generator)
        own = shrunken(events, exposure)
        errors.append(((own.rate - truth) ** 2).mean() / ((events / exposure - truth) ** 2).mean())
        holds = (own.low <= truth) & (truth <= own.high)
        covered.append(holds.mean())
        leaders.append(holds[np.argsort(-own.rate)[:5]].mean())
    assert np.mean(errors) < most_error
    assert 0.92 <= np.mean(covered) <= 0.98
    assert np.mean(leaders) >= 0.87


def test_one_gamma_alone_would_miss_what_went_viral() -> None:
    """What the strays are for."""
    generator = np.random.default_rng(22)
    alone, mixed = [], []
    for _ in range(12):
        truth, exposure, events = viral(generator)
        single = shrink_rates(events, exposure, prior_of(fit_gamma_prior(events, exposure)))
        own = shrunken(events, exposure)
        alone.append(((single.rate - truth) ** 2).mean())
        mixed.append(((own.rate - truth) ** 2).mean())
    assert np.mean(mixed) < 0.6 * np.mean(alone)


def test_bursts_are_noticed_and_draw_small_posts_further_in() -> None:
    generator = np.random.default_rng(12)
    found, better, tiny = [], [], []
    for _ in range(20):
        truth = 0.02 * np.exp(generator.normal(0, 0.5, 300))
        exposure = np.maximum(np.exp(generator.normal(7, 1.2, 300)), 30)
        events = generator.negative_binomial(truth * exposure / 7, 1 / 8).astype(float)
        prior = fit_rate_prior(events, exposure)
        own = shrink_rates(events, exposure, prior)
        found.append(prior.bulk.dispersion)
        better.append(((own.rate - truth) ** 2).mean() / ((events / exposure - truth) ** 2).mean())
        lead = np.argsort(-own.rate)[:10]
        tiny.append((exposure[lead] < np.quantile(exposure, 0.2)).mean())
    assert 4 < np.median(found) < 16
    assert np.mean(better) < 0.5
    assert np.mean(tiny) < 0.15
