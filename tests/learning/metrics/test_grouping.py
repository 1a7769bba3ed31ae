import numpy as np
import pytest

from learning.metrics.grouping import calendar_labels, find_cells, group_edges, group_rows


def texts(*values: object) -> np.ndarray:
    column = np.empty(len(values), dtype=np.object_)
    column[:] = values
    return column


def test_keys_of_several_cuts_become_one_sorted_list() -> None:
    groups = group_rows([[texts("b", "a"), texts("x", "y")], [texts("a"), texts("y")]], [2, 1])
    assert groups.keys == (("a", "y"), ("b", "x"))
    assert groups.codes[0].tolist() == [1, 0]
    assert groups.codes[1].tolist() == [0]


def test_without_dimensions_all_rows_are_one_group_and_no_rows_are_none() -> None:
    assert group_rows([[], []], [3, 0]).keys == ((),)
    assert group_rows([[]], [0]).keys == ()


def test_rows_of_one_unit_fall_into_one_cell() -> None:
    cells = find_cells(np.array([0, 0, 1, 0]), np.array([7, 7, 7, 9]))
    assert cells.group.tolist() == [0, 0, 1]
    assert cells.unit.tolist() == [7, 9, 7]
    assert cells.add(np.array([1.0, 2.0, 4.0, 8.0])).tolist() == [3.0, 8.0, 4.0]


def test_a_cell_is_only_missing_where_all_its_rows_are() -> None:
    cells = find_cells(np.array([0, 0, 0]), np.array([1, 1, 2]))
    added = cells.add(np.array([np.nan, 2.0, np.nan]))
    assert added[0] == 2.0
    assert np.isnan(added[1])


@pytest.mark.parametrize(("dimension", "label"), [("date", "2026-11-21"), ("week", "2026-11-16"), ("month", "2026-11")])
def test_a_day_is_named_by_its_date_its_monday_or_its_month(dimension: str, label: str) -> None:
    assert calendar_labels(texts(20_778), dimension).tolist() == [label]


def test_edges_tell_where_each_group_begins() -> None:
    assert group_edges(np.array([0, 0, 2]), 3).tolist() == [0, 2, 2, 3]
