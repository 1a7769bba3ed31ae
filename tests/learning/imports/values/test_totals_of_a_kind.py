"""Totals of a kind: the label names it, and the column of the kind repeats it."""

import pytest

from learning.imports.values.totals import is_total_row


@pytest.mark.parametrize(
    "cells",
    [
        ["Total: Smart", "", "", "Smart"],
        ["Total: Search campaigns", " --", "Search"],
        ["Gesamt: Display", "", "Display"],
        ["合計: 検索", "", "検索"],
    ],
)
def test_a_total_of_a_kind_is_a_total_although_the_kind_is_filled_in(cells: list[str]) -> None:
    assert is_total_row(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Total: Smart", "Spring sale", "Smart"],
        ["Total Wine", "", "Smart"],
        ["Total", "Germany"],
    ],
)
def test_a_row_that_names_anything_else_is_data(cells: list[str]) -> None:
    assert not is_total_row(cells)
