"""The promises of the engine, counted in worlds whose truth is known; in full in the slow run, reduced elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.experiments import MetricKind
from learning.experiments.family import Effects, Looking, judge, measure_effects
from learning.experiments.sums import COLUMNS, against
from tests.learning.experiments.worlds import adjusted_means, last_look, rates, ratios, watched_tests

ONE_LOOK = Looking(0.05, 0.0, 1.0, at_end=True)
PLANNED = 20_000.0


def coverage(effects: Effects, truth: float) -> float:
    found = judge(effects, ONE_LOOK, None)
    known = effects.on_log & ~np.isnan(found.low)
    return float(((found.low <= truth) & (truth <= found.high))[known].mean())


def ever_called(effects: Effects, share: float) -> float:
    tests, looks, _ = effects.effect.shape
    at_end = last_look(tests, looks) if share < 1 else np.zeros((tests, looks, 1), dtype=np.bool_)
    found = judge(effects, Looking(0.05, share, PLANNED, at_end), None)
    return float((found.p_adjusted <= 0.05).any(axis=1).mean())


@pytest.mark.parametrize("share", [0.4, 1.0])
def test_a_thousand_tests_of_nothing_looked_at_twenty_times_are_hardly_ever_called(share: float) -> None:
    effects = watched_tests(1_000, np.random.default_rng(7), lift=0.0)
    assert ever_called(effects, share) <= 0.05
    naive = judge(effects, ONE_LOOK, None).fixed.p_value < 0.05
    assert naive.any(axis=1).mean() > 0.2


def ever_shipped_with_an_extension(tests: int, seed: int, *, again: bool) -> float:
    """Look at every day; whoever is not called at the planned end runs as long again. Again: the end look twice."""
    effects = watched_tests(tests, np.random.default_rng(seed), lift=0.0, looks=40)
    at_end = np.zeros((tests, 40, 1), dtype=np.bool_)
    at_end[:, [19, 39] if again else [19]] = True
    found = judge(effects, Looking(0.05, 0.4, PLANNED, at_end), None)
    return float((found.p_adjusted <= 0.05).any(axis=1).mean())


def test_running_on_after_the_planned_end_calls_no_more_tests_of_nothing_than_was_said() -> None:
    assert ever_shipped_with_an_extension(2_000, 23, again=False) <= 0.05
    twice = ever_shipped_with_an_extension(2_000, 23, again=True)
    assert twice > 1.3 * ever_shipped_with_an_extension(2_000, 23, again=False)


def test_a_lift_of_fifteen_percent_is_found_while_looking_and_more_often_with_the_look_at_the_end() -> None:
    effects = watched_tests(1_000, np.random.default_rng(11), lift=0.15)
    assert ever_called(effects, 1.0) >= 0.63
    assert ever_called(effects, 0.4) >= 0.80


def test_the_range_that_is_shown_leaves_zero_out_exactly_where_the_arm_is_called() -> None:
    effects = watched_tests(400, np.random.default_rng(13), lift=0.1)
    found = judge(effects, Looking(0.05, 0.4, PLANNED, last_look(400)), None)
    outside = (found.low > 0) | (found.high < 0)
    np.testing.assert_array_equal(outside, found.p_adjusted <= 0.05)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_of_alpha_may_go_to_either_part(share: float) -> None:
    effects = watched_tests(50, np.random.default_rng(3), lift=0.3)
    found = judge(effects, Looking(0.05, share, PLANNED, last_look(50)), None)
    ended = judge(effects, Looking(0.05, share, PLANNED, np.zeros((50, 20, 1), dtype=np.bool_)), None)
    alone = found.running if share else found.fixed
    np.testing.assert_allclose(found.low[:, -1], alone.low[:, -1])
    np.testing.assert_allclose(found.p_value[:, -1], alone.p_value[:, -1])
    assert np.isinf(ended.low[:, 0]).all() == (share == 0)


@pytest.mark.parametrize(("n", "control", "treatment"), [(1_000, 0.1, 0.11), (5_000, 0.02, 0.024), (400, 0.09, 0.09)])
def test_ranges_of_rates_hold_the_truth_as_often_as_they_say(n: int, control: float, treatment: float) -> None:
    effects = rates(10_000, np.random.default_rng(n), n, control, treatment)
    assert 0.94 <= coverage(effects, np.log(treatment / control)) <= 0.96


def test_ranges_of_ten_conversions_are_a_little_wide_and_never_narrow() -> None:
    effects = rates(10_000, np.random.default_rng(17), 200, 0.05, 0.06)
    assert 0.94 <= coverage(effects, np.log(1.2)) <= 0.975


def test_adjusting_keeps_the_coverage_and_saves_most_of_the_noise() -> None:
    effects, left = adjusted_means(2_000, np.random.default_rng(19), 400, 0.03, 0.65)
    assert 0.935 <= coverage(effects, np.log(1.03)) <= 0.965
    assert left.mean() <= 0.36


def test_ranges_of_ratios_hold_the_truth() -> None:
    effects = ratios(1_500, np.random.default_rng(23), 400, 0.1)
    assert 0.93 <= coverage(effects, np.log(1.1)) <= 0.97


@pytest.mark.slow
def test_false_alarms_and_power_hold_in_twenty_thousand_tests() -> None:
    generator = np.random.default_rng(29)
    nothing, real = (watched_tests(20_000, generator, lift=lift) for lift in (0.0, 0.15))
    assert max(ever_called(nothing, share) for share in (0.2, 0.4, 0.6, 1.0)) <= 0.05
    assert ever_called(real, 1.0) >= 0.63
    assert ever_called(real, 0.4) >= 0.80


@pytest.mark.slow
def test_an_extension_keeps_the_error_rate_in_twenty_thousand_tests_and_a_second_end_look_would_not() -> None:
    parts = [ever_shipped_with_an_extension(5_000, seed, again=again) for again in (False, True) for seed in range(4)]
    once, twice = np.mean(parts[:4]), np.mean(parts[4:])
    assert once <= 0.05
    assert twice > once + 0.01


@pytest.mark.slow
def test_coverage_holds_in_ten_thousand_repetitions_of_each_kind() -> None:
    generator = np.random.default_rng(31)
    parts = [ratios(1_000, generator, 500, 0.1) for _ in range(10)]
    assert 0.94 <= np.mean([coverage(part, np.log(1.1)) for part in parts]) <= 0.96
    drawn = [adjusted_means(1_000, generator, 500, 0.03, 0.65) for _ in range(10)]
    assert 0.94 <= np.mean([coverage(effects, np.log(1.03)) for effects, _ in drawn]) <= 0.96
    assert np.mean([left.mean() for _, left in drawn]) <= 0.36
    for n, control, treatment in ((10_000, 0.05, 0.05), (2_000, 0.01, 0.012), (300, 0.3, 0.33)):
        assert 0.94 <= coverage(rates(10_000, generator, n, control, treatment), np.log(treatment / control)) <= 0.96


@pytest.mark.slow
@pytest.mark.parametrize("arms", [3, 5])
def test_several_arms_without_an_effect_are_called_in_at_most_one_of_twenty_tests(arms: int) -> None:
    generator = np.random.default_rng(37)
    sums = np.full((20_000, arms, COLUMNS), np.nan)
    sums[..., 0] = 5_000
    sums[..., 1] = generator.binomial(5_000, 0.1, (20_000, arms))
    for control in (np.zeros(20_000), None):
        pairs = against(MetricKind.BINOMIAL, sums, control)
        found = judge(measure_effects(pairs.arm, pairs.base), ONE_LOOK, None)
        assert (np.nan_to_num(found.p_adjusted, nan=1.0) <= 0.05).any(axis=1).mean() <= 0.05
