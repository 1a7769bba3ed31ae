import math
from dataclasses import replace

import numpy as np
import pytest

from learning.stats.ratios import ratio_interval
from learning.stats.sums import UnitSums, collect_sums


def sums_of(top: list[float], bottom: list[float]) -> UnitSums:
    return collect_sums(np.zeros(len(top), dtype=np.int64), 1, np.array(top), np.array(bottom))[0]


def simulate_coverage(posts: int, worlds: int, seed: int) -> float:
    """Share of intervals that hold the true rate: negative binomial impressions, lognormal rates, Poisson clicks."""
    generator = np.random.default_rng(seed)
    size = posts * worlds
    impressions = generator.negative_binomial(2, 2 / 1002, size=size) + 1.0
    clicks = generator.poisson(impressions * 0.03 * np.exp(generator.normal(0, 0.5, size))).astype(np.float64)
    truth = 0.03 * math.exp(0.125)
    intervals = [
        ratio_interval(one) for one in collect_sums(np.repeat(np.arange(worlds), posts), worlds, clicks, impressions)
    ]
    known = [(one.low, one.high) for one in intervals if one.low is not None and one.high is not None]
    return sum(low <= truth <= high for low, high in known) / len(known)


def test_the_interval_of_two_posts_is_the_one_worked_out_by_hand() -> None:
    # Var log R = .25 (see test_sums), t(.975, 1) = 12.7062: .2 exp(-+ 6.3531).
    interval = ratio_interval(sums_of([1, 3], [10, 10]))
    assert interval.low == pytest.approx(0.2 * math.exp(-6.3531), rel=1e-4)
    assert interval.high == pytest.approx(0.2 * math.exp(6.3531), rel=1e-4)


@pytest.mark.parametrize(
    ("top", "bottom", "reason"),
    [
        ([5], [100], "single post"),
        ([0, 0], [100, 50], "zero"),
        ([0, 0], [0, 0], "denominator is zero"),
        ([1, 2, 3], [10, 20, 30], "every post shows the same"),
        ([5, 0], [100, 0], "too few"),
    ],
)
def test_what_cannot_be_computed_has_a_reason_and_no_number(top: list[float], bottom: list[float], reason: str) -> None:
    interval = ratio_interval(sums_of(top, bottom), unit="post")
    assert interval.low is None
    assert interval.high is None
    assert reason in (interval.reason or "")


def test_net_follows_below_zero_get_an_interval_that_may_cross_zero() -> None:
    interval = ratio_interval(sums_of([-2, 5, 1], [100, 100, 100]))
    assert interval.low is not None
    assert interval.low < 0


def test_more_posts_of_the_same_kind_narrow_the_interval() -> None:
    few, many = sums_of([1, 3, 2], [10, 11, 9]), sums_of([1, 3, 2] * 10, [10, 11, 9] * 10)
    narrow, wide = ratio_interval(many), ratio_interval(few)
    assert (narrow.high or 0) - (narrow.low or 0) < 0.4 * ((wide.high or 0) - (wide.low or 0))


def test_a_variance_that_is_not_known_never_becomes_nan() -> None:
    interval = ratio_interval(replace(sums_of([1, 3], [10, 10]), ratio_variance=math.nan))
    assert interval.low is None
    assert interval.reason


@pytest.mark.parametrize("posts", [3, 10, 50])
def test_the_interval_holds_the_true_rate_about_as_often_as_it_says(posts: int) -> None:
    assert 0.915 <= simulate_coverage(posts, 1_000, seed=posts) <= 0.985


@pytest.mark.slow
@pytest.mark.parametrize("posts", [2, 3, 5, 10, 20, 50, 100, 400])
def test_coverage_in_ten_thousand_worlds_lies_between_93_and_98_percent(posts: int) -> None:
    assert 0.93 <= simulate_coverage(posts, 10_000, seed=posts) <= 0.98
