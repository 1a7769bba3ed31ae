from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from db.rollups.touched import TouchedBuckets, runs
from db.schema.columns import UNKNOWN_DAY
from learning.domain.facts import MISSING


@given(st.sets(st.integers(-500, 500), min_size=1), st.integers(1, 8))
def test_runs_cover_every_key_in_order_and_are_no_more_than_allowed(keys: set[int], most: int) -> None:
    ordered = np.array(sorted(keys), dtype=np.int64)
    found = runs(ordered, most)
    assert len(found) <= most
    assert all(any(first <= key <= last for first, last in found) for key in keys)
    assert all(first in keys and last in keys for first, last in found)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))


def test_neighbouring_keys_are_one_run() -> None:
    assert runs(np.array([1, 2, 3, 7, 8, 20]), 9) == [(1, 3), (7, 8), (20, 20)]
    assert runs(np.array([1, 2, 3, 7, 8, 20]), 2) == [(1, 8), (20, 20)]
    assert runs(np.array([], dtype=np.int64), 2) == []


def test_the_unknown_day_is_a_run_of_its_own() -> None:
    touched = TouchedBuckets()
    touched.add(np.array([5, MISSING, 6]), np.array([MISSING, 120, MISSING]))
    assert touched.day_runs() == [(UNKNOWN_DAY, UNKNOWN_DAY), (5, 6)]
    assert touched.hour_runs() == [(120, 120)]
