from __future__ import annotations

from typing import Any

import numpy as np

from learning.domain.experiment_records import NO_DAY, NO_LOOK, SumTable
from learning.experiments.stored_sums import cumulated, current_rows, parts_of, segments_of, series_of, sums_of

DAY = 86_400


def table(*rows: tuple[Any, ...]) -> SumTable:
    """Rows of (test, source, metric, segment, arm, day, look, n, total)."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 9
    values = np.full((len(rows), 9), np.nan)
    values[:, 0], values[:, 1] = columns[7], columns[8]
    return SumTable(
        experiment=np.array(columns[0], dtype=np.int64),
        source=np.array(columns[1], dtype=np.int64),
        metric=np.array(columns[2], dtype=object),
        variant=np.array(["raw"] * len(rows), dtype=object),
        segment=np.array(columns[3], dtype=object),
        arm=np.array(columns[4], dtype=object),
        day=np.array(columns[5], dtype=np.int64),
        look=np.array(columns[6], dtype=np.int64),
        values=values,
    )


def row(source, arm, day, n, total, *, test=1, look=NO_LOOK, segment=""):
    return (test, source, "m", segment, arm, day, look, n, total)


def total_of(found: SumTable, arm: str) -> tuple[float, float]:
    [sums] = sums_of(found, "m", "raw", [arm])
    return sums.n, sums.total


def test_a_newer_file_replaces_the_days_that_it_speaks_of_and_no_others():
    found = current_rows(
        table(row(1, "a", 1, 10, 1), row(1, "a", 2, 10, 2), row(2, "a", 2, 20, 5), row(2, "a", 3, 30, 6))
    )
    assert total_of(found, "a") == (60, 12)


def test_a_newer_file_without_days_replaces_all_and_one_with_days_replaces_those_without():
    days = [row(1, "a", 1, 10, 1), row(1, "a", 2, 10, 2)]
    assert total_of(current_rows(table(*days, row(2, "a", NO_DAY, 50, 9))), "a") == (50, 9)
    assert total_of(current_rows(table(row(1, "a", NO_DAY, 50, 9), row(2, "a", 1, 10, 1))), "a") == (10, 1)


def test_what_a_file_replaced_counts_again_once_it_is_gone():
    rows = [row(1, "a", NO_DAY, 10, 1), row(2, "a", NO_DAY, 20, 5)]
    assert total_of(current_rows(table(*rows)), "a") == (20, 5)
    assert total_of(current_rows(table(rows[0])), "a") == (10, 1)


def test_of_running_totals_the_last_look_counts_and_looks_are_never_added():
    found = current_rows(table(row(1, "a", NO_DAY, 10, 1, look=DAY), row(1, "a", NO_DAY, 25, 4, look=2 * DAY)))
    assert total_of(found, "a") == (25, 4)
    series = series_of(found, "m", "raw", ["a", "b"])
    assert series is not None
    assert series.is_running
    assert series.values[:, 0, 0].tolist() == [10, 25]
    assert cumulated(series) is series


def test_days_are_added_up_to_running_totals():
    found = current_rows(table(row(1, "a", 5, 10, 1), row(1, "b", 5, 11, 2), row(1, "a", 7, 20, 3)))
    series = series_of(found, "m", "raw", ["a", "b"])
    assert series is not None
    assert series.times.tolist() == [5, 7]
    assert cumulated(series).values[:, :, 0].tolist() == [[10, 11], [30, 11]]


def test_tests_are_kept_apart_and_segments_are_never_everybody():
    found = table(
        row(1, "a", 1, 10, 1), row(1, "a", NO_DAY, 4, 1, segment="device=phone"), row(1, "a", 1, 7, 7, test=2)
    )
    parts = dict(parts_of(current_rows(found)))
    assert sorted(parts) == [1, 2]
    assert total_of(parts[1], "a") == (10, 1)
    assert segments_of(parts[1]) == ("device=phone",)
    assert sums_of(parts[1], "m", "raw", ["a"], "device=phone")[0].n == 4


def test_no_rows_are_no_tests():
    empty = table()
    assert list(parts_of(current_rows(empty))) == []
    assert total_of(empty, "a") == (0, 0)
    assert series_of(empty, "m", "raw", ["a"]) is None
