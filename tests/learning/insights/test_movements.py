"""A movement is real only after everything that was looked at."""

from __future__ import annotations

import math

import numpy as np
import pytest

from learning.domain.digest import Sureness
from learning.domain.intervals import Change
from learning.insights.movements import judge_movements, judge_side_by_side, least_size, log_change_p_value
from learning.stats.changes import Estimate, relative_change
from learning.stats.sums import collect_sums


def estimate(value: float | None, variance: float = 0.01, degrees: float = 12.0) -> Estimate:
    return Estimate(value, variance, degrees)


@pytest.mark.parametrize("ratio", [0.5, 0.8, 1.0, 1.1, 1.35, 2.0])
def test_the_p_value_is_below_five_percent_exactly_where_the_interval_leaves_out_no_change(ratio: float) -> None:
    now, before = estimate(ratio, 0.01, 6), estimate(1.0, 0.02, 9)
    change = relative_change(now, before)
    p_value = log_change_p_value(now, before)
    assert p_value is not None
    assert change.low is not None
    assert change.high is not None
    assert (p_value < 0.05) == (change.low > 0 or change.high < 0)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (estimate(None), estimate(1.0)),
        (estimate(0.0), estimate(1.0)),
        (estimate(1.0), estimate(-1.0)),
        (estimate(1.0, math.nan), estimate(1.0)),
        (estimate(1.0, 0.0), estimate(1.0, 0.0)),
        (estimate(1.0, 0.1, 0.0), estimate(1.0)),
    ],
)
def test_what_has_no_spread_or_no_logarithm_is_too_early_and_counts_as_no_comparison(
    now: Estimate, before: Estimate
) -> None:
    sure = (estimate(2.0), estimate(1.0))
    judged = judge_movements([(now, before), sure])
    assert judged[0].sureness is Sureness.EARLY
    assert judged[1].q_value == pytest.approx(log_change_p_value(*sure))


def test_the_more_one_looks_at_the_surer_a_movement_has_to_be() -> None:
    moved = (estimate(1.45), estimate(1.0))
    still = (estimate(1.01), estimate(1.0))
    assert judge_movements([moved])[0].sureness is Sureness.REAL
    assert judge_movements([moved, *[still] * 40])[0].sureness is Sureness.CHANCE


def test_nothing_looked_at_is_an_answer_too() -> None:
    assert judge_movements([]) == ()
    assert judge_side_by_side([]) == ()


def test_four_figures_side_by_side_are_four_looks_and_one_without_a_p_value_is_none() -> None:
    real, chance, early = Sureness.REAL, Sureness.CHANCE, Sureness.EARLY
    assert judge_side_by_side([0.03]) == (real,)
    assert judge_side_by_side([0.03, None, None]) == (real, early, early)
    assert judge_side_by_side([0.03, 0.6, 0.4, 0.9]) == (chance,) * 4
    assert judge_side_by_side([0.012, 0.6, 0.016, 0.9]) == (real, chance, real, chance)


def test_four_figures_that_did_not_move_rarely_call_any_of_them_real() -> None:
    """Of 4,000 screens at most five in a hundred, and the noise of counting them; judged alone it would be 18."""
    screens = np.random.default_rng(11).uniform(size=(4_000, 4)).tolist()
    alarms = sum(Sureness.REAL in judge_side_by_side(screen) for screen in screens)
    assert alarms / len(screens) <= 0.06


@pytest.mark.parametrize(("weeks", "bar"), [(150, 0.12), pytest.param(2_000, 0.06, marks=pytest.mark.slow)])
def test_weeks_of_pure_noise_are_called_quiet(weeks: int, bar: float) -> None:
    """At most five in a hundred weeks without any change may tell of one; the bar adds the noise of counting them."""
    random = np.random.default_rng(7)
    alarms = 0
    for _ in range(weeks):
        pairs = []
        for _ in range(30):
            values = random.lognormal(5, 0.5, size=(2, 12))
            ones = np.ones(12)
            now, before = (collect_sums(np.zeros(12, dtype=np.int64), 1, row, ones)[0] for row in values)
            pairs.append(
                tuple(
                    Estimate(one.numerator, one.total_variance / one.numerator**2, one.total_degrees)
                    for one in (now, before)
                )
            )
        alarms += any(one.sureness is Sureness.REAL for one in judge_movements(pairs))
    assert alarms / weeks <= bar


def test_a_sure_small_change_is_larger_at_the_least_than_an_unsure_large_one() -> None:
    sure, unsure = Change(1, 0.3, 0.2, 0.4), Change(1, 2.0, 0.05, 8.0)
    assert least_size(sure) > least_size(unsure)
    assert least_size(Change(1, -0.5, -0.6, -0.4)) == pytest.approx(abs(math.log(0.6)))
    assert least_size(Change(1, 0.5, -0.1, 1.0)) == 0
    assert least_size(Change(1, 0.5, None, None)) == 0
