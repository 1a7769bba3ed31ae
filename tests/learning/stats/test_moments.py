import numpy as np
import pytest

from learning.stats.moments import (
    PairedSums,
    adjust_by_before,
    binomial_moments,
    mean_moments,
    quantile_moments,
    ratio_moments,
)


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float64)


def test_a_rate_has_the_variance_of_a_coin() -> None:
    found = binomial_moments(one(200), one(50))
    assert found.mean[0] == 0.25
    assert found.variance[0] == pytest.approx(0.1875)


def test_a_mean_has_the_sample_variance_of_its_values() -> None:
    values = np.array([1.0, 4.0, 4.0, 7.0])
    found = mean_moments(one(4), one(values.sum()), one((values**2).sum()))
    assert found.mean[0] == 4
    assert found.variance[0] == pytest.approx(values.var(ddof=1))


def test_equal_values_have_no_spread_however_large_they_are() -> None:
    n, value = 1_000_000.0, 12_345.678
    assert mean_moments(one(n), one(n * value), one(n * value**2)).variance[0] == 0


def test_a_single_unit_has_no_variance() -> None:
    assert np.isnan(mean_moments(one(1), one(5), one(25)).variance[0])


def test_a_ratio_has_the_delta_variance_of_its_residuals() -> None:
    # The delta variance of M / D equals the variance of (m - R d) / D.
    top, bottom = np.array([1.0, 3.0, 2.0, 8.0]), np.array([10.0, 11.0, 9.0, 20.0])
    ratio = top.sum() / bottom.sum()
    sums = (one(top.sum()), one((top**2).sum())), (one(bottom.sum()), one((bottom**2).sum()))
    found = ratio_moments(one(4), *sums, one((top * bottom).sum()))
    assert found.variance[0] == pytest.approx(((top - ratio * bottom) / bottom.mean()).var(ddof=1))


def test_a_quantile_takes_its_variance_from_the_bounds() -> None:
    found = quantile_moments(one(50), one(3), (one(2), one(4)), one(25))
    assert found.variance[0] == pytest.approx(25 / 50 * 49 * (2 / (2 * 1.959963984540054)) ** 2)


def test_adjusting_takes_out_what_the_value_before_foretells() -> None:
    generator = np.random.default_rng(4)
    arms = []
    for lift in (0.0, 0.3):
        before = generator.normal(6, 2, 4_000)
        after = 0.8 * before + generator.normal(2 + lift, 1.2, 4_000)
        arms.append((before, after))
    found = adjust_by_before(*(paired(*arm) for arm in arms))
    rho_squared = np.corrcoef(*arms[0])[0, 1] ** 2
    assert found.theta[0] == pytest.approx(0.8, abs=0.02)
    assert found.control_share[0] == pytest.approx(1 - rho_squared, abs=0.01)
    difference = found.treatment.mean[0] - found.control.mean[0]
    assert abs(difference - 0.3) < abs(arms[1][1].mean() - arms[0][1].mean() - 0.3) + 0.05


def test_a_value_before_without_spread_changes_nothing() -> None:
    after = np.array([1.0, 2.0, 3.0])
    arm = paired(np.full(3, 7.0), after)
    found = adjust_by_before(arm, arm)
    assert found.theta[0] == 0
    assert found.control.mean[0] == 2
    assert found.control.variance[0] == pytest.approx(1)


def paired(before: np.ndarray, after: np.ndarray) -> PairedSums:
    return PairedSums(
        one(len(after)),
        one(after.sum()),
        one((after**2).sum()),
        one(before.sum()),
        one((before**2).sum()),
        one((before * after).sum()),
    )
