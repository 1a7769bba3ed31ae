import math

import numpy as np
import pytest

from learning.stats.sums import UnitSums, collect_sums
from learning.stats.totals import total_interval


def sums_of(values: list[float]) -> UnitSums:
    return collect_sums(np.zeros(len(values), dtype=np.int64), 1, np.array(values), np.ones(len(values)))[0]


def simulate_coverage(days: int, worlds: int, seed: int) -> float:
    generator = np.random.default_rng(seed)
    values = generator.negative_binomial(2, 2 / 1002, size=days * worlds).astype(np.float64)
    intervals = [
        total_interval(one)
        for one in collect_sums(np.repeat(np.arange(worlds), days), worlds, values, np.ones(len(values)))
    ]
    known = [(one.low, one.high) for one in intervals if one.low is not None and one.high is not None]
    return sum(low <= 1_000 * days <= high for low, high in known) / len(known)


def test_the_interval_of_two_days_is_the_one_worked_out_by_hand() -> None:
    # 90 and 110: T = 200, s^2 = 200, sqrt(2 x 200) = 20; t(.975, 1) = 12.7062: 200 exp(-+ 12.7062 x 20 / 200).
    interval = total_interval(sums_of([90, 110]))
    assert interval.low == pytest.approx(200 * math.exp(-1.27062), rel=1e-4)
    assert interval.high == pytest.approx(200 * math.exp(1.27062), rel=1e-4)


def test_a_total_below_zero_uses_the_plain_scale() -> None:
    # -2 and 4: T = 2, s^2 = 18, sqrt(36) = 6.
    interval = total_interval(sums_of([-2, 4]))
    assert interval.low == pytest.approx(2 - 12.7062 * 6, rel=1e-4)
    assert interval.high == pytest.approx(2 + 12.7062 * 6, rel=1e-4)


@pytest.mark.parametrize(
    ("values", "reason"), [([7], "single day"), ([0, 0], "zero"), ([7, 7, 7], "every day shows the same")]
)
def test_what_cannot_be_computed_has_a_reason_and_no_number(values: list[float], reason: str) -> None:
    interval = total_interval(sums_of(values), unit="day")
    assert interval.low is None
    assert reason in (interval.reason or "")


@pytest.mark.parametrize("days", [3, 10, 50])
def test_the_interval_holds_the_expected_total_about_as_often_as_it_says(days: int) -> None:
    assert 0.92 <= simulate_coverage(days, 1_000, seed=days) <= 0.985


@pytest.mark.slow
@pytest.mark.parametrize("days", [2, 3, 5, 10, 28, 90])
def test_coverage_in_ten_thousand_worlds_lies_between_92_and_98_percent(days: int) -> None:
    assert 0.92 <= simulate_coverage(days, 10_000, seed=days) <= 0.98
