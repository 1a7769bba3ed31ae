import math

import numpy as np
import pytest

from learning.stats.changes import Estimate, relative_change, welch_degrees
from learning.stats.sums import collect_sums


def test_the_change_of_two_estimates_is_the_one_worked_out_by_hand() -> None:
    # 12 against 10, each with variance .01 of its logarithm and 9 degrees: t(.975, 18) = 2.1009, sqrt(.02) = .14142.
    change = relative_change(Estimate(12, 0.01, 9), Estimate(10, 0.01, 9))
    assert change.absolute == pytest.approx(2)
    assert change.relative == pytest.approx(0.2)
    assert change.low == pytest.approx(1.2 * math.exp(-2.1009 * 0.141421) - 1, rel=1e-4)
    assert change.high == pytest.approx(1.2 * math.exp(2.1009 * 0.141421) - 1, rel=1e-4)


def test_degrees_of_equal_variances_add() -> None:
    assert welch_degrees(Estimate(1, 0.5, 4), Estimate(1, 0.5, 4)) == pytest.approx(8)


@pytest.mark.parametrize(
    ("now", "before", "reason"),
    [
        (Estimate(None, math.nan, 0), Estimate(1, 0.1, 5), "itself has no value"),
        (Estimate(1, 0.1, 5), Estimate(None, math.nan, 0), "earlier period has no value"),
        (Estimate(1, 0.1, 5), Estimate(0, math.nan, 5), "earlier value is zero"),
        (Estimate(0, math.nan, 5), Estimate(1, 0.1, 5), "not above zero"),
        (Estimate(2, math.nan, 0), Estimate(1, 0.1, 5), "too little is known"),
        (Estimate(2, 900.0, 1), Estimate(1, 900.0, 1), "too few"),
    ],
)
def test_what_cannot_be_compared_has_a_reason_and_no_interval(now: Estimate, before: Estimate, reason: str) -> None:
    change = relative_change(now, before)
    assert change.low is None
    assert change.high is None
    assert reason in (change.reason or "")


def test_two_periods_without_a_difference_are_called_different_about_one_time_in_twenty() -> None:
    generator = np.random.default_rng(7)
    worlds, days = 1_000, 28
    groups = np.repeat(np.arange(worlds), days)

    def draw() -> list[Estimate]:
        values = generator.negative_binomial(3, 3 / 503, size=worlds * days).astype(np.float64)
        sums = collect_sums(groups, worlds, values, np.ones(len(values)))
        return [Estimate(one.numerator, one.total_variance / one.numerator**2, one.total_degrees) for one in sums]

    changes = [relative_change(now, before) for now, before in zip(draw(), draw(), strict=True)]
    false_alarms = sum(not (change.low or 0) <= 0 <= (change.high or 0) for change in changes) / worlds
    assert 0.03 <= false_alarms <= 0.075
