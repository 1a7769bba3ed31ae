from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rollups.bucket_sums import sum_buckets, sum_parts
from learning.domain.errors import InputError
from learning.domain.facts import MISSING

cells = st.tuples(
    st.sampled_from([-5, 0, 3, 1 << 40]), st.sampled_from([0, 7, 1 << 40]), st.sampled_from([MISSING, 0, 4, -2])
)


@given(st.lists(cells, min_size=1, max_size=30), st.integers(0, 30))
def test_sums_are_those_of_the_rows_whether_taken_at_once_or_in_two_parts(
    rows: list[tuple[int, int, int]], cut: int
) -> None:
    keys = np.array([row[:2] for row in rows], dtype=np.int64)
    values = np.array([[1, row[2]] for row in rows], dtype=np.int64)
    expected: dict[tuple[int, int], list[int]] = {}
    for first, second, value in rows:
        total = expected.setdefault((first, second), [0, MISSING])
        total[0] += 1
        if value != MISSING:
            total[1] = value + (0 if total[1] == MISSING else total[1])
    parts = [sum_buckets(("likes",), keys[a:b], values[a:b]) for a, b in ((0, cut), (cut, len(rows)))]
    for found in (sum_buckets(("likes",), keys, values), sum_parts([parts[0], parts[1]])):
        assert {
            tuple(key): total for key, total in zip(found.keys.tolist(), found.sums.tolist(), strict=True)
        } == expected


def test_a_fact_that_comes_later_is_missing_before() -> None:
    early = sum_buckets(("views",), np.array([[1]]), np.array([[1, 5]]))
    late = sum_buckets(("likes", "views"), np.array([[1], [2]]), np.array([[1, 3, MISSING], [1, 4, 6]]))
    together = sum_parts([early, late])
    assert together.names == ("likes", "views")
    assert together.sums.tolist() == [[2, 3, 5], [1, 4, 6]]


def test_sums_that_would_wrap_around_are_refused() -> None:
    with pytest.raises(InputError):
        sum_buckets(("likes",), np.array([[1], [1]]), np.array([[1, 1 << 62], [1, 1 << 62]]))
