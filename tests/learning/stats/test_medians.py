import numpy as np
import pytest

from learning.stats.medians import median_interval


def test_the_range_of_ten_values_is_the_second_smallest_to_the_second_largest() -> None:
    # 2 P(Binomial(10, 1/2) <= 1) = .0215 <= .05 < 2 P(Binomial(10, 1/2) <= 2) = .109.
    found = median_interval(np.arange(1.0, 11.0))
    assert (found.low, found.high) == (2.0, 9.0)


def test_five_values_are_too_few_and_six_are_enough() -> None:
    assert median_interval(np.arange(5.0)).reason == "5 posts are too few for a range of the median"
    found = median_interval(np.arange(6.0))
    assert (found.low, found.high) == (0.0, 5.0)


@pytest.mark.parametrize("count", [7, 20, 51])
def test_the_range_covers_the_median_of_a_skewed_world(count: int) -> None:
    generator = np.random.default_rng(8)
    ranges = [median_interval(generator.lognormal(0, 1.5, count)) for _ in range(800)]
    covered = [found.low <= 1.0 <= found.high for found in ranges if found.low is not None and found.high is not None]
    assert np.mean(covered) >= 0.94
