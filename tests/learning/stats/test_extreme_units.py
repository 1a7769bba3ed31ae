import math

import numpy as np
import pytest

from learning.stats.quantile_bounds import order_bounds
from learning.stats.winsorising import cap_values, find_cap


def test_the_cap_is_a_quantile_of_the_values_above_zero() -> None:
    values = np.concatenate([np.zeros(900), np.arange(1.0, 101.0)])
    assert find_cap(values, 0.99) == 99
    assert cap_values(values, 99).max() == 99
    assert find_cap(np.zeros(5)) == math.inf


def test_order_statistics_hold_the_true_quantile_about_as_often_as_they_say() -> None:
    generator = np.random.default_rng(2)
    truth = -math.log(0.1)
    found = [order_bounds(generator.exponential(1, 500), 0.9) for _ in range(1_000)]
    held = np.mean([one.lower <= truth <= one.upper for one in found if one is not None])
    assert 0.93 <= held <= 0.97


@pytest.mark.parametrize("values", [np.array([1.0]), np.arange(10.0)])
def test_too_few_values_have_no_bounds_for_an_outer_quantile(values: np.ndarray) -> None:
    assert order_bounds(values, 0.95) is None
