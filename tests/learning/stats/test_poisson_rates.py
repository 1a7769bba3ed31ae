import numpy as np
import pytest

from learning.stats.poisson_rates import poisson_ranges


def test_the_ends_are_those_of_the_table() -> None:
    # Garwood (1936): for 0, 1 and 10 events 0 - 3.689, 0.0253 - 5.572 and 4.795 - 18.390.
    low, high = poisson_ranges(np.array([0.0, 1.0, 10.0]), np.array([1.0, 1.0, 1.0]))
    assert low == pytest.approx([0.0, 0.0253, 4.795], abs=5e-4)
    assert high == pytest.approx([3.689, 5.572, 18.390], abs=5e-4)


def test_more_exposure_with_the_same_rate_is_surer() -> None:
    low, high = poisson_ranges(np.array([5.0, 500.0]), np.array([100.0, 10_000.0]))
    assert high[0] - low[0] > 5 * (high[1] - low[1])
