import numpy as np
import pytest

from learning.metrics.rolling import rolling_means


def test_a_total_is_the_mean_per_day_of_the_last_seven() -> None:
    days = np.arange(10)
    points = rolling_means(days, np.arange(10, dtype=float), None)
    assert points[9].value == pytest.approx(6.0)
    assert points[9].days == 7
    assert (points[9].low or 0) < 6.0 < (points[9].high or 0)


def test_a_rate_is_that_of_the_seven_days_together() -> None:
    days = np.arange(7)
    points = rolling_means(days, np.full(7, 2.0), np.array([10.0] * 6 + [40.0]), factor=1_000)
    assert points[6].value == pytest.approx(1_000 * 14 / 100)


def test_days_without_data_are_not_taken_for_zero() -> None:
    points = rolling_means(np.array([0, 2, 4, 6]), np.array([4.0, 4.0, 4.0, 8.0]), None)
    assert points[3].value == pytest.approx(5.0)
    assert points[3].days == 4


def test_fewer_than_four_of_the_seven_days_give_no_mean() -> None:
    points = rolling_means(np.array([0, 1, 2, 30]), np.ones(4), None)
    assert [point.value for point in points] == [None, None, None, None]


def test_no_days_give_no_points() -> None:
    assert rolling_means(np.array([], dtype=np.int64), np.array([]), None) == ()
