"""Welch, the log-ratio form, the confidence sequence and the posterior, each against another way to the same number."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.proportion import test_proportions_2indep as proportions_ratio

from learning.stats.confidence_sequence import sequence, sequence_reach
from learning.stats.log_ratio import as_lift, compare_logs
from learning.stats.moments import Moments, binomial_moments, mean_moments
from learning.stats.normal_bayes import NormalPrior, lognormal_losses, posterior
from learning.stats.sides import Sides
from learning.stats.student import upper_quantiles
from learning.stats.welch import compare_means, welch_degrees


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float64)


def sample(values: np.ndarray) -> Moments:
    return mean_moments(one(len(values)), one(values.sum()), one((values**2).sum()))


GENERATOR = np.random.default_rng(3)
FIRST, SECOND = GENERATOR.gamma(2, 3, 40), GENERATOR.gamma(2, 4, 55)


@pytest.mark.parametrize(
    ("sides", "word"), [(Sides.BOTH, "two-sided"), (Sides.GREATER, "greater"), (Sides.LESS, "less")]
)
def test_welch_on_the_plain_scale_is_that_of_scipy(sides: Sides, word: str) -> None:
    found = compare_means(sample(FIRST), sample(SECOND), relative=False, alpha=0.1, sides=sides)
    other = stats.ttest_ind(SECOND, FIRST, equal_var=False, alternative=word)
    interval = other.confidence_interval(0.9)
    assert found.p_value[0] == pytest.approx(other.pvalue, rel=1e-9)
    assert found.degrees[0] == pytest.approx(other.df, rel=1e-9)
    assert (found.low[0], found.high[0]) == pytest.approx((interval.low, interval.high), rel=1e-9)


def test_an_arm_without_spread_gives_no_interval_rather_than_a_narrow_one() -> None:
    found = compare_means(binomial_moments(one(100), one(0)), binomial_moments(one(100), one(9)), relative=False)
    assert found.estimate[0] == pytest.approx(0.09)
    assert np.isnan([found.error[0], found.low[0], found.high[0], found.p_value[0]]).all()


def test_degrees_of_tiny_variances_do_not_vanish() -> None:
    assert welch_degrees(one(1e-200), one(1e-200), one(50), one(50))[0] == pytest.approx(98)


def test_the_log_ratio_range_is_that_of_katz() -> None:
    found = compare_logs(
        binomial_moments(one(5000), one(400)), binomial_moments(one(5100), one(452)), degrees=one(np.inf)
    )
    low, high = confint_proportions_2indep(452, 5100, 400, 5000, method="log", compare="ratio")
    test = proportions_ratio(452, 5100, 400, 5000, method="log", compare="ratio")
    assert (as_lift(found.low)[0] + 1, as_lift(found.high)[0] + 1) == pytest.approx((low, high))
    assert found.p_value[0] == pytest.approx(test.pvalue)


def test_a_mean_below_zero_has_no_log_ratio() -> None:
    found = compare_logs(sample(FIRST), sample(-SECOND))
    assert np.isnan(found.low[0])


def test_quantiles_of_student_hold_for_few_and_many_degrees() -> None:
    degrees = np.array([0.7, 1, 3.5, 30, 199, 200, 1e4, 1e12, np.inf])
    for tail in (0.025, 1e-4, 1e-8, 1e-12):
        wanted = [stats.t.isf(tail, one) if np.isfinite(one) else stats.norm.isf(tail) for one in degrees]
        np.testing.assert_allclose(upper_quantiles(degrees, tail), wanted, rtol=1e-7)
    assert np.isnan(upper_quantiles(np.array([np.nan]), 0.1))[0]


def test_the_sequence_meets_zero_exactly_where_its_p_value_says() -> None:
    error, n, planned = one(0.02), one(4_000), one(9_000)
    for alpha in (0.05, 0.01):
        effect = sequence_reach(error, n, planned_n=planned, alpha=alpha)
        assert sequence(effect, error, n, planned_n=planned, alpha=alpha).p_value[0] == pytest.approx(alpha)
    for sides in (Sides.GREATER, Sides.LESS):
        sign = 1 if sides is Sides.GREATER else -1
        found = sequence(one(0.0), error, n, planned_n=planned, alpha=0.05, sides=sides)
        reach = (-found.low if sides is Sides.GREATER else found.high)[0]
        at_zero = sequence(one(sign * reach), error, n, planned_n=planned, alpha=0.05, sides=sides)
        assert at_zero.p_value[0] == pytest.approx(0.05)


def test_the_sequence_is_narrowest_near_the_planned_number() -> None:
    def width(planned: float) -> float:
        return float(sequence_reach(one(1.0), one(10_000), planned_n=one(planned), alpha=0.05)[0])

    best = optimize.minimize_scalar(width, bounds=(1_000, 100_000), method="bounded").x
    assert 0.8 * 10_000 <= best <= 1.25 * 10_000


def test_evidence_beyond_the_floating_range_gives_zero_and_not_nan() -> None:
    found = sequence(one(5.0), one(0.001), one(1e9), planned_n=one(1e9))
    assert found.p_value[0] == 0
    assert np.isfinite(found.low[0])


def test_the_posterior_weighs_by_precision_and_its_losses_are_the_integrals() -> None:
    found = posterior(one(0.1), one(0.05), NormalPrior(0.0, 0.05**2))
    assert found.mean[0] == pytest.approx(0.05)
    assert found.sd[0] == pytest.approx(0.05 / math.sqrt(2))
    density = stats.norm(found.mean[0], found.sd[0]).pdf
    gain = integrate.quad(lambda x: x * density(x), 0, 1)[0]
    loss = integrate.quad(lambda x: -x * density(x), -1, 0)[0]
    assert found.loss_if_kept[0] == pytest.approx(gain, rel=1e-6)
    assert found.loss_if_chosen[0] == pytest.approx(loss, rel=1e-6)


def test_losses_of_a_lift_are_the_integrals_over_its_logarithm() -> None:
    density = stats.norm(0.03, 0.05).pdf
    gain = integrate.quad(lambda x: math.expm1(x) * density(x), 0, 1)[0]
    loss = integrate.quad(lambda x: -math.expm1(x) * density(x), -1, 0)[0]
    kept, chosen = lognormal_losses(one(0.03), one(0.05))
    assert (kept[0], chosen[0]) == pytest.approx((gain, loss), rel=1e-6)
