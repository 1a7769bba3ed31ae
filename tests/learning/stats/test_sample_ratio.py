import numpy as np
import pytest
from scipy import stats

from learning.stats.sample_ratio import normal_p_value, pearson_p_value, sequential_p_value


def test_the_split_is_tested_by_pearsons_chi_square() -> None:
    observed, weights = np.array([900.0, 1100.0, 2050.0]), np.array([1.0, 1.0, 2.0])
    expected = observed.sum() * weights / weights.sum()
    assert pearson_p_value(observed, weights) == pytest.approx(stats.chisquare(observed, expected).pvalue)


def test_arms_that_a_test_does_not_have_do_not_count() -> None:
    rows = np.array([[500.0, 600.0, np.nan], [500.0, 500.0, 500.0], [np.nan, 7.0, np.nan], [0.0, 0.0, np.nan]])
    found = pearson_p_value(rows, np.ones(3))
    assert found[0] == pytest.approx(float(pearson_p_value(np.array([500.0, 600.0]), np.ones(2))))
    assert found[1] == 1
    assert np.isnan(found[2:]).all()


def test_the_normal_form_without_correction_is_chi_square() -> None:
    assert normal_p_value(44700, 45489, corrected=False) == pytest.approx(0.008607987810836245)
    assert normal_p_value(44700, 45489) == pytest.approx(0.00869259851973165)
    assert normal_p_value(100, 300, ratio=3) == pytest.approx(1)
    assert np.isnan(normal_p_value(0, 0))


def rates(repetitions: int) -> tuple[float, float]:
    """False alarms at a fair split and detections of 52 / 48, both of 20,000 units, at p < .001."""
    generator = np.random.default_rng(8)
    found = []
    for share in (0.5, 0.52):
        first = generator.binomial(20_000, share, repetitions).astype(np.float64)
        found.append(float((pearson_p_value(np.stack([first, 20_000 - first], axis=1), np.ones(2)) < 0.001).mean()))
    return found[0], found[1]


def test_a_fair_split_rarely_alarms_and_52_to_48_nearly_always_does() -> None:
    false, true = rates(100_000)
    assert 0.0005 <= false <= 0.002
    assert true >= 0.95


@pytest.mark.slow
def test_the_rates_of_alarms_hold_in_a_million_splits() -> None:
    false, true = rates(1_000_000)
    assert 0.0005 <= false <= 0.002
    assert true >= 0.95


def test_looked_at_with_each_unit_an_even_split_hardly_ever_alarms_and_an_uneven_one_does() -> None:
    """Alarms at p < .001 while 2,000 units come one by one, of three tenths as planned, and of four tenths."""
    generator = np.random.default_rng(4)
    ever = {}
    for share in (0.3, 0.4):
        first = np.cumsum(generator.random((400, 2_000)) < share, axis=1).astype(np.float64)
        units = np.arange(1.0, 2_001.0)
        looks = np.stack([first, units - first], axis=-1)
        ever[share] = float((sequential_p_value(looks, np.array([3.0, 7.0])) < 0.001).any(axis=1).mean())
        if share == 0.3:
            naive = float((pearson_p_value(looks, np.array([3.0, 7.0])) < 0.001).any(axis=1).mean())
    assert ever[0.3] <= 0.005
    assert naive > 2 * max(ever[0.3], 0.0025), "looking often is what Pearson's test does not stand"
    assert ever[0.4] >= 0.99


def test_without_units_nothing_is_said_of_the_split() -> None:
    assert sequential_p_value(np.zeros((2, 2)), np.array([1.0, 1.0])).tolist() == [1.0, 1.0]
