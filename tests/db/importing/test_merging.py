from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from db.importing.merging import combine, merge_versions
from db.importing.rows import CAPTURED, CURRENCY, FIXED, ORDER, VERSIONS, FactRows
from learning.domain.facts import MISSING

Version = tuple[int, int, int, list[int]]
"""Key, captured_at, currency code, facts."""

versions = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(1, 3),
        st.integers(0, 2),
        st.lists(st.sampled_from([MISSING, 0, 5, 7]), min_size=2, max_size=2),
    ),
    min_size=1,
    max_size=12,
)


def rows_of(found: list[Version]) -> FactRows:
    matrix = np.zeros((len(found), FIXED + 2), dtype=np.int64)
    for place, (_, captured_at, currency, facts) in enumerate(found):
        matrix[place, [CAPTURED, ORDER, CURRENCY, VERSIONS]] = (captured_at, place, currency, 1)
        matrix[place, FIXED:] = facts
    return FactRows(("likes", "views"), matrix)


@given(versions)
def test_each_fact_is_the_last_one_said_in_the_order_of_capture_and_import(found: list[Version]) -> None:
    names = sorted({key for key, *_ in found})
    positions = np.array([names.index(key) for key, *_ in found])
    merged = merge_versions(positions, rows_of(found), len(names))
    for place, name in enumerate(names):
        ranked = sorted(
            (captured, order, code, facts) for order, (key, captured, code, facts) in enumerate(found) if key == name
        )
        for column in (0, 1):
            said = [facts[column] for *_, facts in ranked if facts[column] != MISSING]
            assert merged.facts[place, column] == (said[-1] if said else MISSING)
        codes = [code for _, _, code, _ in ranked if code]
        assert merged.matrix[place, CURRENCY] == (codes[-1] if codes else 0)
        assert merged.matrix[place, [CAPTURED, ORDER, VERSIONS]].tolist() == [ranked[-1][0], ranked[-1][1], len(ranked)]


def test_repeated_rows_are_added_where_both_say_something() -> None:
    held, added = rows_of([(0, 1, 0, [3, MISSING])]), rows_of([(0, 1, 1, [4, 5])])
    assert combine(held, added, adds=True).facts.tolist() == [[7, 5]]
    assert combine(held, added, adds=False).facts.tolist() == [[4, 5]]
    assert combine(added, held, adds=False).facts.tolist() == [[3, 5]]
    assert combine(added, held, adds=False).matrix[0, CURRENCY] == 1
