import math

import numpy as np
import pytest

from learning.stats.sums import collect_sums


def test_two_units_give_the_variances_worked_out_by_hand() -> None:
    # x = 1, 3 and y = 10, 10: R = .2, e = -1, 1, h = .5 each: sum((e / .5)^2) / 2 / 4^2 = .25.
    # var(x) = 2, so that of the sum of two is 2 x 2 = 4.
    (sums,) = collect_sums(np.array([0, 0]), 1, np.array([1.0, 3.0]), np.array([10.0, 10.0]))
    assert (sums.n, sums.numerator, sums.denominator) == (2, 4.0, 20.0)
    assert sums.ratio_variance == pytest.approx(0.25)
    assert sums.ratio_degrees == pytest.approx(1.0)
    assert sums.total_variance == pytest.approx(4.0)
    assert sums.total_degrees == 1


def test_a_single_unit_leaves_the_variances_unknown() -> None:
    (sums,) = collect_sums(np.array([0]), 1, np.array([2.0]), np.array([5.0]))
    assert sums.n == 1
    assert math.isnan(sums.total_variance)


def test_a_group_without_units_is_empty_and_not_an_error() -> None:
    sums = collect_sums(np.array([1, 1]), 3, np.array([1.0, 2.0]), np.ones(2))
    assert [one.n for one in sums] == [0, 2, 0]


def test_strata_add_their_variances_and_ignore_the_difference_between_them() -> None:
    groups, strata = np.zeros(4, dtype=np.int64), np.array([0, 0, 1, 1])
    values = np.array([1.0, 3.0, 1001.0, 1003.0])
    (sums,) = collect_sums(groups, 1, values, np.ones(4), strata=strata)
    assert sums.total_variance == pytest.approx(4.0 + 4.0)
    assert sums.total_degrees == 2


def test_the_variance_of_large_counts_keeps_its_digits() -> None:
    values = 1e12 + np.array([0.0, 1.0, 2.0])
    (sums,) = collect_sums(np.zeros(3, dtype=np.int64), 1, values, np.ones(3))
    assert sums.total_variance == pytest.approx(3.0)


def test_units_below_zero_are_told() -> None:
    (sums,) = collect_sums(np.zeros(2, dtype=np.int64), 1, np.array([-1.0, 3.0]), np.ones(2))
    assert sums.signed


def test_a_stratum_without_any_exposure_does_not_take_the_range_from_the_others() -> None:
    random = np.random.default_rng(3)
    seen = random.integers(50, 500, 40).astype(np.float64)
    likes = random.binomial(seen.astype(np.int64), 0.03).astype(np.float64)
    unseen = np.array([0.0, 1.0, 0.0, 2.0, 0.0])
    strata = np.array([0] * 40 + [1] * 5)
    group = np.zeros(45, dtype=np.int64)
    alone = collect_sums(group[:40], 1, likes, seen)[0]
    tops, bottoms = np.concatenate([likes, unseen]), np.concatenate([seen, np.zeros(5)])
    both = collect_sums(group, 1, tops, bottoms, strata=strata)[0]
    assert both.ratio_variance == pytest.approx(
        (alone.ratio_variance * alone.numerator**2 + 5 * unseen.var(ddof=1)) / both.numerator**2, rel=0.01
    )
    assert alone.ratio_degrees < both.ratio_degrees <= alone.ratio_degrees + 4
