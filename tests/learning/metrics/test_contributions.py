"""Where a change comes from: parts that add up, and the one post that makes most of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learning.metrics.contributions import Sums, UnitParts, leading_unit, rate_shares, total_shares

COUNTS = st.integers(1, 10_000).map(float)
PARTS = st.dictionaries(st.sampled_from("abcd"), st.tuples(COUNTS, COUNTS), min_size=1)


def units(ids: list[int], top: list[float], bottom: list[float] | None = None) -> UnitParts:
    return UnitParts(np.array(ids, dtype=np.int64), np.array(top), np.array(bottom or [1.0] * len(top)))


@given(PARTS, PARTS)
def test_the_shares_of_a_rate_add_up_to_the_whole_change(
    now: dict[str, tuple[float, float]], before: dict[str, tuple[float, float]]
) -> None:
    later, earlier = ({part: Sums(*sums) for part, sums in parts.items()} for parts in (now, before))
    shares = rate_shares(later, earlier)
    whole = [
        sum(one.numerator for one in side.values()) / sum(one.denominator for one in side.values())
        for side in (later, earlier)
    ]
    assume(abs(whole[0] - whole[1]) > 1e-6)
    assert math.fsum(shares.values()) == pytest.approx(1, abs=1e-6)


@given(st.dictionaries(st.sampled_from("abcd"), COUNTS), st.dictionaries(st.sampled_from("abcd"), COUNTS))
def test_the_shares_of_a_sum_add_up_to_the_whole_change(now: dict[str, float], before: dict[str, float]) -> None:
    assume(sum(now.values()) != sum(before.values()))
    assert math.fsum(total_shares(now, before).values()) == pytest.approx(1)


def test_a_part_that_alone_changed_its_rate_has_all_of_the_change() -> None:
    before = {"x": Sums(10, 1_000), "tiktok": Sums(20, 1_000)}
    now = {"x": Sums(40, 1_000), "tiktok": Sums(20, 1_000)}
    assert rate_shares(now, before) == {"x": pytest.approx(1), "tiktok": pytest.approx(0)}


def test_a_shift_of_weight_counts_for_both_parts_by_their_distance_from_the_whole() -> None:
    """Both rates stay, the better part gains weight: .3 (.1 - .072) and -.3 (.02 - .072) of a change of .024."""
    before = {"good": Sums(50, 500), "poor": Sums(10, 500)}
    now = {"good": Sums(80, 800), "poor": Sums(4, 200)}
    shares = rate_shares(now, before)
    assert shares == {"good": pytest.approx(0.35), "poor": pytest.approx(0.65)}


def test_a_part_that_is_new_counts_with_its_weight() -> None:
    shares = total_shares({"x": 100, "new": 300}, {"x": 100})
    assert shares == {"x": 0, "new": 1}
    assert rate_shares({"x": Sums(1, 10), "new": Sums(9, 10)}, {"x": Sums(1, 10)})["new"] > 0.5


def test_nothing_changed_or_nothing_known_has_no_shares() -> None:
    assert total_shares({"x": 1}, {"x": 1}) == {}
    assert rate_shares({"x": Sums(1, 10)}, {"x": Sums(1, 10)}) == {}
    assert rate_shares({"x": Sums(1, 0)}, {"x": Sums(1, 10)}) == {}


def test_the_post_without_which_the_rise_is_gone_is_found() -> None:
    now = units([1, 2, 3], [100, 110, 900])
    before = units([4, 5, 6], [90, 100, 120])
    leader = leading_unit(now, before, is_ratio=False)
    assert leader is not None
    assert (leader.unit, leader.earlier) == (3, False)
    assert leader.share == pytest.approx((900 - 105) / 800)


def test_a_fall_can_go_with_a_post_of_the_week_before() -> None:
    leader = leading_unit(units([1, 2], [100, 110]), units([4, 5], [900, 100]), is_ratio=False)
    assert leader is not None
    assert (leader.unit, leader.earlier) == (4, True)


def test_a_rate_can_go_with_a_single_post_too() -> None:
    now = units([1, 2, 3], [10, 10, 200], [1_000, 1_000, 1_000])
    before = units([4, 5, 6], [10, 12, 11], [1_000, 1_000, 1_000])
    leader = leading_unit(now, before, is_ratio=True)
    assert leader is not None
    assert leader.unit == 3


def test_a_change_that_many_posts_share_has_no_single_post() -> None:
    now = units(list(range(10)), [20.0] * 10)
    before = units(list(range(10, 20)), [10.0] * 10)
    assert leading_unit(now, before, is_ratio=False) is None
    more = units(list(range(12)), [20.0] * 12)
    assert leading_unit(more, units(list(range(20, 30)), [20.0] * 10), is_ratio=False) is None


def test_no_posts_or_no_change_have_no_leader() -> None:
    nothing = units([], [])
    assert leading_unit(nothing, nothing, is_ratio=False) is None
    assert leading_unit(nothing, nothing, is_ratio=True) is None
    assert leading_unit(units([1], [5]), units([2], [5]), is_ratio=False) is None
