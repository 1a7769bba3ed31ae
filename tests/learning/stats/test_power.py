import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import NormalIndPower, TTestIndPower

from learning.stats.power import (
    Design,
    TwoArms,
    cohen_h,
    noncentral_power,
    normal_arm_size,
    solve_effect,
    solve_units,
    student_arm_size,
    welch_power,
)
from learning.stats.sides import Sides


@pytest.mark.parametrize("distance", [0.05, 0.3, 1.2])
@pytest.mark.parametrize("ratio", [0.25, 1.0])
def test_sizes_are_those_of_statsmodels(distance: float, ratio: float) -> None:
    design = Design(0.01, 0.9)
    normal, student = (one().solve_power(distance, None, 0.01, 0.9, ratio) for one in (NormalIndPower, TTestIndPower))
    assert normal_arm_size(distance, design, ratio=ratio) == pytest.approx(normal, rel=1e-6)
    assert student_arm_size(distance, design, ratio=ratio) == pytest.approx(student, rel=1e-6)


def test_no_effect_or_one_on_the_other_side_is_never_found() -> None:
    assert math.isnan(normal_arm_size(0.0, Design()))
    assert math.isnan(solve_units(-0.5, TwoArms(1, 1), Design(sides=Sides.GREATER)))
    assert solve_units(-0.5, TwoArms(1, 1), Design(sides=Sides.LESS)) > 0


def test_units_and_effect_are_inverse_with_unequal_spread_and_split() -> None:
    arms, design = TwoArms(3.0, 5.0, 0.2), Design(0.05, 0.85)
    units = solve_units(0.4, arms, design)
    assert solve_effect(units, arms, design) == pytest.approx(0.4)
    assert welch_power(0.4, units, arms, design) == pytest.approx(0.85)


def test_power_far_from_zero_is_one_and_not_nan() -> None:
    for distance in (9.5, 40.0, 1_000.0):
        assert noncentral_power(distance, 1_998.0, Design()) == pytest.approx(1.0)
    assert noncentral_power(0.0, 50.0, Design()) == pytest.approx(0.05)


def test_power_is_what_tests_of_drawn_samples_reach() -> None:
    generator = np.random.default_rng(5)
    first, second = generator.normal(0, 2, (4_000, 30)), generator.normal(1.5, 3, (4_000, 60))
    found = (stats.ttest_ind(second, first, axis=1, equal_var=False).pvalue < 0.05).mean()
    assert found == pytest.approx(welch_power(1.5, 90, TwoArms(4, 9, 2.0), Design()), abs=0.02)


def test_cohens_distance_of_equal_rates_is_zero() -> None:
    assert cohen_h(0.2, 0.2) == 0
    assert cohen_h(0.05, 0.055) == pytest.approx(0.022424345475803797)
