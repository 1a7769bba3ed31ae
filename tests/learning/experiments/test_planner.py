from __future__ import annotations

import math

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from learning.domain.experiments import MetricKind
from learning.experiments.family import Looking, judge
from learning.experiments.planner import Baseline, Wish, lift_in_days, power_for, size_for_lift
from tests.learning.experiments.worlds import rates

EVEN = Wish({"A": 1, "B": 1}, "A", units_per_day=1_000, running_share=0.0)


def rate(value: float) -> Baseline:
    return Baseline(MetricKind.BINOMIAL, value, value * (1 - value))


@pytest.mark.parametrize(("base", "lift"), [(0.05, 0.1), (0.1, 0.15), (0.02, 0.2), (0.3, -0.05)])
def test_planned_units_lie_within_a_percent_of_the_reference(base: float, lift: float) -> None:
    distance = proportion_effectsize(base * (1 + lift), base)
    reference = 2 * NormalIndPower().solve_power(abs(distance), None, 0.05, 0.8)
    assert size_for_lift(rate(base), lift, EVEN).units == pytest.approx(reference, rel=0.01)


@pytest.mark.parametrize(("base", "lift"), [(0.05, 0.1), (0.2, -0.06)])
@pytest.mark.parametrize("share", [0.0, 0.4])
def test_tests_of_the_planned_size_find_the_lift_as_often_as_planned(base: float, lift: float, share: float) -> None:
    wish = Wish({"A": 1, "B": 1}, "A", units_per_day=1_000, running_share=share)
    planned = size_for_lift(rate(base), lift, wish)
    assert planned.units is not None
    effects = rates(4_000, np.random.default_rng(1), math.ceil(planned.units / 2), base, base * (1 + lift))
    found = judge(effects, Looking(0.05, share, float(planned.units), at_end=True), None)
    assert 0.78 <= (found.p_adjusted <= 0.05).mean() <= 0.82


def test_days_are_whole_weeks_of_the_own_traffic_and_at_least_one() -> None:
    planned = size_for_lift(rate(0.1), 0.1, EVEN)
    assert planned.units is not None
    assert planned.days == 7 * math.ceil(planned.units / 7_000)
    assert size_for_lift(rate(0.5), 0.5, EVEN).days == 7
    assert dict(planned.by_arm) == {"A": math.ceil(planned.units / 2), "B": math.ceil(planned.units / 2)}


def test_an_uneven_split_and_more_arms_take_more_units() -> None:
    even = size_for_lift(rate(0.1), 0.1, EVEN).units or 0
    uneven = size_for_lift(rate(0.1), 0.1, Wish({"A": 9, "B": 1}, "A", 1_000, running_share=0.0)).units or 0
    three = size_for_lift(rate(0.1), 0.1, Wish({"A": 1, "B": 1, "C": 1}, "A", 1_000, running_share=0.0)).units or 0
    assert uneven == pytest.approx(even / (4 * 0.9 * 0.1), rel=0.05)
    assert three > 1.5 * even


def test_ratios_and_means_are_planned_from_the_variance_of_one_unit() -> None:
    ratio = Baseline(MetricKind.RATIO, 0.3, 0.2)
    planned = size_for_lift(ratio, 0.05, EVEN)
    # 2 arms x 2 v (1.96 + .8416)^2 / d^2.
    assert planned.units == pytest.approx(4 * 0.2 * 7.8489 / 0.015**2, rel=0.01)


@pytest.mark.parametrize("base", [rate(0.1), Baseline(MetricKind.MEAN, 20.0, 900.0)])
def test_the_lift_found_in_some_days_needs_those_days(base: Baseline) -> None:
    found = lift_in_days(base, 21, EVEN)
    assert found.lift is not None
    assert size_for_lift(base, found.lift, EVEN).units == pytest.approx(21_000, rel=0.001)
    assert power_for(base, found.lift, 21_000, EVEN) == pytest.approx(0.8, abs=0.001)


@pytest.mark.parametrize(
    ("base", "lift", "wish"),
    [
        (rate(0.0), 0.1, EVEN),
        (rate(0.1), 0.0, EVEN),
        (rate(0.1), 0.1, Wish({"A": 1}, "A", 1_000)),
        (rate(0.1), 0.1, Wish({"A": 1, "B": 0}, "A", 1_000)),
        (rate(0.1), 0.1, Wish({"A": 1, "B": 1}, "C", 1_000)),
    ],
)
def test_what_cannot_be_planned_has_a_reason(base: Baseline, lift: float, wish: Wish) -> None:
    found = size_for_lift(base, lift, wish)
    assert found.units is None
    assert found.reason


def test_no_traffic_gives_units_without_days_and_no_lift() -> None:
    still = Wish({"A": 1, "B": 1}, "A", units_per_day=0)
    assert size_for_lift(rate(0.1), 0.1, still).days is None
    assert lift_in_days(rate(0.1), 14, still).reason
