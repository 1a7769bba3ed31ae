from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rollups.accumulate import GrowingSums, RunSums
from db.rollups.bucket_sums import BucketSums, sum_buckets


def test_days_and_hours_of_the_week_follow_from_hours() -> None:
    sums = RunSums()
    for hour in (23, 24, 25, 24 + 168):
        sums.add(("likes",), {"rollup_hour": np.array([[hour, 7]])}, np.array([[hour]]))
    day, of_week = sums.find("rollup_day"), sums.find("rollup_hour_of_week")
    assert day is not None
    assert of_week is not None
    assert dict(zip(map(tuple, day.keys.tolist()), day.sums.tolist(), strict=True)) == {
        (0, 7): [1, 23],
        (1, 7): [2, 49],
        (8, 7): [1, 192],
    }
    assert dict(zip(map(tuple, of_week.keys.tolist()), of_week.sums.tolist(), strict=True)) == {
        (95, 7): [1, 23],
        (96, 7): [2, 216],
        (97, 7): [1, 25],
    }


@pytest.mark.parametrize("waiting", [0, 1_000])
def test_too_many_buckets_are_left_to_the_facts(monkeypatch: pytest.MonkeyPatch, waiting: int) -> None:
    monkeypatch.setattr("db.rollups.accumulate.MOST_GROUPS", 2)
    monkeypatch.setattr("db.rollups.accumulate.WAITING_GROUPS", waiting)
    sums = RunSums()
    for _ in range(3):
        sums.add(("likes",), {"rollup_hour": np.array([[1], [2], [3]])}, np.array([[1], [2], [3]]))
    assert sums.find("rollup_hour") is None
    day = sums.find("rollup_day")
    assert day is not None
    assert day.sums.tolist() == [[9, 18]]


def _hours(*hours: int) -> BucketSums:
    return sum_buckets(("likes",), np.array([[hour, 7] for hour in hours]), np.array([[1, 2] for _ in hours]))


def _likes(sums: BucketSums | None) -> dict[int, int]:
    assert sums is not None
    return dict(zip(sums.keys[:, 0].tolist(), sums.sums[:, 1].tolist(), strict=True))


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.rollups.accumulate.LEAST_SETTLED", 1)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.usefixtures("eager")
def test_of_a_file_in_the_order_of_time_all_but_the_latest_chunk_is_handed_out(*, backwards: bool) -> None:
    sums = GrowingSums(in_time=True)
    chunks = [(1, 2, 3), (3, 4, 5), (5, 6)]
    found = []
    for chunk in reversed(chunks) if backwards else chunks:
        sums.add(_hours(*chunk))
        found.append(sums.take_settled())
    first, second, rest = (_likes(each) for each in (*found[1:], sums.rest()))
    assert found[0] is None
    if backwards:
        assert (first, second, rest) == ({6: 2}, {4: 2, 5: 4}, {1: 2, 2: 2, 3: 4})
    else:
        assert (first, second, rest) == ({1: 2, 2: 2}, {3: 4, 4: 2}, {5: 4, 6: 2})
    assert sums.apart


@pytest.mark.usefixtures("eager")
def test_nothing_more_is_handed_out_once_rows_come_for_what_was() -> None:
    sums = GrowingSums(in_time=True)
    for chunk in ((1, 2), (3, 4)):
        sums.add(_hours(*chunk))
    assert _likes(sums.take_settled()) == {1: 2, 2: 2}
    assert sums.apart
    sums.add(_hours(2, 3))
    sums.add(_hours(9))
    assert sums.take_settled() is None
    assert not sums.apart
    assert _likes(sums.rest()) == {2: 2, 3: 4, 4: 2, 9: 2}


def test_few_settled_buckets_wait_for_more() -> None:
    sums = GrowingSums(in_time=True)
    for chunk in ((1, 2), (3, 4)):
        sums.add(_hours(*chunk))
    assert sums.take_settled() is None


@pytest.mark.usefixtures("eager")
def test_hours_of_the_week_come_again_and_wait_for_the_end() -> None:
    sums = RunSums(first=True)
    for hour in (1, 30, 60):
        sums.add(("likes",), {"rollup_hour": np.array([[hour, 7]])}, np.array([[2]]))
        assert "rollup_hour_of_week" not in {rollup for rollup, _ in sums.take_settled()}
    assert _likes(sums.find("rollup_hour_of_week")) == {73: 2, 102: 2, 132: 2}
    assert sums.is_new("rollup_hour_of_week")


def test_where_the_cut_held_rows_before_no_bucket_is_surely_new() -> None:
    sums = RunSums()
    sums.add(("likes",), {"rollup_hour": np.array([[1, 7]])}, np.array([[2]]))
    assert not sums.is_new("rollup_hour")


@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4), min_size=1, max_size=8), st.integers(1, 4))
def test_what_is_handed_out_and_the_rest_are_together_all_rows(chunks: list[list[int]], least: int) -> None:
    sums, found = GrowingSums(in_time=True), Counter[int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.rollups.accumulate.LEAST_SETTLED", least)
        for chunk in chunks:
            sums.add(_hours(*chunk))
            settled = sums.take_settled()
            if settled is not None:
                taken = _likes(settled)
                assert not taken.keys() & found.keys()
                found.update(taken)
    rest = _likes(sums.rest())
    assert not sums.apart or not rest.keys() & found.keys()
    found.update(rest)
    assert found == Counter(hour for chunk in chunks for hour in chunk for _ in range(2))
